"""Many options tried on one large table at once: all of them in one query, on one graph.

What the readings leave alone is reckoned once for all of them; of the rest only what is compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from guiju.columns import Translation, translate
from guiju.columns.graph import Cell
from guiju.engines.duckdb import ROW, Watch
from guiju.engines.mass import Mass
from guiju.whatif.sensitivity import MOST_NAMED, Effect, Option

_BEFORE, _WHO = "前", "谁"
# So many options go into one query.
_AT_ONCE = 16
_ALL = 100


@dataclass(frozen=True, slots=True)
class Trial:
    """One option beside the readings in force: the leading conclusion before and after; whether anything differs."""

    option: Option
    before: Cell
    after: Cell
    differs: Cell


@dataclass(frozen=True, slots=True)
class Tries:
    """Options tried on the people of one mass."""

    mass: Mass

    @property
    def people(self) -> int:
        """How many people there are."""
        return self.mass.people

    def moved(self, options: Sequence[Option], watch: Watch) -> list[Effect]:
        """How many get another leading conclusion under each option; nothing else is compared, nobody is named."""
        return self._effects(options, watch, is_whole=False)

    def effects(self, options: Sequence[Option], watch: Watch) -> list[Effect]:
        """The same with everyone whose result differs in any column, and the first few of them by name (DuckDB)."""
        return self._effects(options, watch, is_whole=True)

    def _effects(self, options: Sequence[Option], watch: Watch, is_whole: bool) -> list[Effect]:
        found: list[Effect] = []
        for start in range(0, len(options), _AT_ONCE):
            some, done = options[start : start + _AT_ONCE], start
            trials = [self._trial(option, is_whole) for option in some]
            found += self._counted(trials, lambda n, done=done, some=some: watch(  # type: ignore[misc]
                (done * _ALL + n * len(some)) // len(options)))  # fmt: skip
            if is_whole:
                self._name(found[start:], trials)
        return found

    # --- one option as cells

    def _trial(self, option: Option, is_whole: bool) -> Trial:
        """The cells of an option. Raises Refused for what SQL cannot say."""
        before = self.mass.translation
        after = translate(
            before.law, {**before.readings, option.reading: option.choice}, self.mass.on, before.layout,
            before.program.profile, before.dialect, self.mass.database.rows, before.sources, before,
        )  # fmt: skip
        graph, leading = before.program.graph, self._leading
        old, new = _written(before), _written(after)
        same = [graph.compare("=", old[n], new[n]) for n in old if n in new and (is_whole or n == leading)]
        ends = (old[leading], new[leading]) if leading else (graph.zero, graph.zero)
        return Trial(option, *ends, graph.invert(graph.both(*same)))

    @property
    def _leading(self) -> str:
        return next(iter(self.mass.conclusions), "")

    # --- many in one query

    def _counted(self, trials: list[Trial], watch: Watch) -> list[Effect]:
        """Everybody by all their conclusions at once: there are few different ones."""
        false = self.mass.translation.program.graph.false
        effects = [Effect(trial.option) for trial in trials]
        live = [n for n, trial in enumerate(trials) if trial.differs is not false]
        if not live:
            return effects
        moving = [n for n in live if trials[n].after is not trials[n].before]
        cells = {_BEFORE: trials[0].before} | {f"后{n}": trials[n].after for n in moving}
        groups = [exp.column(name, quoted=True) for name in cells]
        cells |= {f"异{n}": trials[n].differs for n in live}
        counts = [exp.Count(this=exp.Star()), *(_how_many(f"异{n}") for n in live)]
        query = exp.select(*groups, *counts).from_(_of(self.mass.translation.query(cells))).group_by(*groups)
        for row in self.mass.database.watched(query, watch):
            before, after, (people, *different) = row[0], row[1 : len(groups)], row[len(groups) :]
            for n, many in zip(live, different, strict=True):
                effects[n].different += int(many)
            for n, conclusion in zip(moving, after, strict=True):
                if conclusion != before:
                    effects[n].moved += int(people)
                    effects[n].moves[str(before), str(conclusion)] += int(people)
        return effects

    def _name(self, effects: list[Effect], trials: list[Trial]) -> None:
        """The first few whom each option changes: those with another conclusion, where there are any."""
        translation = self.mass.translation
        graph, subject = translation.program.graph, translation.layout.subject
        owner = next(c.heading for c in subject.columns if c.name == subject.owner)
        cells = {name: graph.column(subject.name, column, "text") for name, column in ((_WHO, owner), (ROW, ROW))}
        told: list[tuple[Effect, str]] = []
        for n, (effect, trial) in enumerate(zip(effects, trials, strict=True)):
            if effect.different:
                moved = graph.invert(graph.compare("=", trial.before, trial.after))
                cells[f"异{n}"] = moved if effect.moved else trial.differs
                told.append((effect, f"异{n}"))
        if told:
            firsts = [_first(name) for _, name in told]
            query = exp.select(*firsts).from_(_of(translation.query(cells)))
            for (effect, _), names in zip(told, self.mass.database.rows(query)[0], strict=True):
                effect.moved_first += [str(name) for name in names]


def _written(side: Translation) -> dict[str, Cell]:
    return {column.name: side.results.written(column) for column in side.results.columns}


def _of(query: exp.Select) -> exp.Subquery:
    return exp.Subquery(this=query, alias=exp.TableAlias(this=exp.to_identifier("tried")))


def _how_many(name: str) -> exp.Expr:
    one, none = exp.Literal.number(1), exp.Literal.number(0)
    return exp.Sum(this=exp.Case().when(exp.column(name, quoted=True), one).else_(none))


def _first(name: str) -> exp.Expr:
    """The first few identities in the order of the lines, where it is so."""
    who, row = (exp.column(column, quoted=True) for column in (_WHO, ROW))
    found = exp.Anonymous(this="ARG_MIN", expressions=[who, row, exp.Literal.number(MOST_NAMED)])
    return exp.Filter(this=found, expression=exp.Where(this=exp.column(name, quoted=True)))
