"""Faults on purpose: system calls that fail, kills, runs at once, and commands at random.

`python -m tests.faults` tries some cases of each kind, `--whole` all of them, and prints a table.
"""
