"""What is known about the model in use."""
