"""Cameras in the window: which there are, how one is opened, and what to do when one is lost."""
