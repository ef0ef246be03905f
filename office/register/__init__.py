"""资格台账: what bars a person or a unit from something, from which day to which, and on which basis."""
