"""Recording: the key, the badge, markers, and what is asked before the window closes."""
