"""Cameras. Importing this package imports no OpenCV; its module `source` does."""
