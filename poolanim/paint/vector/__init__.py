"""From marks to vectors: SVG and PDF, with letters as outlines."""
