"""What moves between two stages of a scan."""
