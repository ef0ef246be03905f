"""The office for other programs: the same acts and the same rights as on the pages, by tokens with scopes."""
