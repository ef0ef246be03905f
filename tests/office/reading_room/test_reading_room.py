"""The reading room: the text stays the text, every provision can be pointed at, a reading is adopted by a document."""

import json
import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from test_structure import ROOT

from guiju.law import builtin
from guiju.notation.reader import squeeze
from office.audit.models import Entry
from office.ground import shelf
from office.ground.refusals import NotAllowed, Refused
from office.reading_room import actions, warming
from office.reading_room.models import Adoption
from office.reading_room.page import page_of
from office.reading_room.programs import program
from office.reading_room.readings import in_force
from office.reading_room.search import search
from office.reading_room.trial import trial
from office.reading_room.uses import Use
from tests.office_world import TODAY

LAWS = [folder.name for folder in builtin().folders]
MEASURES = [name for name in LAWS if (builtin().root / name / "source.txt").is_file()]
SINCE = date(2026, 4, 1)


def edition(name="work-errors"):
    return shelf.find(name, TODAY)


def adopt(town, **changes):
    given = {
        "reading": "A1-45",
        "choice": "并处",
        "since": SINCE,
        "organ": "青桥驿镇党委",
        "basis": "青党发〔2026〕9号",
    }
    return actions.adopt(town.actor("maibaizhi"), edition(), **(given | changes))


# --- the text


@pytest.mark.parametrize("name", MEASURES)
def test_the_page_is_the_text_as_issued_to_the_last_sign(name):
    page = page_of(edition(name))
    source = (builtin().root / name / "source.txt").read_text(encoding="utf-8-sig")
    assert squeeze("".join(passage.text for passage in page.passages)) == squeeze(source)
    assert all("".join(text for _label, text in p.parts) == p.text for p in page.passages)


@pytest.mark.parametrize("name", MEASURES)
def test_paragraphs_begin_where_the_text_as_issued_has_them_begin(name):
    lines = (builtin().root / name / "source.txt").read_text(encoding="utf-8-sig").splitlines()
    begun = [squeeze(passage.text) for passage in page_of(edition(name)).passages if passage.begins]
    wanted = [squeeze(line) for line in lines if line.strip()]
    for text in begun:
        assert any(line.startswith(text) or text.startswith(line) for line in wanted), text
    assert len(wanted) * 9 // 10 <= len(begun) <= len(wanted), "a line of the source may end within a sentence"


@pytest.mark.parametrize("name", MEASURES)
def test_sentences_of_one_paragraph_run_on_as_they_were_issued(name):
    page = page_of(edition(name))
    assert [p for paragraph in page.paragraphs for p in paragraph] == list(page.passages)
    lines = [squeeze(line) for line in (builtin().root / name / "source.txt").read_text("utf-8-sig").splitlines()]
    ends = {sum(map(len, lines[: n + 1])) for n, line in enumerate(lines) if line[-1:] in ("。", "；", ";")}
    at = 0
    for paragraph in page.paragraphs:
        length = len(squeeze("".join(passage.text for passage in paragraph)))
        assert not ends & set(range(at + 1, at + length)), "a paragraph does not run over a line that was ended"
        assert len(paragraph) == 1 or not any(passage.level for passage in paragraph)
        at += length


def test_a_line_that_was_broken_in_mid_sentence_runs_on():
    texts = ["".join(p.text for p in paragraph) for paragraph in page_of(edition()).paragraphs]
    assert any("应及时逐级报告" in text for text in texts)


@pytest.mark.parametrize("name", LAWS)
def test_every_provision_and_every_doubt_has_one_anchor(name, town):
    found = edition(name)
    page = town.client("yueduzhong").get(reverse("reading_room:law", args=[name])).content.decode()
    wanted = [address.partition("/")[2] for address in found.law.provisions]
    wanted += [reading.id for reading in found.law.parsed.readings]
    assert [label for label in wanted if page.count(f'id="{label}"') != 1] == []


def test_modal_words_are_shown_and_set_apart(town):
    page = town.client("yueduzhong").get("/laws/work-errors/?open").content.decode()
    assert '<strong class="must">应</strong>' in page
    assert 'class="modal"' not in page, "Bootstrap hides what is called modal"


def test_the_baseline_says_how_certain_each_value_is(town):
    page = town.client("yueduzhong").get("/laws/national-baseline/").content.decode()
    assert '<span class="mark mark-care">待核</span>' in page
    assert '<span class="mark mark-done">已查</span>' in page


def test_a_page_asks_the_database_the_same_whatever_the_length_of_the_law(town):
    client = town.client("yueduzhong")
    counts = {}
    for name in LAWS:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("reading_room:law", args=[name]))
        counts[name] = len(queries)
    assert max(counts.values()) - min(counts.values()) <= 5, counts  # more only where an app tells of uses
    assert max(counts.values()) <= 20, counts


@pytest.mark.parametrize("path", ["/laws/nothing/", "/laws/work-errors/?edition=x", "/laws/work-errors/readings/X/"])
def test_what_there_is_not_is_not_found(town, path):
    assert town.client("yueduzhong").get(path).status_code == 404


# --- search


def test_words_are_found_with_commas_of_either_width():
    hits = search("起草的文字材料出现差错，造成", TODAY)
    assert [(hit.edition.id, hit.anchor) for hit in hits][:1] == [("work-errors", "1.3")]
    assert "".join(piece for _is_hit, piece in hits[0].pieces).startswith("3、负责起草")


def test_a_place_finds_its_sentence():
    assert "work-errors" in {hit.edition.id for hit in search("三、3", TODAY)}
    assert [hit.anchor for hit in search("work-errors/1.3", TODAY)] == ["1.3"]


def test_nothing_asked_finds_nothing():
    assert search("   ", TODAY) == []


# --- another town


def test_the_law_of_another_town_appears_by_itself(town, settings):
    settings.LAWS = str(ROOT / "tests/laws")
    client = town.client("yueduzhong")
    own = [one for one in shelf.editions() if one.is_own]
    assert len(own) == len(list((ROOT / "tests/laws").glob("*/law.md"))) > 0
    listed = client.get(reverse("reading_room:list")).content.decode()
    for one in own:
        assert one.title in listed
        assert client.get(reverse("reading_room:law", args=[one.id])).status_code == 200


@pytest.mark.parametrize("name", ["law.md", "source.txt", "cases", "provisions.csv", "../provisions.csv"])
def test_a_file_that_changes_comes_or_goes_is_read_anew(settings, tmp_path, name):
    """The shelf looks at times and sizes only; it must look at every file that an edition rests on."""
    settings.LAWS = str(tmp_path)
    folder = shutil.copytree(builtin().root / "enforcement", tmp_path / "enforcement")
    shutil.copy(builtin().root / "provisions.csv", folder if name == "provisions.csv" else tmp_path)
    path = next((folder / name).glob("*.toml")) if name == "cases" else folder / name
    before = edition("enforcement").mark
    with path.open("a", encoding="utf-8") as file:
        file.write("\n\n")
    changed = edition("enforcement").mark
    assert changed != before
    if name != "law.md":
        path.unlink()
        assert edition("enforcement").mark not in (before, changed)


def test_an_unsound_law_is_told_and_stops_nothing_else(town, settings, tmp_path):
    settings.LAWS = str(tmp_path)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/law.md").write_text(
        "---\n文书: broken\n---\n\n一句。\n\n```规则\n应 对 谁 采取 何事\n```\n", encoding="utf-8"
    )
    client = town.client("yueduzhong")
    assert "还不能用" in client.get(reverse("reading_room:list")).content.decode()
    assert "改好以前不能用" in client.get("/laws/broken/").content.decode()
    assert client.get("/tryout/broken/").status_code == 404


def test_a_changed_file_is_read_anew_and_editions_are_kept_apart(settings, tmp_path):
    settings.LAWS = str(tmp_path)
    for name in ("work-errors", "work-errors-2027"):
        shutil.copytree(builtin().root / "work-errors", tmp_path / name)
        shutil.copy(builtin().root / "provisions.csv", tmp_path / name)
    path = tmp_path / "work-errors-2027/law.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("成文日期: 2012-02-16", "成文日期: 2027-01-01"), encoding="utf-8"
    )
    assert [one.name for one in shelf.editions_of("work-errors")] == ["work-errors-2027", "work-errors"]
    assert shelf.find("work-errors", TODAY).name == "work-errors"
    assert shelf.find("work-errors", date(2027, 1, 1)).name == "work-errors-2027"
    before = shelf.find("work-errors", TODAY).mark
    path = tmp_path / "work-errors/law.md"
    path.write_text(path.read_text(encoding="utf-8").replace("名称: 青桥驿镇", "名称: 某某镇"), encoding="utf-8")
    assert shelf.find("work-errors", TODAY).title.startswith("某某镇")
    assert shelf.find("work-errors", TODAY).mark != before


def test_what_was_made_of_one_content_is_kept_when_only_the_time_of_the_file_changes(settings, tmp_path):
    settings.LAWS = str(tmp_path)
    shutil.copytree(builtin().root / "enforcement", tmp_path / "enforcement")
    first = shelf.find("enforcement", TODAY)
    page, run = page_of(first), program(first, {})
    os.utime(tmp_path / "enforcement/law.md", ns=(1, 1))
    again = shelf.find("enforcement", TODAY)
    assert again is not first
    assert again == first
    assert page_of(again) is page
    assert program(again, {}) is run


def test_after_the_start_the_laws_are_read_before_anyone_asks(db, monkeypatch):
    read = []
    monkeypatch.setattr(warming, "page_of", lambda found: read.append(found.id))
    monkeypatch.setattr(warming.checkups, "clear", lambda: read.append("cleared"))
    warming.warm(TODAY)
    assert read == [*(found.id for found in shelf.instruments(TODAY)), "cleared"]


def test_laws_that_cannot_be_read_beforehand_do_not_stop_the_office(db, monkeypatch, caplog):
    def broken(_day):
        raise OSError("no disk")

    monkeypatch.setattr(warming, "warm", broken)
    warming._warm()
    assert "could not be read beforehand" in caplog.text


# --- adopting a reading


def test_an_adopted_reading_holds_from_its_day_and_is_recorded(town):
    row = adopt(town)
    assert in_force(edition(), SINCE)["A1-45"] == "并处"
    assert "A1-45" not in in_force(edition(), date(2026, 3, 31))
    entry = Entry.objects.order_by("-sequence").first()
    assert (entry.act, entry.subject) == ("reading_room.adopt", f"reading_room.adoption:{row.pk}")
    assert "并处" in json.dumps(entry.told, ensure_ascii=False)
    page = town.client("yueduzhong").get("/laws/work-errors/").content.decode()
    assert "已采用：并处" in page
    assert "青党发〔2026〕9号" in page


def test_a_later_adoption_ends_the_one_before_it(town):
    adopt(town)
    adopt(town, choice="取代", since=date(2026, 6, 1), basis="青党发〔2026〕20号")
    assert [in_force(edition(), day)["A1-45"] for day in (date(2026, 5, 31), date(2026, 6, 1))] == ["并处", "取代"]
    assert Adoption.objects.filter(reading="A1-45", until=None).count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"choice": "都不用"}, "没有「都不用」"),
        ({"basis": " "}, "文号"),
        ({"organ": "办公室"}, "由青桥驿镇党委确认"),
        ({"reading": "A9-99"}, "没有读法A9-99"),
    ],
)
def test_an_adoption_without_its_ground_is_refused_in_words(town, changes, says):
    with pytest.raises(Refused, match=says):
        adopt(town, **changes)
    assert not Adoption.objects.filter(choice="并处").exists()


def test_an_adoption_before_a_later_one_or_of_the_same_is_refused(town):
    adopt(town)
    with pytest.raises(Refused, match="已经登记"):
        adopt(town, choice="取代", since=SINCE)
    with pytest.raises(Refused, match="正是现在采用"):
        adopt(town, since=date(2026, 7, 1))


def test_only_those_who_keep_the_readings_enter_them(town):
    with pytest.raises(NotAllowed):
        actions.adopt(town.actor("yueduzhong"), edition(), "A1-45", "并处", SINCE, "青桥驿镇党委", "文")


# --- trying a reading first


def test_another_reading_changes_the_cases_that_rest_on_it_and_the_same_changes_none():
    default = edition().law.parsed.readings[[r.id for r in edition().law.parsed.readings].index("A1-45")].default
    assert trial(edition(), {}, "A1-45", default).changed == ()
    changed = trial(edition(), {}, "A1-45", "并处")
    assert 0 < len(changed.changed) < changed.cases
    assert all(case.gone or case.come for case in changed.changed)


def test_the_page_of_a_doubt_tells_what_would_change(town):
    client = town.client("yueduzhong")
    assert "换一种读法会怎样" in client.get("/laws/work-errors/readings/A1-45/").content.decode()
    page = client.get("/laws/work-errors/readings/A1-45/trial/", {"choice": "并处"}).content.decode()
    assert "<ins>" in page


# --- uses


def test_uses_come_from_the_apps_that_tell_of_them(town, monkeypatch):
    told = [Use(TODAY, "work-errors/3.3d", "某人 取消资格")]
    monkeypatch.setattr("office.reading_room.views.uses_of", lambda instrument, actor: told)
    page = town.client("maibaizhi").get("/laws/work-errors/").content.decode()
    assert "某人 取消资格" in page
    assert 'href="/laws/work-errors/#3.3d"' in page


def test_no_path_of_the_page_leads_out_of_the_laws(town):
    for name in ("..", "%2e%2e", "../../etc"):
        assert town.client("yueduzhong").get(f"/laws/{name}/").status_code in (301, 403, 404)
    assert Path(builtin().root).is_dir()
