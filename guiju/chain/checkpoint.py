"""A checkpoint: the chain's head at a moment, as a text for printing or mailing, signed in minisign's form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import minisign

from guiju.chain.entries import ChainError
from guiju.errors import Problem

TITLE = "规矩 审计检查点"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """That the entry with this number had this hash at that moment (ISO 8601, UTC)."""

    sequence: int
    hash: str
    algorithm: str
    at: str

    def text(self) -> str:
        """What is signed, printed and mailed."""
        return f"{TITLE}\n序号：{self.sequence}\n哈希：{self.hash}\n算法：{self.algorithm}\n时间：{self.at}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in a text. Raises ChainError when it is none."""
    lines = text.strip().splitlines()
    fields = dict(line.split("：", 1) for line in lines[1:] if "：" in line)
    try:
        if lines[0].strip() != TITLE:
            raise ValueError
        return Checkpoint(int(fields["序号"]), fields["哈希"].strip(), fields["算法"].strip(), fields["时间"].strip())
    except (ValueError, LookupError) as error:
        raise ChainError(
            [Problem("checkpoint", "这不是一份检查点：应有标题、序号、哈希、算法、时间各一行。")]
        ) from error


def verify_signature(text: bytes, signature: bytes, key: str) -> None:
    """Raises ChainError unless `signature` (minisign's two lines and two) is the key's over exactly that text."""
    try:
        public = minisign.PublicKey.from_base64(key.strip().splitlines()[-1].strip())
        public.verify(text, minisign.Signature.from_bytes(signature))
    except minisign.VerifyError as error:
        raise ChainError([Problem("checkpoint", "检查点的签名不对：检查点被改过，或者不是这把钥匙签的。")]) from error
    except (minisign.Error, ValueError, IndexError) as error:
        raise ChainError([Problem("checkpoint", f"签名或公钥读不懂：{error}。")]) from error


def read_signed(path: Path, key: Path) -> Checkpoint:
    """The checkpoint in a file, with its signature (`….minisig` beside it) checked. Raises ChainError."""
    try:
        text = path.read_bytes()
        signature = path.with_name(path.name + ".minisig").read_bytes()
        public = key.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ChainError([Problem("checkpoint", f"检查点、它旁边的 .minisig 或公钥读不出来：{error}。")]) from error
    verify_signature(text, signature, public)
    return read_checkpoint(text.decode("utf-8", errors="replace"))
