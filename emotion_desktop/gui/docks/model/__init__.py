"""What is known about the model at work."""
