"""What stands around the picture: faces, timeline, model, performance."""
