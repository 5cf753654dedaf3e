"""Open Sound Control over UDP: one bundle a frame, in the words of a profile."""
