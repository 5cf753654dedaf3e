"""What charts over time are made of, in the dock and in the review."""
