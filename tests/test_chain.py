"""The audit chain from its export alone: whatever was done to an entry, that entry is named."""

import json
from pathlib import Path

import minisign
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from guiju.chain import GENESIS, ChainError, Checkpoint, digest, read_checkpoint, read_entry, verify, verify_signature
from guiju.chain.entries import ALGORITHMS, FORM, canonical
from guiju.cli.main import cli

ROOT = Path(__file__).parent.parent
# SM3 of "abc", as the standard GB/T 32905 prints it.
SM3_OF_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def facts(number: int, previous: str, algorithm: str = "sha256") -> dict:
    return {
        "form": FORM, "sequence": number, "at": f"2026-03-02T08:00:{number:02}.000000+00:00", "actor": "maibaizhi",
        "name": "麦白芷", "roles": "organization_member", "reason": "自2026-03-01起为组织委员", "act": "people.appoint",
        "act_id": f"{number:032x}", "subject": f"people.person:{number}", "result": "done",
        "changes": canonical({"任职": [None, f"第{number}个"]}), "algorithm": algorithm, "previous": previous,
    }  # fmt: skip


def sealed(entry: dict) -> dict:
    return {**entry, "hash": digest({k: v for k, v in entry.items() if k != "hash"})}


def chain_of(length: int, algorithm: str = "sha256") -> list[dict]:
    entries, previous = [], GENESIS
    for number in range(1, length + 1):
        entries.append(sealed(facts(number, previous, algorithm)))
        previous = entries[-1]["hash"]
    return entries


def found(entries: list[dict], *marks: Checkpoint) -> list[tuple[int, str]]:
    lines = [json.dumps(entry, ensure_ascii=False) for entry in entries]
    verdict = verify(lambda: [read_entry(n, line) for n, line in enumerate(lines, start=1)], marks)
    return [(fault.sequence, fault.kind) for fault in verdict.faults]


LENGTH = 9
places = st.integers(1, LENGTH)


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_an_untouched_chain_holds(algorithm):
    entries = chain_of(LENGTH, algorithm)
    assert found(entries) == []
    assert found(entries, Checkpoint(5, entries[4]["hash"], algorithm, "2026-03-02")) == []
    assert found([]) == []


def test_sm3_is_the_standard_one():
    assert ALGORITHMS["sm3"](b"abc") == SM3_OF_ABC


@given(places, st.sampled_from(["at", "actor", "roles", "act", "subject", "changes", "result"]))
def test_an_edited_entry_is_named(at, field):
    entries = chain_of(LENGTH)
    entries[at - 1][field] += "x"
    assert found(entries) == [(at, "edited")]


@given(places)
def test_an_entry_edited_and_hashed_anew_is_named(at):
    entries = chain_of(LENGTH)
    mark = Checkpoint(LENGTH, entries[-1]["hash"], "sha256", "2026-03-02")
    entries[at - 1] = sealed({**entries[at - 1], "subject": "people.person:99"})
    # The last one can only be told by a checkpoint: nothing stands behind it.
    assert found(entries, mark) == [(at, "edited")]


@given(places)
def test_an_entry_with_another_link_is_named(at):
    entries = chain_of(LENGTH)
    entries[at - 1] = {**entries[at - 1], "previous": "f" * 64}
    assert (at, "edited") in found(entries)


@given(st.integers(1, LENGTH - 1), st.integers(1, 3))
def test_removed_entries_are_named(first, many):
    entries = chain_of(LENGTH)
    last = min(first + many - 1, LENGTH - 1)
    del entries[first - 1 : last]
    assert found(entries) == [(number, "removed") for number in range(first, last + 1)]


@given(st.integers(1, LENGTH - 1))
def test_a_chain_cut_off_at_its_end_shows_against_a_checkpoint(keep):
    entries = chain_of(LENGTH)
    mark = Checkpoint(LENGTH, entries[-1]["hash"], "sha256", "2026-03-02")
    assert found(entries[:keep]) == []
    assert found(entries[:keep], mark) == [(LENGTH, "cut")]


@given(places, st.booleans(), st.integers(0, LENGTH))
def test_an_inserted_entry_is_named(number, is_sealed, where):
    entries = chain_of(LENGTH)
    previous = entries[number - 2]["hash"] if number > 1 else GENESIS
    forged = facts(number, previous) | {"subject": "people.person:99"}
    entries.insert(where, sealed(forged) if is_sealed else {**forged, "hash": "e" * 64})
    wrong = found(entries)
    assert (number, "inserted") in wrong
    # Wherever it was put, and even for the last entry, whose successor cannot vouch for it: nothing else is accused.
    assert {sequence for sequence, _kind in wrong} == {number}


@given(st.data())
def test_moved_entries_are_named(data):
    entries = chain_of(LENGTH)
    at = data.draw(places)
    to = data.draw(places.filter(lambda place: abs(place - at) > 1))
    entries.insert(to - 1, entries.pop(at - 1))
    assert found(entries) == [(at, "reordered")]


@given(st.integers(1, LENGTH - 1))
def test_two_neighbours_that_changed_places_are_noticed(at):
    entries = chain_of(LENGTH)
    entries[at - 1], entries[at] = entries[at], entries[at - 1]
    [(sequence, kind)] = found(entries)
    assert kind == "reordered"
    assert sequence in (at, at + 1)


@given(st.integers(1, LENGTH))
def test_a_chain_written_anew_from_an_entry_on_shows_against_a_checkpoint(start):
    entries = chain_of(LENGTH)
    mark = Checkpoint(LENGTH, entries[-1]["hash"], "sha256", "2026-03-02")
    previous = entries[start - 2]["hash"] if start > 1 else GENESIS
    for number in range(start, LENGTH + 1):
        entries[number - 1] = sealed({**entries[number - 1], "name": "别人", "previous": previous})
        previous = entries[number - 1]["hash"]
    assert found(entries) == []
    assert found(entries, mark) == [(LENGTH, "edited")]


@pytest.mark.parametrize(
    "line", ["", "{}", "[1]", "null", '{"sequence": 1}', "[" * 100_000, '{"sequence": true}', "\x00"]
)
def test_a_line_that_is_no_entry_is_refused(line):
    with pytest.raises(ChainError, match="不是一条完整的审计记录"):
        read_entry(7, line)


def test_an_entry_with_something_added_is_edited():
    entries = chain_of(2)
    entries[0]["附注"] = "后来加的"
    assert found(entries) == [(1, "edited")]


# An export whose every line can be looked up by the place of a byte in it.
LINES = [json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for entry in chain_of(4)]
EXPORT = b"".join(LINES)


def named(folder, export):
    """The lines that the command says something is wrong with, by its verdict or its refusal; none: it holds."""
    path = folder / "changed.jsonl"
    path.write_bytes(export)
    result = CliRunner().invoke(cli, ["verify-audit", str(path), "--json"])
    if isinstance(result.exception, ChainError):
        return {problem.line for problem in result.exception.problems}
    return {fault["sequence"] for fault in json.loads(result.stdout)["faults"]}


@given(st.integers(0, len(EXPORT) - 1), st.integers(0, 255))
def test_any_byte_that_is_changed_is_found_and_its_line_named(tmp_path_factory, at, byte):
    folder = tmp_path_factory.getbasetemp()
    changed = EXPORT[:at] + bytes([byte]) + EXPORT[at + 1 :]
    line = EXPORT[:at].count(b"\n") + 1
    if changed == EXPORT or (EXPORT[at:] == b"\n" and bytes([byte]).isspace()):
        assert named(folder, changed) == set(), "only white space after the last entry says nothing"
    else:
        assert line in named(folder, changed)


@given(st.integers(0, len(EXPORT) - 2), st.booleans())
def test_any_byte_that_is_taken_away_or_doubled_is_found(tmp_path_factory, at, is_doubled):
    changed = EXPORT[:at] + EXPORT[at : at + 1] * (2 if is_doubled else 0) + EXPORT[at + 1 :]
    line = EXPORT[:at].count(b"\n") + 1
    if is_doubled and EXPORT[at : at + 1] == b"\n":
        assert named(tmp_path_factory.getbasetemp(), changed) == set(), "an empty line says nothing"
    else:
        assert line in named(tmp_path_factory.getbasetemp(), changed)


@pytest.fixture(scope="module")
def pair():
    return minisign.KeyPair.generate()


def write(folder, entries, pair, mark):
    export, checkpoint, key = folder / "audit.jsonl", folder / "checkpoint.txt", folder / "audit.pub"
    export.write_text("".join(json.dumps(e, ensure_ascii=False) + "\n" for e in entries), encoding="utf-8")
    checkpoint.write_text(mark.text(), encoding="utf-8")
    signature = pair.secret_key.sign(mark.text().encode(), untrusted_comment="x", trusted_comment="y")
    checkpoint.with_name("checkpoint.txt.minisig").write_bytes(bytes(signature))
    key.write_bytes(bytes(pair.public_key))
    return [str(export), "--checkpoint", str(checkpoint), "--key", str(key)]


def test_the_command_says_that_it_holds(tmp_path, pair):
    entries = chain_of(5)
    words = write(tmp_path, entries, pair, Checkpoint(4, entries[3]["hash"], "sha256", "2026-03-02"))
    result = CliRunner().invoke(cli, ["verify-audit", *words])
    assert result.exit_code == 0, result.output
    assert "审计链完好：5条" in result.output


def test_the_command_names_what_does_not_hold(tmp_path, pair):
    entries = chain_of(5)
    words = write(tmp_path, entries[:2] + entries[3:4], pair, Checkpoint(5, entries[4]["hash"], "sha256", "2026-03-02"))
    result = CliRunner().invoke(cli, ["verify-audit", *words, "--json"])
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    schema = json.loads((ROOT / "docs/schemas/guiju-audit-verdict-1.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(document)
    assert [(f["sequence"], f["kind"]) for f in document["faults"]] == [(3, "removed"), (5, "cut")]


def test_a_checkpoint_that_was_changed_is_refused(tmp_path, pair):
    entries = chain_of(5)
    words = write(tmp_path, entries, pair, Checkpoint(4, entries[3]["hash"], "sha256", "2026-03-02"))
    (tmp_path / "checkpoint.txt").write_text(Checkpoint(5, entries[4]["hash"], "sha256", "2026-03-02").text())
    result = CliRunner().invoke(cli, ["verify-audit", *words])
    assert isinstance(result.exception, ChainError)
    assert "签名不对" in str(result.exception)


def test_another_key_does_not_vouch(pair):
    other = minisign.KeyPair.generate()
    text = Checkpoint(1, "0" * 64, "sha256", "2026-03-02").text().encode()
    signature = bytes(pair.secret_key.sign(text, untrusted_comment="x", trusted_comment="y"))
    verify_signature(text, signature, bytes(pair.public_key).decode())
    with pytest.raises(ChainError):
        verify_signature(text, signature, bytes(other.public_key).decode())


@pytest.mark.parametrize(
    "text", ["", "规矩 审计检查点", "别的\n序号：1\n哈希：x\n算法：sha256\n时间：y", "规矩 审计检查点\n序号：一"]
)
def test_a_text_that_is_no_checkpoint_is_refused(text):
    with pytest.raises(ChainError):
        read_checkpoint(text)


def test_no_number_with_a_point_enters_the_chain():
    with pytest.raises(TypeError):
        canonical({"分": 0.1})
