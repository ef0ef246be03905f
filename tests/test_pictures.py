"""Pictures say in words what they show, hold nothing a strict page would refuse, and are the same text every time."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from fractions import Fraction

import pytest

from guiju.pictures.changes import changes_picture
from guiju.pictures.grades import grades_picture, share
from guiju.pictures.scores import MarkedLine, scores_picture
from guiju.pictures.sensitivity import MOST_BARS, sensitivity_picture
from guiju.pictures.sheet import for_page, sheet

GRADES = ("优秀", "称职", "基本称职", "不称职", "未定")
SVG = "{http://www.w3.org/2000/svg}"


def all_pictures():
    steps = [(Fraction(n), Fraction(n + 1), n % 7) for n in range(45, 103)]
    lines = [
        MarkedLine(Fraction(50), "50分", 3),
        MarkedLine(Fraction(65), "65分", 12),
        MarkedLine(Fraction(66), "66分", 0),
    ]
    return [
        grades_picture("等次", dict(zip(GRADES, (24, 32, 2, 0, 1), strict=True)), frozenset({"未定"}), frozenset()),
        scores_picture("得分", "", steps, lines),
        changes_picture("变动", ("前", "后"), (GRADES, GRADES), {("优秀", "优秀"): 120, ("优秀", "称职"): 31}),
        sensitivity_picture("读法", [("A-1 甲", 30, 54), ("A-2 乙", 0, 12)], "人"),
    ]


@pytest.fixture(scope="module")
def whole():
    return sheet("一张图", all_pictures(), ("说明一。",))


@pytest.mark.parametrize("of", [lambda text: text, for_page], ids=["a file", "in a page"])
def test_a_picture_holds_no_style_script_or_link(whole, of):
    tree = ET.fromstring(of(whole))
    assert {node.tag.removeprefix(SVG) for node in tree.iter()} <= {
        "svg",
        "title",
        "desc",
        "rect",
        "text",
        "g",
        "path",
        "line",
    }
    names = {name for node in tree.iter() for name in node.attrib}
    assert not {n for n in names if n in ("style", "class", "href") or n.startswith("on") or "xlink" in n}


def test_a_picture_says_in_words_what_it_shows(whole):
    tree = ET.fromstring(whole)
    title, desc = tree.find(f"{SVG}title"), tree.find(f"{SVG}desc")
    assert tree.attrib["role"] == "img"
    assert tree.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
    assert title.text == "一张图"
    for words in ("优秀24人（40.7%）", "正好65分的12人", "优秀变称职31人", "A-1 甲：54人不同，其中30人换了结论"):
        assert words in desc.text


def test_the_numbers_stand_in_the_picture(whole):
    shown = [node.text for node in ET.fromstring(whole).iter(f"{SVG}text")]
    for words in ("24人　40.7%", "65分 正好12人", "66分", "120", "31", "30人", "12人，结论不变", "说明一。"):
        assert words in shown


def test_a_picture_is_the_same_text_every_time(whole):
    assert sheet("一张图", all_pictures(), ("说明一。",)) == whole


def test_two_pictures_in_one_page_have_names_of_their_own(whole):
    other = sheet("另一张", all_pictures()[:1])
    names = [set(re.findall(r'id="([^"]+)"', text)) for text in (whole, other)]
    assert names[0] & names[1] == set()


def test_in_a_page_the_ink_is_the_pages_own(whole):
    page = for_page(whole)
    assert "#1f2328" not in page
    assert "#ffffff" not in page
    assert 'fill="currentColor"' in page
    assert "font-family" not in page


def test_words_in_a_picture_are_only_words():
    text = sheet("<script>甲&乙</script>", [grades_picture("<b>", {"<i>": 1}, frozenset(), frozenset())])
    assert ET.fromstring(text).find(f"{SVG}title").text == "<script>甲&乙</script>"
    assert "<script" not in text
    assert "<i>" not in text


def test_labels_of_near_lines_do_not_run_into_one_another(whole):
    rows = {
        node.text: node.attrib["transform"] for node in ET.fromstring(whole).iter(f"{SVG}text")
        if node.text in ("65分 正好12人", "66分")
    }  # fmt: skip
    heights = [re.search(r",(-?[\d.]+)", transform)[1] for transform in rows.values()]
    assert len(set(heights)) == 2


def test_of_very_many_options_the_first_are_drawn():
    picture = sensitivity_picture("读法", [(f"A-{n} 甲", 100 - n, 100) for n in range(90)], "人")
    assert picture.body.count("人</text>") == MOST_BARS


def test_a_share_is_rounded_half_up_for_people():
    assert [share(1, 3), share(1, 2), share(1, 2000), share(0, 0)] == ["33.3%", "50.0%", "0.1%", "—"]
