"""`python -m bench.office.load PORT SECONDS COOKIE PATH`: asks one page over a few connections, as fast as it answers.

A process of its own, so that it has a core to itself; sockets and no more, so that the server is what is measured.
Prints how many were answered, in how many seconds.
"""

from __future__ import annotations

import json
import socket
import sys
from threading import Thread
from time import perf_counter

CONNECTIONS = 8


class Asker(Thread):
    """One connection that is kept open."""

    def __init__(self, port: int, until: float, question: bytes) -> None:
        super().__init__()
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.until, self.question = until, question
        self.answered, self.wrong = 0, ""

    def run(self) -> None:
        """Ask until the time is over, or until an answer is not the page."""
        with self.socket:
            while perf_counter() < self.until and not self.wrong:
                self.socket.sendall(self.question)
                self._read()

    def _read(self) -> None:
        head, body = b"", b""
        while b"\r\n\r\n" not in head:
            some = self.socket.recv(65536)
            if not some:
                self.wrong = "connection closed"
                return
            head += some
        head, _end, body = head.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        if " 200" not in lines[0]:
            self.wrong = lines[0]
            return
        lengths = [int(line.partition(":")[2]) for line in lines if line.startswith("content-length:")]
        if not lengths:
            self.wrong = "an answer without its length"
            return
        left = lengths[0] - len(body)
        while left > 0:
            left -= len(self.socket.recv(min(left, 65536)))
        self.answered += 1


def main() -> None:
    """Ask; print a line of JSON."""
    port, seconds, cookie, path = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3], sys.argv[4]
    lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", *([f"Cookie: {cookie}"] if cookie else []), "", ""]
    start = perf_counter()
    askers = [Asker(port, start + seconds, "\r\n".join(lines).encode()) for _ in range(CONNECTIONS)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    wrong = next((asker.wrong for asker in askers if asker.wrong), "")
    told = {"answered": sum(asker.answered for asker in askers), "seconds": perf_counter() - start, "wrong": wrong}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
