"""Real sites and documents with figures in them, looked at by a browser."""
