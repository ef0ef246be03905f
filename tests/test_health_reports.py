"""The reports of the health check: docs/health is kept true, and the page is safe, whole and the same every time."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from guiju.check import load
from guiju.cli.main import cli
from guiju.findings import KINDS, Finding
from guiju.health import findings
from guiju.health.markdown import as_markdown
from guiju.health.page import as_page
from guiju.health.report import matters, places, proved
from guiju.law import Law, builtin
from tests.laws import block, examined, make_law, write_law

ROOT = Path(__file__).parents[1]
NAMES = ["work-errors", "admission", "appraisal", "enforcement", "clean-government"]
VOID = {"meta", "rect"}


@pytest.fixture(scope="module")
def checked() -> dict[str, tuple[Law, list[Finding]]]:
    return {name: examined(name) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_the_report_in_docs_is_what_the_check_says_now(checked, name, same_as_file):
    same_as_file(ROOT / f"docs/health/{name}.md", as_markdown(*checked[name]))


class Page(HTMLParser):
    """Reads a page strictly: every element closed in its turn, every id once."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.style = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.style += data

    def all(self, name: str) -> list[str]:
        return [attrs[name] for _, attrs in self.tags if name in attrs]


def test_the_page_is_well_formed_and_leads_where_it_says(checked):
    page = Page(as_page(list(checked.values())))
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in page.all("href")} <= set(ids)
    assert set(page.all("aria-labelledby")) <= set(ids)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert {"header", "main", "footer"} <= {tag for tag, _ in page.tags}


def test_the_page_needs_nothing_from_outside_and_runs_nothing(checked):
    text = as_page(list(checked.values()))
    page = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "form"} & {tag for tag, _ in page.tags}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on") or name in ("src", "style")]
    assert "url(" not in page.style
    assert "@import" not in page.style
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    policy = next(attrs["content"] for _, attrs in page.tags if "http-equiv" in attrs)
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in policy


@pytest.mark.parametrize("name", NAMES)
def test_each_finding_quotes_its_sentences_and_says_what_to_do(checked, name):
    law, found = checked[name]
    text = as_page([(law, found)])
    assert text.count('<article class="finding"') == len(matters(found))
    for finding in found:
        assert finding.message in text
        assert finding.suggestion in text
        if len(finding.items) > 1:
            assert all(i.name in text and i.message in text and i.suggestion in text for i in finding.items)
            continue  # a list of like things cites for itself
        for place in places(law, finding)[:4]:
            assert place.text.replace("&", "&amp;").replace('"', "&quot;") in text


@pytest.mark.parametrize("name", NAMES)
def test_the_weightiest_come_first_and_those_alike_in_the_order_of_the_text(checked, name):
    law, found = checked[name]
    order, kinds = {address: n for n, address in enumerate(law.provisions)}, list(KINDS)
    places_in_text = [(kinds.index(f.kind), order[f.addresses[0]]) for f in found]
    assert places_in_text == sorted(places_in_text)
    assert [m.findings[0] for m in matters(found)] == [f for f in found if f in [m.findings[0] for m in matters(found)]]


def test_one_line_is_told_once(checked):
    """Seven findings lie on the line of 90 points: they stand in one place, and no example is given twice there."""
    law, found = checked["appraisal"]
    [at_ninety] = [m for m in matters(found) if m.line == "考核得分90分"]
    assert {f.kind for f in at_ninety.findings} == {"conflict", "gap", "overlap", "boundary"}
    text = as_markdown(law, found)
    assert text.count("考核得分90分这条线") == 1
    place = text[text.index("## 1. ") : text.index("## 2. ")]
    examples = place.split("| 例子 | |")[1:]
    assert len({e.split("\n\n")[0] for e in examples}) == len(examples)
    assert place.count("例子同（") == len(at_ninety.findings) - len(examples)


def test_a_property_that_fails_in_a_case_already_shown_says_where(checked):
    law, found = checked["work-errors"]
    told = matters(found)
    [like] = [m for m in told if m.like]
    assert like.findings[0].kind == "property"
    assert like.findings[0].witness.items() <= told[like.like - 1].findings[0].witness.items()
    for text in (as_markdown(law, found), as_page([(law, found)])):
        assert f"第{like.like}处举的也是这种情形。" in text


def test_the_report_says_what_the_proofs_leave_out(checked):
    """A definition that may be given directly is proved about only where its own formula can come to."""
    for name in ("appraisal", "work-errors"):
        told = proved(checked[name][0])
        assert "也可以直接填" in told
        assert "不在证明之内" in told
        assert told in as_page([checked[name]])
    assert "「测评优秀」" in proved(checked["appraisal"][0])


def test_the_proofs_leave_nothing_out_where_nothing_may_be_given_directly(tmp_path):
    law = make_law(
        tmp_path, block("词表", "事实 得分：数 0分 至 100分", "择一 等次：好、差"),
        block("规则", "1 当 得分 在 60分以上，应 评定 等次 为 好", "2 当 得分 低于 60分，应 评定 等次 为 差"),
        block("性质", "必有一档：等次 必有一值"),
    )  # fmt: skip
    assert proved(law) == "所声明的性质，证得1条：「必有一档」。"


def test_the_page_and_the_sheet_are_the_same_every_time(checked):
    law, found = checked["work-errors"]
    again = load(builtin().find("work-errors"))
    assert as_page([(law, found)]) == as_page([(again, findings(again))])
    assert as_markdown(law, found) == as_markdown(again, findings(again))


def test_what_a_law_file_says_is_text_and_nothing_else(tmp_path):
    front = '---\n文书: "a\\"><script>x"\n名称: "<script>alert(1)</script>&"\n---\n'
    folder = write_law(
        tmp_path, "</blockquote><script>alert(2)</script>当事人应当配合。", block("词表", "当事方 责任人", "机构 会议"),
        block("程序", "1 步骤 核实：由 会议"), front=front,
    )  # fmt: skip
    law = load(folder)
    told = Finding(
        "gap", ("x/1",), "<img src=x onerror=alert(3)>", {"<i>甲</i>": "\"'><script>"}, "<b>", {"<R>": "<u>"}, False
    )
    page = Page(as_page([(law, [told, *findings(law)])]))
    assert not {"script", "img", "i", "u"} & {tag for tag, _ in page.tags}
    assert "onerror" not in {name for _, attrs in page.tags for name in attrs}
    assert "<script" not in as_markdown(law, [told]).replace("\\<", "")


def test_what_is_not_decided_is_never_shown_as_proved(tmp_path):
    law = make_law(tmp_path, block("词表", "当事方 责任人"), block("规则", "1 应 追究 责任人"))
    told = Finding("property", ("sample/1",), "必有一档", None, "", {}, decided=False)
    for text in (as_page([(law, [told])]), as_markdown(law, [told])):
        assert "不能当作已经证明" in text


def test_a_law_without_findings_has_a_page_that_says_so(tmp_path):
    law = make_law(tmp_path, block("词表", "当事方 责任人"), block("规则", "1 应 追究 责任人"))
    Page(as_page([(law, [])]))
    assert "没有发现要提示的地方。" in as_page([(law, [])])
    assert "没有发现要提示的地方。" in as_markdown(law, [])


def run(*words):
    return CliRunner().invoke(cli, ["law", "check", *[str(w) for w in words]])


def test_the_command_writes_the_reports_it_is_asked_for(tmp_path, checked):
    html, md = tmp_path / "报告.html", tmp_path / "报告.md"
    result = run(ROOT / "law/enforcement", "--html", html, "--md", md)
    assert result.exit_code == 0
    assert html.read_text(encoding="utf-8") == as_page([checked["enforcement"]])
    assert md.read_text(encoding="utf-8") == (ROOT / "docs/health/enforcement.md").read_text(encoding="utf-8")
    number = len(checked["enforcement"][1])
    assert result.stdout.splitlines()[-1] == f"共检查1件文书，0处问题，{number}条提示。"
    assert "3. 过错与措施没有对应" in result.stdout
    assert "    – 陈述申辩：" in result.stdout


def test_findings_are_no_errors_and_a_law_with_errors_gets_no_report(tmp_path):
    folder = write_law(tmp_path / "law", block("规则", "1 应 追究 谁"))
    result = run(folder, "--html", tmp_path / "x.html")
    assert result.exit_code == 1
    assert "有问题没有改好，报告没有写。" in result.stdout
    assert not (tmp_path / "x.html").exists()


def test_one_sheet_is_of_one_law(tmp_path):
    result = CliRunner().invoke(cli, ["law", "check", "--md", str(tmp_path / "x.md")])
    assert result.exit_code != 0
    assert not (tmp_path / "x.md").exists()
