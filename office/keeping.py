"""Where the office keeps what it must not lose: the data folder, its secret, its database's address.

GUIJU_DATA names the folder (default: ./data); DATABASE_URL another database than the SQLite file in it.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# WAL: readers never wait for the writer. FULL: what was answered as done is on the disk, even if the power fails;
# an office writes little, so it can pay for that. The cache is 16 MB, and temporary tables stay in memory.
PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF"
)
SECONDS_TO_WAIT_FOR_A_LOCK = 10
# A server that is away is said to be away, before the reader gives up.
SECONDS_TO_WAIT_FOR_A_SERVER = 5


def data_folder() -> Path:
    """The folder, made when there is none, readable by its owner alone."""
    folder = Path(os.environ.get("GUIJU_DATA", "data")).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key() -> str:
    """The key that sessions and forms are signed with: made once, kept in the data folder."""
    path = data_folder() / "secret.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii")


def needed(name: str) -> str:
    """A setting that sign-in by the county's provider cannot do without. Raises ValueError naming it."""
    found = os.environ.get(name, "")
    if not found:
        raise ValueError(f"用统一身份登录（设了 OIDC_RP_CLIENT_ID），还要设 {name}")
    return found


def database() -> dict[str, Any]:
    """Django's settings of the database."""
    url = os.environ.get("DATABASE_URL", "")
    return _postgresql(url) if url else _sqlite(data_folder() / "office.sqlite3")


def _sqlite(path: Path) -> dict[str, Any]:
    # IMMEDIATE: an act takes the lock when it begins, so that it never fails half-way because another wrote first.
    options = {"init_command": PRAGMAS, "transaction_mode": "IMMEDIATE", "timeout": SECONDS_TO_WAIT_FOR_A_LOCK}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("DATABASE_URL 只认 postgresql://用户:密码@主机:端口/库名")
    options: dict[str, Any] = {"connect_timeout": str(SECONDS_TO_WAIT_FOR_A_SERVER), **dict(parse_qsl(parts.query))}
    # As with SQLite: nobody waits for ever for an act that hangs.
    options["options"] = f"-c lock_timeout={SECONDS_TO_WAIT_FOR_A_LOCK}s {options.get('options', '')}".strip()
    host = options.pop("host", "") or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
