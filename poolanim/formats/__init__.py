"""The formats of files, a module each, which declares what the format can."""
