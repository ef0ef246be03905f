"""The office's tests on a PostgreSQL of our own: `python -m tests.office_on_postgresql [what pytest is to be told]`."""

import os
import subprocess
import sys

from tests.engines import postgresql_server


def url(address: str, database: str = "postgres") -> str:
    """What DATABASE_URL says for a server that psycopg reaches by that address."""
    parts = dict(part.split("=", 1) for part in address.split())
    return f"postgresql://{parts['user']}@/{database}?host={parts['host']}"


def main() -> int:
    """Run them; the exit code is pytest's."""
    if missing := postgresql_server.missing():
        sys.stderr.write(missing + "\n")
        return 1
    with postgresql_server.server() as address:
        told = sys.argv[1:] or ["-q", "-n", "2", "tests/office"]
        surroundings = {**os.environ, "DATABASE_URL": url(address)}
        return subprocess.run([sys.executable, "-m", "pytest", *told], env=surroundings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
