"""How fast and how small, against what people write today: `python -m tests.benchmark`."""
