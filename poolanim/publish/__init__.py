"""Makes files for a place, and what embeds them."""
