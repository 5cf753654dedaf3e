"""The menus that need more than a list of actions."""
