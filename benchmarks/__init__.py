"""Measurements of the app as it runs, for people who want to check our figures."""
