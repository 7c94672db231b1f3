"""The text beside the boards: code, the slots of a sum, sentences."""
