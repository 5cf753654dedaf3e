"""Looks at pictures: the detector itself, where to point it, and what several looks found."""
