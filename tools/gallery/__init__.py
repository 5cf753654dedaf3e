"""Draws the pictures of `docs/gallery` from the app itself: `python -m tools.gallery OUT`."""
