"""Taking the office's records away and bringing them back, while it is open, and proving that they are the same."""
