"""The threads of live analysis: capture, analysis, and what joins them."""
