"""Faces that nobody shall recognise: where they may be, and how their pixels are hidden."""
