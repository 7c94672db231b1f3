"""Many figures with one command: what is current is left alone, the rest is made in parallel."""
