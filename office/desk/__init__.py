"""工作台: what is mine to do, what waits for whom, the search across all, the year in pictures."""
