"""Makes many figures with one command, in parallel, and only those that are not current."""
