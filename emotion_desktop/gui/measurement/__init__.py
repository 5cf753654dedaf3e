"""The window and its start, watched by a program that measures them."""
