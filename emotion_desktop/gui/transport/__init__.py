"""Playing files: the bar below the picture and what it does."""
