"""The audit chain from its export alone: read, recompute, and name what does not hold.

An export is a text of lines, each the JSON of one entry; every entry carries the hash of the one before it.
"""

from guiju.chain.checkpoint import Checkpoint, read_checkpoint, verify_signature
from guiju.chain.entries import GENESIS, ChainError, Entry, digest, read_entry
from guiju.chain.verify import Fault, Verdict, verify

__all__ = [
    "GENESIS",
    "ChainError",
    "Checkpoint",
    "Entry",
    "Fault",
    "Verdict",
    "digest",
    "read_checkpoint",
    "read_entry",
    "verify",
    "verify_signature",
]
