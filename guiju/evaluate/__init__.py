"""Evaluating: tree + case -> run. Exact and three-valued; the reference for every other reader."""
