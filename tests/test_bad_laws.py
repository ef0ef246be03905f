"""One tiny law a kind of defect (tests/bad), each beside the whole message that its drafter gets to read."""

from pathlib import Path

import pytest

from guiju.check import check, load, open_law
from guiju.errors import LawError, Problem, display_width

BAD = sorted(path.parent for path in (Path(__file__).parent / "bad").glob("*/law.md"))
each_bad_law = pytest.mark.parametrize("folder", BAD, ids=lambda folder: folder.name)


def defects(folder: Path) -> list[Problem]:
    try:
        return check(open_law(folder))
    except LawError as error:
        return error.problems


@each_bad_law
def test_the_whole_message_is_this(folder, same_as_file):
    message = "\n".join(problem.render() for problem in defects(folder))
    same_as_file(folder / "expected.txt", message + "\n")


@each_bad_law
def test_nothing_of_it_is_loaded(folder):
    with pytest.raises(LawError):
        load(folder)


@each_bad_law
def test_every_defect_has_a_place_in_the_file(folder):
    lines = (folder / "law.md").read_text(encoding="utf-8").split("\n")
    for problem in defects(folder):
        assert problem.place == f"{folder.name}/law.md"
        assert problem.source == lines[problem.line - 1]


@each_bad_law
def test_the_caret_stands_under_the_words_it_means(folder):
    for problem in defects(folder):
        _, source, caret = problem.render().split("\n")
        before, word = caret.rstrip("^"), caret.strip()
        start = _index_at(source, display_width(before))
        end = _index_at(source, display_width(before) + len(word))
        meant = problem.source[problem.column - 1 : problem.column - 1 + problem.length]
        assert source[start:end] in (meant, meant[:100], " ", "")


def _index_at(text: str, width: int) -> int:
    """The number of characters of the text that take so many columns."""
    return next(n for n in range(len(text) + 2) if display_width(text[:n]) >= width or n > len(text))


def test_ten_defects_are_told_in_one_run():
    assert len(defects(Path(__file__).parent / "bad/十处错误")) >= 10


def test_of_hundreds_of_defects_the_first_are_told(tmp_path):
    rules = "\n".join(f"{n} 当 甲{n}，应 对 乙 采取 丙" for n in range(1, 301))
    (tmp_path / "law.md").write_text(f"---\n文书: many\n---\n\n```规则\n{rules}\n```\n", encoding="utf-8")
    found = defects(tmp_path)
    assert len(found) == 201
    assert "只列出200处" in found[-1].message
