"""Official forms as values: read and written. Pure Python; imports nothing of the house."""
