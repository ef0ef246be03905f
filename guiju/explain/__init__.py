"""The trace of a run and its sentences: render (words), trace (tree), reasons (why), sentences (for people)."""
