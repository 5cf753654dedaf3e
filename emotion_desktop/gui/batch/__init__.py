"""The window that analyses many files: a queue, what to write, and how far it is."""
