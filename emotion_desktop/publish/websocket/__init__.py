"""Frames and events as JSON over a WebSocket, commands back, and a page for browsers."""
