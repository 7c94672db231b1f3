"""From a trace to frames of marks: what is seen, where and for how long, but no pixels."""
