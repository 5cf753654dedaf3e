"""Publishing from the window, and what clients ask of it."""
