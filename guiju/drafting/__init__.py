"""What a drafter of a measure works with: the cases beside a law, coverage, a provision to look at."""
