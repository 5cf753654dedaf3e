"""Saving a battery."""
