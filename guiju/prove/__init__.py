"""Proving: the tree as Z3 formulas. Nothing is called found that `evaluate` has not confirmed, nor proved but by UNSAT.

The path: expressions -> formulas over free facts (formulas) -> the law (theory) -> a question (search) -> a case.
"""

from guiju.prove.properties import Verdict, verdicts
from guiju.prove.theory import Theory, theory

__all__ = ["Theory", "Verdict", "theory", "verdicts"]
