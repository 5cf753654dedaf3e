"""The window in which recorded sessions are looked at again."""
