"""How files are written: whole or not at all, under names that are free."""
