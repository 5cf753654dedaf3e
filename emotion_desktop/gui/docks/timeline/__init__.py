"""What a face looked like over the last minutes, as a chart."""
