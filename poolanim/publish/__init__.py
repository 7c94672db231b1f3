"""Makes files for a place, and the snippets that embed them."""
