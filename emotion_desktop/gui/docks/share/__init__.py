"""The panel that shows what is published."""
