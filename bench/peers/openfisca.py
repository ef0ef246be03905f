"""OpenFisca-Core: a variable for each thing the text names, as its users write them. It keeps numbers in float32.

OpenFisca-Core is AGPL-3. It is measured here as a separate program a person may install beside Guiju; nothing of it is
shipped with Guiju or imported by it, and `bench/` is no part of the package.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.crowd import FLAGS, HALVES, LEADER_COLUMNS, PEER_COLUMNS
from bench.peers.peer import Peer, Ready
from bench.store import Store

_PERIOD = "2025"
_BOTH = (("测评", PEER_COLUMNS, 20), ("领导", LEADER_COLUMNS, 5))


def _system() -> Any:
    from openfisca_core.entities import build_entity
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem

    person = build_entity(key="person", plural="persons", label="干部", is_person=True)
    system = TaxBenefitSystem([person])
    inputs = dict.fromkeys((*PEER_COLUMNS, *LEADER_COLUMNS), int) | {"加减分": float} | dict.fromkeys(FLAGS, bool)
    for name, type_ in inputs.items():
        system.add_variable(_variable(person, name, type_, None))
    for name, (type_, formula) in _formulas().items():
        system.add_variable(_variable(person, name, type_, formula))
    return system


def _variable(person: Any, name: str, type_: type, formula: Any) -> Any:
    from openfisca_core.periods import DateUnit
    from openfisca_core.variables import Variable

    body = {"value_type": type_, "entity": person, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), body | ({"formula": formula} if formula else {}))


def _formulas() -> dict[str, tuple[type, Any]]:
    found: dict[str, tuple[type, Any]] = {}
    for kind, columns, full in _BOTH:
        found[f"{kind}总票数"] = int, _total(columns)
        for column in columns:
            found[f"{column}得票率"] = float, _rate(column, f"{kind}总票数")
        found[f"{kind}得分"] = float, _points(columns, full)
    return found | {"考核得分": (float, _score), "等次": (int, _grade)}


def _total(columns: tuple[str, ...]) -> Any:
    return lambda person, period: sum(person(column, period) for column in columns)


def _rate(column: str, total: str) -> Any:
    return lambda person, period: person(column, period) / person(total, period)


def _points(columns: tuple[str, ...], full: int) -> Any:
    def formula(person: Any, period: Any) -> Any:
        first, second, third = (person(f"{column}得票率", period) for column in columns[:3])
        return (first * 1.0 + second * 0.7 + third * 0.4) * full

    return formula


def _score(person: Any, period: Any) -> Any:
    return 75 + person("领导得分", period) + person("测评得分", period) + person("加减分", period)


def _grade(person: Any, period: Any) -> Any:
    score = person("考核得分", period)
    failed, doubted = person("测评不称职得票率", period) > 0.3, person("测评优秀得票率", period) < 0.9
    barred = sum(person(flag, period) for flag in FLAGS) > 0
    excellent = (score >= 90) & ~doubted & ~barred
    return np.select([failed, excellent, score >= 65, score >= 50], [3, 0, 1, 2], 3)


def _prepare(store: Store, rows: int) -> Ready:
    from openfisca_core.simulation_builder import SimulationBuilder

    system = _system()
    columns = store.columns(rows)
    simulation = SimulationBuilder().build_default_simulation(system, count=rows)
    for name in (*PEER_COLUMNS, *LEADER_COLUMNS, *FLAGS):
        simulation.set_input(name, _PERIOD, columns[name])
    simulation.set_input("加减分", _PERIOD, columns[HALVES] / 2)
    computed = list(_formulas())

    def run() -> Any:
        for name in computed:
            simulation.delete_arrays(name)
        return simulation.calculate("等次", _PERIOD)

    return Ready(run, lambda result: result.astype(np.uint8))


PEERS = {"openfisca": Peer("OpenFisca-Core，各得票率一个变量", "openfisca-core", _prepare, kind="浮点")}
