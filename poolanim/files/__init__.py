"""Reads and writes files: those of users, and the templates of the package."""
