"""The ground: the clock, who acts, what they may, what has a beginning and an end, and the table of pages."""
