"""The texts of a figure: code, tags, captions, sums, made of the trace and of `templates/words`."""
