"""The version of the package, for modules that describe it."""

__version__ = "0.1.0"
