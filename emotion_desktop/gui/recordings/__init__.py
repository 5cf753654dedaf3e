"""The list of recordings: find one, open it, delete it."""
