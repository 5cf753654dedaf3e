"""The photos of a folder or file as a table, in place of the timeline."""
