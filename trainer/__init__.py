"""Builds the checkpoints that the app loads."""
