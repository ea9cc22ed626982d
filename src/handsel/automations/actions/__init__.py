"""What a recipe can do, one function for each: it calls the ordinary command, and says in a line what came of it."""
