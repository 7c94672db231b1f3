"""Pooling layers: the sliding, written once, and one module for each layer's two rules."""
