"""From frames to results: sources, detection, alignment, prediction, smoothing. Knows no Qt."""
