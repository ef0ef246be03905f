"""The keys for checkpoints, in minisign's form: the secret half in the data folder, readable by its owner alone."""

from __future__ import annotations

from pathlib import Path

import minisign
from django.conf import settings

from guiju import chain


def _path(public: str) -> Path:
    folder: Path = settings.DATA / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    # Base64 has a slash in it; the start of the key, in hexadecimal, names the file well enough.
    return folder / f"{public.encode('ascii').hex()[:40]}.key"


def make_pair() -> str:
    """A new pair; the secret half is written away, the public half returned."""
    pair = minisign.KeyPair.generate()
    public = bytes(pair.public_key.to_base64()).decode("ascii").strip()
    path = _path(public)
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(bytes(pair.secret_key.to_base64()))
    return public


def forget(public: str) -> None:
    """Take the secret half away again: the act that made it was not carried out."""
    _path(public).unlink(missing_ok=True)


def sign(public: str, checkpoint: chain.Checkpoint) -> str:
    """minisign's signature over the checkpoint's text. Raises OSError when the secret half is gone."""
    secret = minisign.SecretKey.from_base64(_path(public).read_bytes())
    comment = f"guiju audit checkpoint {checkpoint.sequence}"
    made = secret.sign(checkpoint.text().encode("utf-8"), untrusted_comment=comment, trusted_comment=comment)
    return bytes(made).decode("utf-8") + "\n"
