"""What is made of results: overlay, tables, videos, snapshots. Knows no Qt."""
