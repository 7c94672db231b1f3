"""Layers: their passes and traces are written once, and each family has a module of rules."""
