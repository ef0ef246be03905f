"""One act, one action: all or nothing, by right, in the chain; and the chain cannot be written to otherwise."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

import office
from guiju import chain
from guiju.cli.main import cli
from office.audit import actions
from office.audit.action import ACTIONS, Act, action
from office.audit.chain import append, latest, lines, read_back, subject_of
from office.audit.forms import seen_mark
from office.audit.models import Checkpoint, Entry
from office.audit.naming import in_words
from office.ground.actors import Right
from office.ground.offers import things
from office.ground.refusals import NotAllowed, Refused
from office.people import actions as people
from office.people.models import Person
from office.register.models import Effect
from office.tasks.models import Task


def last() -> Entry:
    return Entry.objects.order_by("-sequence").first()


@pytest.fixture
def keeper(town):
    return town.actor("maibaizhi")


def test_an_act_is_done_and_recorded_together(keeper):
    person = people.add_person(keeper, "T001", "曾白果")
    entry = last()
    assert (entry.act, entry.subject, entry.result) == ("people.add_person", f"people.person:{person.pk}", "done")
    assert (entry.actor, entry.name, entry.told) == ("maibaizhi", "麦白芷", {"姓名": "曾白果", "编号": "T001"})
    assert entry.reason == "自2026-03-01起为组织委员（青党发〔2026〕3号）"
    assert "organization_member" in entry.roles.split()


def test_a_refused_act_changes_nothing_and_its_check_leaves_no_entry(keeper, town):
    before = last().sequence
    with pytest.raises(Refused, match="编号QQ001已经有了"):
        people.add_person(keeper, "QQ001", "曾白果")
    assert last().sequence == before


def test_an_attempt_without_the_right_is_recorded(town):
    with pytest.raises(NotAllowed, match="由组织委员、组织员、本机命令行办理；您现在的身份是：干部"):
        people.add_person(town.actor("yueduzhong"), "T002", "曾白果")
    entry = last()
    assert (entry.act, entry.actor, entry.result) == ("people.add_person", "yueduzhong", "refused")
    assert not Person.objects.filter(code="T002").exists()


def test_an_act_that_breaks_half_way_leaves_nothing(keeper):
    @action("test.breaks", label="坏的", may=lambda *_: Right(True, "测试"))
    def breaks(act: Act):
        Person.objects.create(code="T003", name="半截", pinyin="banjie", initials="bj")
        raise ValueError

    before = last().sequence
    try:
        with pytest.raises(ValueError):  # noqa: PT011 - its own
            breaks(keeper)
    finally:
        del ACTIONS["test.breaks"]
    assert (last().sequence, Person.objects.filter(code="T003").exists()) == (before, False)


def test_an_act_that_records_nothing_is_an_error(keeper):
    @action("test.silent", label="不记的", may=lambda *_: Right(True, "测试"))
    def silent(act: Act):
        return None

    try:
        with pytest.raises(RuntimeError, match="recorded nothing"):
            silent(keeper)
    finally:
        del ACTIONS["test.silent"]


def test_an_act_within_an_act_is_one_transaction(keeper):
    @action("test.outer", label="外层", may=lambda *_: Right(True, "测试"))
    def outer(act: Act):
        people.add_person(act.actor, "T004", "曾白果")
        raise Refused("后来不成")

    try:
        with pytest.raises(Refused):
            outer(keeper)
    finally:
        del ACTIONS["test.outer"]
    assert not Person.objects.filter(code="T004").exists()


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entry SET actor = 'x' WHERE sequence = 3", "DELETE FROM audit_entry WHERE sequence = 3"]
)
def test_the_database_itself_refuses_to_change_the_chain(town, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert chain.verify(read_back).faults == []


@pytest.mark.parametrize(("sequence", "previous"), [(3, "0" * 64), (10**6, "0" * 64), (None, "f" * 64)])
def test_the_database_itself_refuses_an_entry_out_of_its_place(town, sequence, previous):
    head = last()
    forged = Entry.objects.get(pk=head.pk)
    forged.sequence, forged.previous = sequence or head.sequence + 1, previous
    with pytest.raises(IntegrityError), transaction.atomic():
        forged.save(force_insert=True)


def test_the_chain_of_the_town_holds(town):
    verdict = chain.verify(read_back)
    assert verdict.faults == []
    assert verdict.entries == Entry.objects.count() > 40


def test_sm3_and_sha256_may_follow_each_other(keeper, settings):
    settings.AUDIT_HASH = "sm3"
    people.add_person(keeper, "T005", "曾白果")
    settings.AUDIT_HASH = "sha256"
    people.add_person(keeper, "T006", "曾白芍")
    assert [e.algorithm for e in Entry.objects.order_by("-sequence")[:2]] == ["sha256", "sm3"]
    assert chain.verify(read_back).faults == []


def test_nothing_is_appended_when_there_is_nothing_to_say(town):
    assert append([]) == []


def test_export_and_checkpoint_are_verified_by_the_command_alone(town, tmp_path):
    client = town.client("shenji")
    made = actions.seal(town.actor("shenji"))
    answer = client.post(reverse("audit:export"))
    export = tmp_path / "audit.jsonl"
    export.write_bytes(b"".join(answer.streaming_content))
    name = f"checkpoint-{made.sequence}.txt"
    for part in (name, name + ".minisig", "guiju-audit.pub"):
        (tmp_path / part).write_bytes(client.get(reverse("audit:checkpoint-file", args=[made.pk, part])).content)
    words = [
        "verify-audit",
        str(export),
        "--checkpoint",
        str(tmp_path / name),
        "--key",
        str(tmp_path / "guiju-audit.pub"),
    ]
    good = CliRunner().invoke(cli, words)
    assert (good.exit_code, "与检查点相符" in good.output) == (0, True), good.output
    text = export.read_text(encoding="utf-8").splitlines()
    export.write_text("\n".join(text[:7] + text[8:]) + "\n", encoding="utf-8")
    bad = CliRunner().invoke(cli, words)
    assert (bad.exit_code, "第8条被删去了" in bad.output) == (1, True), bad.output


def test_a_line_of_the_export_is_the_whole_entry(town):
    facts = json.loads(next(lines()))
    assert facts["hash"] == chain.digest({key: value for key, value in facts.items() if key != "hash"})


def test_a_checkpoint_without_a_key_is_refused_in_words(town, settings, tmp_path):
    settings.DATA = tmp_path  # the secret half is gone
    with pytest.raises(Refused, match="私钥不在数据文件夹里"):
        actions.seal(town.actor("shenji"))
    assert not Checkpoint.objects.exists()


def test_the_list_is_filtered(town):
    client = town.client("shenji")
    page = client.get(reverse("audit:entries"), {"act": "accounts.open", "actor": "xitong"}).content.decode()
    assert "登记账号" in page
    assert "授予职能" not in re.sub(r"<select.*?</select>", "", page, flags=re.S)


# --- what an entry is about, in words


def rows_of(page: str) -> list[str]:
    return re.findall(r"<tr>.*?</tr>", page, flags=re.S)[1:]


def about(page: str) -> list[str]:
    """The column that says what an entry is about, as it is read."""
    return [re.sub(r"<[^>]*>", "", re.search(r'data-label="对象">(.*?)</td>', row)[1]) for row in rows_of(page)]


def whole_chain(town) -> list[str]:
    client, query, found = town.client("shenji"), {}, []
    while True:
        answer = client.get(reverse("audit:entries"), query)
        found += about(answer.content.decode())
        if not answer.context["older"]:
            return found
        query = {"before": answer.context["entries"][-1].sequence}


def test_what_an_entry_is_about_is_said_in_words(town):
    actions.seal(town.actor("shenji"))
    told = whole_chain(town)
    assert len(told) == Entry.objects.count()
    assert [words for words in told if re.search(r"[a-z_]+\.[a-z_]+|:\d", words)] == []
    for kind in ("账号　xitong", "交办的事　第", "限制或处理　第", "检查点　签到第", "虚构的镇"):
        assert [words for words in told if words.startswith(kind)], kind


def test_every_kind_of_thing_that_an_act_records_has_its_words(town):
    recorded = {subject.partition(":")[0] for subject in Entry.objects.values_list("subject", flat=True)}
    written = set()
    for path in Path(office.__file__).parent.glob("*/actions.py"):
        written |= set(re.findall(r'act\.record\("([^"]+)"', path.read_text(encoding="utf-8")))
    assert len(written) > 5
    assert {kind for kind in recorded | written if kind not in things()} == set()


def test_the_audit_administrator_learns_no_name_by_it(town):
    """Who may not open the office's business is told which kind of thing it was and its number, no more."""
    person, unit = town.person("财政所:会计"), town.unit("财政所")
    task = Task.objects.get(title="核对本季度财政票据")
    effect = Effect.objects.first()
    for thing, words in ((person, "人员"), (unit, "机构"), (task, "交办的事"), (effect, "限制或处理")):
        assert in_words([subject_of(thing)]) == {subject_of(thing): f"{words}　第{thing.pk}号"}
    # The login names, which stand beside every act anyway, and not whose they are.
    account = town.account("weicangzhu")
    assert in_words([subject_of(account)])[subject_of(account)] == "账号　weicangzhu"


def test_a_thing_that_is_no_more_keeps_its_number(db):
    assert in_words(["accounts.account:987654", "audit.checkpoint:987654"]) == {
        "accounts.account:987654": "账号　第987654号", "audit.checkpoint:987654": "检查点　第987654号",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("", ""),
        ("None", ""),
        ("T002", "T002"),
        ("people.person:x", "人员　第x号"),
        ("<b>", "<b>"),
        ("tasks.task", "交办的事"),
    ],
)
def test_what_is_no_thing_stays_as_it_is_written(db, subject, words):
    assert in_words([subject]) == {subject: words}


def test_the_chain_s_own_words_stand_in_the_detail_and_lead_to_all_about_it(town):
    person = people.add_person(town.actor("maibaizhi"), "T020", "曾白果")
    client = town.client("shenji")
    page = client.get(reverse("audit:entries")).content.decode()
    row = next(row for row in rows_of(page) if f"人员　第{person.pk}号" in row)
    assert f'<dd class="code">people.person:{person.pk}</dd>' in row
    link = re.search(r'href="(\?subject=[^"]*)"', row)[1]
    found = client.get(reverse("audit:entries") + link.replace("&amp;", "&"))
    assert {entry.subject for entry in found.context["entries"]} == {f"people.person:{person.pk}"}
    by = re.search(r'href="(\?actor=[^"]*)"', row)[1]
    assert {entry.actor for entry in client.get(reverse("audit:entries") + by).context["entries"]} == {"maibaizhi"}


def test_the_list_costs_the_same_at_any_depth(town, django_assert_max_num_queries):
    client = town.client("shenji")
    for query in ({}, {"before": "20"}):
        with django_assert_max_num_queries(8):
            assert client.get(reverse("audit:entries"), query).status_code == 200


def test_the_page_of_the_verification_says_that_it_holds(town):
    assert "审计链完好" in town.client("shenji").get(reverse("audit:verify") + "?now=1").content.decode()


# --- forms


def mark_in(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]+)"', page)[1]


def test_a_form_handed_in_twice_is_carried_out_once(town):
    client, url = town.client("maibaizhi"), reverse("people:add-person")
    form = {"code": "T010", "name": "曾白果", "once": mark_in(client.get(url).content.decode(), "once")}
    first, second = client.post(url, form), client.post(url, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Person.objects.filter(code="T010").count() == 1
    assert "这张表已经交过了" in client.get(second.headers["Location"]).content.decode()


def test_the_second_of_two_clerks_is_told_who_changed_what(town):
    person = town.person("财政所:会计")
    url = reverse("people:correct-person", args=[person.pk])
    one, two = town.client("maibaizhi"), town.client("miaoniubang")
    first, second = (mark_in(client.get(url).content.decode(), "seen") for client in (one, two))
    assert one.post(url, {"name": "卫新术", "pinyin": "", "seen": first}).status_code == 302
    answer = two.post(url, {"name": "卫旧术", "pinyin": "", "seen": second})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "麦白芷：更正人员　姓名 卫苍术 → 卫新术" in page
    assert "卫旧术" in page, "what the second clerk wrote is still there"
    person.refresh_from_db()
    assert person.name == "卫新术"
    again = {"name": "卫旧术", "pinyin": "", "seen": mark_in(page, "seen")}
    assert two.post(url, again).status_code == 302, "having seen it, they may go on"


def test_a_version_mark_tells_only_whom_the_thing_was_shown_to(town, keeper):
    """A mark made up, or another's, would else bring to light what was done with anything, by its number."""
    person = people.add_person(keeper, "T011", "曾白果")
    people.correct_person(keeper, person, "曾白芍")
    made_up = [f"{subject_of(person)}@0", f"register.effect:1@0:{'x' * 43}", seen_mark(keeper, person)]
    form = {"old": "x", "new": "Qingqiao-2026", "again": "Qingqiao-2026", "seen": made_up}
    answer = town.client("yueduzhong").post(reverse("accounts:password"), form)
    assert (answer.status_code, "曾白芍" in answer.content.decode()) == (422, False)


def test_the_version_of_a_thing_is_its_newest_entry(keeper, town):
    person = people.add_person(keeper, "T011", "曾白果")
    first = latest(person)
    people.correct_person(keeper, person, "曾白芍")
    assert latest(person) > first > 0
    assert latest("nothing:0") == 0


@pytest.mark.parametrize("seen", ["", "x", "people.person:1@", "people.person:1@-1", "@@@", "people.person:1@1e9"])
def test_a_strange_version_mark_does_no_harm(town, seen):
    url = reverse("people:add-person")
    answer = town.client("maibaizhi").post(url, {"code": "T012", "name": "曾白果", "seen": seen})
    assert answer.status_code == 302
