"""The people in view."""
