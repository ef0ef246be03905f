"""A law's check-up: worked out once beside the office, told while it runs or fails, shown with its witnesses."""

import fcntl
import json
import os
import signal
import threading
import time
from urllib.parse import unquote

import pytest
from django.urls import reverse

from office.ground import shelf
from office.reading_room import checkups
from office.reading_room.checkup import checkup, main
from tests.office_world import TODAY

SENTENCES = "\n## 一、范围\n\n一句。\n"
RULES = """
```词表
事实 甲：整数 0次 至 9次
择一 结果：轻、重
```

```规则
1 当 甲 在 3次以上，应 评定 结果 为 重
2 当 甲 在 5次以下，应 评定 结果 为 轻
```
"""
CLAIMS = """
```性质
必有结果：结果 必有一值
多一次不致变轻：甲 增加，结果 不升
三次以下不重：当 甲 低于 3次，恒 结果 是 轻
```
"""


def write_law(folder, rules=RULES, claims=CLAIMS):
    folder.mkdir(exist_ok=True)
    text = f"---\n文书: {folder.name}\n名称: 某办法\n---\n{SENTENCES}{rules}{claims}"
    (folder / "law.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def odd(tmp_path, settings):
    """A small law whose rules contradict one another, and a data folder of its own."""
    settings.DATA, settings.LAWS = tmp_path / "data", str(tmp_path)
    write_law(tmp_path / "odd")
    found = shelf.find("odd", TODAY)
    assert found.law is not None, found.problems
    return found


def page(town, path="checkup", **extra):
    return town.client("yueduzhong").get(f"/laws/odd/{path}/", **extra).content.decode()


def stem(edition):
    return checkups._path(edition, "")


# --- worked out once, beside the office


def test_it_runs_as_a_process_of_its_own_and_is_kept(odd):
    checkups.work_out(odd)
    kept = checkups.known(odd)
    told = {key: value for key, value in kept.items() if key not in ("at", "seconds")}
    assert told == json.loads(json.dumps(checkup(odd.folder)))
    assert checkups.state_of(odd).found == kept


def test_another_content_or_another_program_has_a_checkup_of_its_own(odd, monkeypatch):
    checkups.work_out(odd)
    first = stem(odd)
    write_law(odd.folder, RULES.replace("5次以下", "2次以下"))
    changed = shelf.find("odd", TODAY)
    assert checkups.known(changed) is None
    assert stem(changed) != first
    monkeypatch.setattr(checkups, "program_mark", lambda: "another program")
    assert stem(odd) not in (first, stem(changed))


def test_the_program_is_known_by_its_files_and_its_solver(monkeypatch):
    before = checkups.program_mark()
    checkups.program_mark.cache_clear()
    monkeypatch.setattr(checkups, "version", lambda _name: "another version")
    try:
        assert checkups.program_mark() != before
    finally:
        checkups.program_mark.cache_clear()


def test_what_no_law_on_the_shelf_has_any_more_is_taken_away_but_not_what_is_worked_on(odd):
    folder = checkups._folder()
    folder.mkdir(parents=True)
    (folder / "gone.json").write_text("{}", encoding="utf-8")
    busy = (folder / "busy.lock").open("w", encoding="utf-8")
    fcntl.flock(busy, fcntl.LOCK_EX)
    checkups.work_out(odd)
    checkups.clear()
    assert checkups.known(odd) is not None
    assert not (folder / "gone.json").exists()
    assert (folder / "busy.lock").exists()
    busy.close()
    checkups.clear()
    assert not (folder / "busy.lock").exists()


def test_of_two_processes_one_works(odd):
    path = stem(odd).with_suffix(".lock")
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        main(odd.folder, stem(odd))
        assert checkups.known(odd) is None, "another holds the lock: this one leaves it to work"
    main(odd.folder, stem(odd))
    done = stem(odd).with_suffix(".json").stat().st_mtime_ns
    main(odd.folder, stem(odd))
    assert stem(odd).with_suffix(".json").stat().st_mtime_ns == done, "what is done is not done again"


# --- told while it runs, and when it does not end well


def test_while_it_runs_the_page_says_how_far_it_is_and_asks_again(odd, town):
    path = stem(odd).with_suffix(".lock")
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(f"{checkups.clock.now().isoformat()}\n2\n")
        file.flush()
        text = page(town)
    assert "正在后台进行" in text
    assert 'hx-trigger="every 2s"' in text
    assert '<li class="now" aria-current="step">检查、求证</li>' in text


def test_one_that_was_killed_says_so_and_can_be_tried_again(odd, town, settings, monkeypatch):
    began = []
    monkeypatch.setattr(checkups, "begin", began.append)
    settings.CHECKUPS = True
    path = stem(odd).with_suffix(".lock")
    path.parent.mkdir(parents=True)
    path.write_text("2026-11-23T04:00:00+00:00\n2\n", encoding="utf-8")
    text = page(town)
    assert "没有做完就停了" in text
    assert "再做一次" in text
    assert began == [], "it is not tried again by itself: it may be what brings the machine down"
    answer = town.client("yueduzhong").post(reverse("reading_room:checkup-again", args=["odd"]))
    assert answer.status_code == 302
    assert [edition.id for edition in began] == ["odd"]


def test_one_that_is_killed_while_the_office_waits_for_it_says_so(odd, monkeypatch):
    def kill_soon():
        lock, until = stem(odd).with_suffix(".lock"), time.monotonic() + 20
        while time.monotonic() < until and not (lock.is_file() and lock.read_text(encoding="utf-8")):
            time.sleep(0.005)
        os.kill(started[0], signal.SIGKILL)

    started, popen = [], checkups.subprocess.Popen

    class Noted(popen):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            started.append(self.pid)

    monkeypatch.setattr(checkups.subprocess, "Popen", Noted)
    killer = threading.Thread(target=kill_soon)
    killer.start()
    checkups.work_out(odd)
    killer.join()
    assert "信号9" in checkups.state_of(odd).failure
    monkeypatch.undo()


def test_one_that_fails_says_why_and_a_later_success_takes_its_place(odd, town):
    text = (odd.folder / "law.md").read_text(encoding="utf-8")
    (odd.folder / "law.md").unlink()
    checkups.work_out(odd)
    assert "没有法条文件" in checkups.state_of(odd).failure
    (odd.folder / "law.md").write_text(text, encoding="utf-8")
    assert "没有法条文件" in page(town)
    checkups.work_out(odd)
    assert checkups.state_of(odd).found
    assert checkups.state_of(odd).failure == ""


def test_one_that_takes_too_long_is_stopped(odd, monkeypatch):
    monkeypatch.setattr(checkups, "LONGEST", 0.01)
    checkups.work_out(odd)
    assert "没有做完" in checkups.state_of(odd).failure


# --- shown


@pytest.fixture
def done(odd):
    path = stem(odd).with_suffix(".json")
    path.parent.mkdir(parents=True)
    main(odd.folder, stem(odd))
    return odd


def test_a_finding_is_shown_with_its_sentence_its_witness_and_what_to_do(done, town):
    conflict = next(f for f in checkups.known(done)["findings"] if f["kind"] == "conflict")
    text = page(town)
    assert conflict["message"] in text
    for name, value in conflict["witness"].items():
        assert f'<tr><th scope="row">{name}</th><td>{value}</td></tr>' in text
    assert conflict["suggestion"] in text
    assert "照哪一句办，都违反另一句。" in text, "the core's own words on why it matters"
    assert "可以这样改" in text


def test_the_declared_properties_are_told_with_what_came_of_them(done, town):
    answers = {one["name"]: one["answer"] for one in checkups.known(done)["verdicts"]}
    assert answers == {"必有结果": "反例", "多一次不致变轻": "反例", "三次以下不重": "证得"}
    text = page(town)
    for one in checkups.known(done)["verdicts"]:
        assert one["name"] in text
        assert one["claim"] in text
        assert f">{one['answer']}</span>" in text


def test_the_text_in_small_leads_to_each_finding(done, town):
    text = page(town)
    assert '<svg class="thumbnail"' in text
    numbers = range(1, len(checkups.known(done)["findings"]) + 1)
    assert all(f'<article class="finding" id="f{n}"' in text for n in numbers)
    assert '<a href="#f' in text[text.index('<svg class="thumbnail"') :]


@pytest.mark.parametrize(("ending", "begins"), [("html", "<!doctype html>"), ("md", "# 《某办法》体检报告")])
def test_the_cores_own_report_can_be_taken_along(done, town, ending, begins):
    answer = town.client("yueduzhong").get(f"/laws/odd/checkup/file/?as={ending}")
    assert answer.content.decode().startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="checkup-odd.{ending}"'
    assert town.client("yueduzhong").get("/laws/odd/checkup/file/?as=exe").status_code == 404


def test_the_reports_of_the_measures_show_every_finding(town, tmp_path, settings):
    settings.DATA = tmp_path
    found = shelf.find("enforcement", TODAY)
    checkups._folder().mkdir()
    main(found.folder, stem(found))
    text = town.client("yueduzhong").get("/laws/enforcement/checkup/").content.decode()
    kept = checkups.known(found)
    assert text.count('<article class="finding"') == len(kept["findings"]) > 0
    assert "测试：成立" in town.client("yueduzhong").get("/laws/enforcement/").content.decode()


# --- the cases beside the law


def test_each_case_is_listed_with_whether_it_passes_and_each_sentence_with_its_cases(town, tmp_path, settings):
    settings.DATA = tmp_path
    found = shelf.find("enforcement", TODAY)
    checkups._folder().mkdir()
    main(found.folder, stem(found))
    kept = checkups.known(found)
    text = town.client("yueduzhong").get("/laws/enforcement/tests/").content.decode()
    assert all(case["title"] in text for case in kept["cases"])
    assert text.count("mark-done") >= len(kept["cases"])
    computed = [a for a, row in kept["coverage"].items() if row["status"] != "not-computed"]
    assert all(f'href="/laws/{address.replace("/", "/#")}"' in text for address in computed)
    assert f"/tryout/enforcement/?case={kept['cases'][0]['file']}-1" in unquote(text)


def test_a_case_that_does_not_come_out_as_expected_is_told_at_its_place(odd, town):
    (odd.folder / "cases").mkdir()
    wrong = '[[case]]\ntitle = "六次"\nfacts = { 甲 = 6 }\nexpect.fires = ["2"]\n'
    (odd.folder / "cases/one.toml").write_text(wrong, encoding="utf-8")
    changed = shelf.find("odd", TODAY)
    checkups._folder().mkdir(parents=True)
    main(changed.folder, stem(changed))
    text = page(town, "tests")
    assert "2 应当成立，结果是否。" in text
    assert "六次" in text
    assert "测试不足" in text, "and sentences without cases come first"
