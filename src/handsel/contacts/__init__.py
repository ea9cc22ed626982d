"""WITH WHOM: contacts (people) and accounts (firms). The same person is found again by phone or e-mail."""
