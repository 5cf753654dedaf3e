"""Prediction, figures and comparisons of trained networks, alone or as an ensemble."""
