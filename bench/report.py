"""What was measured, as the parts of the page: the bars first, then the engines, then what stands behind them."""

from __future__ import annotations

from collections.abc import Iterator

from bench import words
from bench.measured import COLUMNS, ROWS, Measured, Set
from bench.page import Part
from bench.peers import PEERS
from bench.process import Job
from bench.race import Runner
from bench.timing import Timed
from bench.whole import Whole, memory, seconds

OURS = "guiju-sql"
_KINDS = ("规矩", "精确", "浮点", "绕回", "极限")
_MIB = 2**20


def parts(m: Measured, is_small: bool = False) -> list[Part]:
    """All parts of the comparison."""
    aims = list(bars(m))
    if is_small:
        aims = [aims[0], aims[-1]]  # the others are of millions of people
    return [
        Part("目标与实测", ("目标", "要求", "实测", ""), aims, words.BARS),
        _engines(m),
        _one_by_one(m),
        _mistakes(m),
        _spellings(m),
        _files(m),
        _limit(m),
    ]


def bars(m: Measured) -> Iterator[tuple[str, str, str, str]]:
    """Each aim, what was measured, and whether it is met."""
    ran = [r.key for r in (*m.largest.values(), *m.rows.values()) if PEERS[r.key].kind == "规矩" and not r.error]
    yield "规矩评错的人", "0", str(m.wrong) if OURS in ran else "", _met(m.wrong == 0 if OURS in ran else None)
    beside = {"": ("sql-int", "等次的编码"), "-text": ("sql-text", "等次写成字")}
    beside["-all"] = ("sql-text-all", "等次、可评、推定、依据写成字")
    for ours, (theirs, what) in beside.items():
        name = f"内存里，生成的 SQL 与手写整数 SQL 之比（{what}；括号里是各轮）"
        found, told = _slower(m.largest[OURS + ours], m.largest[theirs])
        yield name, "≤ 1.15", told, _met(found <= 1.15 if found else None)
    yield from _beside_copies(m.whole)
    yield "比 OpenFisca-Core 快", "≥ 4 倍", *_at_least(_faster(m.largest[OURS], m.largest["openfisca"]), 4)
    for key in ("cel-python", "cel-rust", "zen"):
        yield (
            f"比 {PEERS[key].label.partition('，成批')[0]} 快",
            "≥ 1000 倍",
            *_at_least(_faster(m.largest[OURS], m.rows[key]), 1000),
        )
    for form, one, many in (("完整", m.mixed.ours, m.larger.ours), ("紧凑", m.mixed.compact, m.larger.compact)):
        flat = None if m.mixed.error or m.larger.error else memory(many) / memory(one)
        name = f"内存：{_people(m.larger.rows)}与{_people(m.mixed.rows)}之比（编号都是乱的；{form}）"
        yield name, "持平（≤ 1.1）", *_at_most(flat, 1.1)
    took = None if m.health.error else m.health.seconds
    yield "全部文书制度体检，一核", "< 20 秒", f"{took:.1f} 秒" if took else "", _met(took < 20 if took else None)


def _beside_copies(whole: Whole) -> Iterator[tuple[str, str, str, str]]:
    """From file to file: each form of the result beside copying its own columns, and beside copying what went in."""
    copies = {"完整": (whole.ours, whole.results), "紧凑": (whole.compact, whole.compact_results)}
    for form, (ours, results) in copies.items():
        for what, copied in (("结果各栏", results), ("输入各栏", whole.inputs)):
            ratio = None if whole.error else seconds(ours) / seconds(copied)
            yield f"从 Parquet 到 Parquet，结果{form}，与 DuckDB 只复制{what}之比", "≤ 1.5", *_at_most(ratio, 1.5)


def _slower(ours: Runner, theirs: Runner) -> tuple[float, str]:
    """How many times the other's time, and the same in words, with the lowest and highest of any round."""
    if not ours.seconds or not theirs.seconds:
        return 0.0, ""
    a, b = Timed(tuple(ours.seconds)), Timed(tuple(theirs.seconds))
    return a.middle / b.middle, a.times(b)


def _faster(ours: Runner, theirs: Runner) -> float | None:
    return ours.speed / theirs.speed if ours.speed and theirs.speed else None


def _at_most(found: float | None, most: float) -> tuple[str, str]:
    return f"{found:.2f} 倍" if found else "", _met(found <= most if found else None)


def _at_least(found: float | None, least: float) -> tuple[str, str]:
    return f"{times(found)} 倍" if found else "", _met(found >= least if found else None)


def _met(met: bool | None) -> str:
    return "未测" if met is None else "达到" if met else "**未达到**"


def times(ratio: float) -> str:
    """A ratio with two or three digits that count."""
    if ratio < 0.1:
        return f"{ratio:.2g}"
    return f"{ratio:,.0f}" if ratio >= 20 else f"{ratio:.1f}" if ratio >= 2 else f"{ratio:.2f}"


def _people(count: int) -> str:
    return f"{count // 10_000:,} 万人" if count >= 10_000 else f"{count} 人"


def speed(runner: Runner) -> str:
    """People a second, in 万 and 亿."""
    found = runner.speed
    if found >= 1e8:
        return f"{found / 1e8:.1f} 亿"
    return f"{found / 1e4:,.0f} 万" if found >= 1e5 else f"{found:,.0f}" if found else "–"


def _by_kind(keys: tuple[str, ...], found: dict[str, Runner]) -> list[str]:
    return sorted(keys, key=lambda key: (_KINDS.index(PEERS[key].kind), -found[key].speed))


def _engines(m: Measured) -> Part:
    sizes = sorted(m.races)
    headings = ("引擎", "版本", *(f"{_people(size)}，人/秒" for size in sizes), "规矩是它的", "内存 MiB", "评错")
    rows = []
    for key in _by_kind(COLUMNS, m.largest):
        last = m.largest[key]
        speeds = [speed(m.races[size][key]) for size in sizes]
        rows.append((_label(key, last), last.version, *speeds, *_ending(m.largest[OURS], last)))
    return Part("成批的引擎", headings, rows, words.ENGINES, words.AFTER_ENGINES)


def _one_by_one(m: Measured) -> Part:
    headings = ("引擎", "版本", "人数", "人/秒", "规矩（DuckDB）是它的", "内存 MiB", "评错")
    rows = []
    for key in _by_kind(ROWS, m.rows):
        runner = m.rows[key]
        ending = _ending(m.largest[OURS], runner)
        rows.append((_label(key, runner), runner.version, f"{runner.rows:,}", speed(runner), *ending))
    return Part("一次一人的引擎", headings, rows, words.ONE_BY_ONE)


def _label(key: str, runner: Runner) -> str:
    label = f"**{PEERS[key].label}**" if PEERS[key].kind == "规矩" else PEERS[key].label
    return f"{label}：未测（{runner.error}）" if runner.error else label


def _ending(ours: Runner, runner: Runner) -> tuple[str, str, str]:
    if runner.error:
        return "–", "–", "–"
    ratio = None if runner is ours else _faster(ours, runner)
    return f"{times(ratio)} 倍" if ratio else "–", f"{runner.memory // _MIB:,}", f"{runner.wrong:,}"


def _mistakes(m: Measured) -> Part:
    names = list(m.lined.lines)
    sets = (("放人在线上", m.lined), ("不放", m.natural))
    rows = [(what, *(_share(found, name) for name in names)) for what, found in sets]
    found = m.natural.wrong
    some = "；".join(f"{PEERS[key].label} {n:,}" for key, n in found.items() if n)
    natural = f"成批的引擎，评错的是：{some}；其余的都没有评错" if some else "成批的引擎都没有评错"
    after = words.NATURAL.format(people=_people(m.natural.rows), wrong=natural)
    return Part("多少人恰在线上，多少人评错", ("数据", *names), rows, words.LINES, after)


def _share(found: Set, line: str) -> str:
    count = found.lines[line]
    share = f"{count / found.rows:.2%}" if count / found.rows >= 1e-4 else "不到 0.01%"
    return f"{count:,}（{share}）" if count else "0"


def _spellings(m: Measured) -> Part:
    rows = [
        (how, order, type_, f"{wrong:,}", f"{m.natural.spellings[how, order, type_]:,}")
        for (how, order, type_), wrong in m.lined.spellings.items()
    ]
    headings = ("写法", "加的次序", "类型", "放人在线上，落错一边", "不放，落错一边")
    return Part("同一条规则，浮点的十二种写法", headings, rows, words.SPELLINGS.format(people=_people(m.lined.rows)))


def _files(m: Measured) -> Part:
    headings = ("做什么", "人数", "秒", "人/秒", "内存 MiB")
    rows = list(_file_rows(m.whole))
    rows += [row for whole in (m.mixed, m.larger) for row in _file_rows(whole, "，编号乱")]
    rows += _jobs("**guiju appraise --engine spark**", m.spark, m.spark.ours)
    wrong = f"结果文件逐行核对等次，评错 {m.file_wrong} 人。"
    failed = {"DuckDB": m.whole.error, "Spark": m.spark.error}
    notes = [words.FILES_NOT.format(engine=engine, error=error) for engine, error in failed.items() if error]
    measured = [] if m.whole.error else [words.sizes(m.whole, m.larger), wrong]
    return Part("从文件到文件", headings, rows, words.FILES, "\n".join(measured + notes))


def _file_rows(whole: Whole, order: str = "") -> Iterator[tuple[str, ...]]:
    jobs = {
        "**guiju appraise --engine duckdb**": whole.ours,
        "**guiju appraise --engine duckdb --form 紧凑**": whole.compact,
        "DuckDB 只复制输入各栏": whole.inputs,
        "DuckDB 只复制结果各栏（完整）": whole.results,
        "DuckDB 只复制结果各栏（紧凑）": whole.compact_results,
    }
    for what, found in jobs.items():
        yield from _jobs(what, whole, found, order)


def _jobs(what: str, whole: Whole, found: list[Job], order: str = "") -> Iterator[tuple[str, ...]]:
    if found and not whole.error:
        speed = f"{whole.rows / seconds(found):,.0f}"
        yield what, _people(whole.rows) + order, f"{seconds(found):.2f}", speed, f"{memory(found) // _MIB:,}"


def _limit(m: Measured) -> Part:
    rows = []
    for before, step in zip([None, *m.steps], m.steps, strict=False):
        # numba on two cores is the same loop again, not one thing more.
        follows = before and before.what.partition("：")[0] == step.what.partition("：")[0] != "numba"
        more = f"{(step.seconds - before.seconds) * 1000:,.1f}" if before and follows else ""
        ratio = step.seconds / m.steps[1].seconds
        rows.append((step.what, str(step.cores), f"{step.seconds * 1000:,.1f}", more, f"{times(ratio)} 倍"))
    headings = ("做什么", "核", "毫秒", "多出", "与单核循环之比")
    title = f"离机器的极限多远（{_people(m.lined.rows)}）"
    return Part(title, headings, rows, words.LIMIT, words.AFTER_LIMIT)
