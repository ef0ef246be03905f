"""Things to be done in the made-up town: near and far, by sentence and by hand, for a person and for a role."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from guiju.dates.periods import Duration
from office.accounts.models import Account
from office.accounts.standing import actor_of
from office.audit.action import Act, action
from office.ground.actors import Actor, Right
from office.ground.roles import LEADER_IN_CHARGE, OFFICE_CLERK, ORGANIZER
from office.people.models import Person
from office.tasks import actions as tasks
from office.tasks.actions import To, Wanted, give_task
from office.tasks.deadlines import Term

_SEVEN, _TEN, _YEAR = Duration(7, "个工作日"), Duration(10, "个工作日"), Duration(1, "年")


def _in_the_demo(_actor: Actor, *_args: Any, **_kwargs: Any) -> Right:
    return Right(True, "演示")


@action("demo.task", label="交办（演示）", may=_in_the_demo)
def _given(act: Act, title: str, to: To, term: Term, law: str) -> Any:
    return give_task(act, "demo.task", title, to, term=term, law=law)


def give_tasks(places: dict[str, str], on: date) -> None:
    """Give them; the days are counted from the day the town is filled."""

    def person(place: str) -> To:
        return To(person=Person.objects.get(code=places[place]))

    def by(place: str) -> Actor:
        return actor_of(Account.objects.get(person__code=places[place]), on)

    ago = [on - timedelta(days=n) for n in range(15)]
    clerk, leader, organizer = by("党政办公室:文书干事"), by("镇党委政府:镇长"), by("党建工作办公室:组织干事")
    _given(clerk, "一起过错行政行为的自我纠正", person("农业综合服务站:站长"), Term(ago[7], _SEVEN), "enforcement/4a")
    _given(clerk, "自我纠正情况报法制处", person("农业综合服务站:农技员"), Term(ago[2], _TEN), "enforcement/5a")
    _given(clerk, "一起工作失误的逐级报告", To(role=LEADER_IN_CHARGE), Term(on), "work-errors/4.1")
    _given(organizer, "预备期满，讨论转正", To(role=ORGANIZER), Term(ago[14], _YEAR), "")
    tasks.assign(leader, Wanted("核对本季度财政票据", person("财政所:会计"), on + timedelta(days=5)))
    tasks.assign(leader, Wanted("汇总各站所上报的分工调整", To(role=OFFICE_CLERK), on + timedelta(days=20)))
    stopped = tasks.assign(leader, Wanted("秋播农资台账", person("农业综合服务站:农技员"), on + timedelta(days=9)))
    tasks.suspend(leader, stopped, "等县里的表样")
    done = tasks.assign(leader, Wanted("报送防汛值班表", To(role=OFFICE_CLERK), on))
    tasks.finish(clerk, done, "已报")
