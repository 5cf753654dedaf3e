"""The middle of the window: picture, states, notices and toasts."""
