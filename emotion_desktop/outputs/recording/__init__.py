"""Recorded sessions: a folder with a video, tables, markers and a document about them."""
