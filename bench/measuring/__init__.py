"""What the measurements of a whole class share: the class, the accounts, the tables."""
