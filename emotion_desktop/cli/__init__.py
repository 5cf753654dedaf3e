"""The commands; argument parsing and terminal output only."""
