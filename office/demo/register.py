"""Entries in the register of the made-up town. What they are called is read from the laws at the addresses below."""

from __future__ import annotations

from datetime import date

from office.accounts.models import Account
from office.accounts.standing import actor_of
from office.people.models import Person, Unit, UnitVersion
from office.register import actions as register
from office.register.actions import Relied, Wanted
from office.register.laws import Kind, kinds_on
from office.register.models import Effect

YEAR_BAR, NO_POST, NO_COLLECTIVE, NOT_LISTED = (
    "work-errors/3.3d", "clean-government/18d", "admission/2.0a", "admission/4.0b",
)  # fmt: skip
WARNING, SANCTION = "national-baseline/党内警告影响期", "work-errors/2.5"
COMMITTEE, DISCIPLINE = "青桥驿镇党委会议", "青桥驿镇纪委"


class _Town:
    """Who is where, and what the laws know, on the day the town is filled."""

    def __init__(self, places: dict[str, str], on: date) -> None:
        self.places, self.kinds = places, kinds_on(on)
        self.keeper = actor_of(Account.objects.get(person__code=places["镇党委政府:党委副书记"]), on)

    def person(self, place: str) -> Person:
        """Who is at `单位:职务`."""
        return Person.objects.get(code=self.places[place])

    def barred(self, who: Person | Unit, address: str, day: date, paper: str, organ: str = COMMITTEE) -> Effect:
        """What the provision at the address brings about, for as long as it says."""
        return register.enter_effect(self.keeper, who, Wanted(at(self.kinds, address).name, address, day, paper, organ))


def latest(on: date, month: int, day: int, ago: int = 0) -> date:
    """The last such day of a year by `on`, or as many years before that."""
    is_past = date(on.year, month, day) <= on
    return date(on.year - ago if is_past else on.year - ago - 1, month, day)


def fill_register(places: dict[str, str], on: date) -> None:
    """Enter them, by the organization member; the days are such that on any day some entries hold and some do not."""
    town = _Town(places, on)
    technician = town.person("农业综合服务站:农技员")
    barred = latest(on, 4, 20)
    town.barred(technician, YEAR_BAR, barred, f"青党发〔{barred.year}〕11号")
    earlier = latest(on, 9, 5, ago=1)
    town.barred(town.person("财政所:会计2"), YEAR_BAR, earlier, f"青党发〔{earlier.year}〕30号")
    removed, leader = latest(on, 1, 15), town.person("社会事务办公室:主任")
    town.barred(leader, NO_POST, removed, f"青纪〔{removed.year}〕2号", DISCIPLINE)
    village = Unit.objects.get(pk=UnitVersion.objects.get(name="古渡村", until=None).unit_id)
    found = latest(on, 2, 10, ago=1)
    town.barred(village, NO_COLLECTIVE, found, f"青党发〔{found.year}〕4号")
    named = (kind for kind in town.kinds.values() if not kind.is_bar)
    sanction = next(kind.name for kind in named if any(basis.address == SANCTION for basis in kind.bases))
    warned = latest(on, 8, 3)
    paper = Wanted(sanction, WARNING, warned, f"青纪〔{warned.year}〕6号", DISCIPLINE)
    register.enter_effect(town.keeper, technician, paper)
    _relied_and_revoked(town, on, barred)


def _relied_and_revoked(town: _Town, on: date, barred: date) -> None:
    """One answer that still stands, and one that an appeal has undone: whoever relied on it has a task now."""
    technician, ranger = town.person("农业综合服务站:农技员"), town.person("林业工作站:护林员")
    bar, listed = at(town.kinds, YEAR_BAR).name, at(town.kinds, NOT_LISTED).name
    asked = min(on, date(barred.year, 12, 31))
    register.rely(town.keeper, technician, Relied(asked, bar, (bar,), "受限制", f"{asked.year}年度评优推荐"))
    cancelled, appealed = latest(on, 6, 1, ago=2), latest(on, 10, 9)
    entry = town.barred(ranger, NOT_LISTED, cancelled, f"青党发〔{cancelled.year}〕21号")
    register.rely(town.keeper, ranger, Relied(on, listed, (listed,), "受限制", "发展对象人选"))
    paper, why = f"县纪申〔{appealed.year}〕3号", "申诉查明，所填的情况属实，没有隐瞒"
    register.revoke_on_appeal(town.keeper, entry, appealed, paper, "县纪委", why)


def at(kinds: dict[str, Kind], address: str) -> Kind:
    """The kind of effect that the provision at the address brings about."""
    return next(kind for kind in kinds.values() if kind.is_bar and any(b.address == address for b in kind.bases))
