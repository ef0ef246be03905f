"""Every engine that is measured, one small file each.

    peer.py     what a peer is          __main__.py   one peer in a process of its own: `python -m bench.peers KEY …`

A file imports its engine only when it is asked to prepare it: an engine that is not installed says so in the table, and
the others run.
"""

from bench.peers import cel, evaluate, guiju_sql, kernel, openfisca, polars_frame, python, sql, zen
from bench.peers.peer import Peer

_FILES = (guiju_sql, evaluate, sql, polars_frame, kernel, openfisca, zen, cel, python)
PEERS: dict[str, Peer] = {key: peer for file in _FILES for key, peer in file.PEERS.items()}
