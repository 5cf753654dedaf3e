"""Two drawn people and what their faces do: the demo's film and the faces of `--data synthetic`.

Drawn with Qt's QPainter onto pictures in memory; it needs no display and no Qt application.
"""
