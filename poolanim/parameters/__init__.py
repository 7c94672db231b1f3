"""The parameters of a figure: one table, and what each value may be. Loads no NumPy."""
