"""What a member should know, once: follow-ups and tasks that fell due, opportunities that were given to them."""
