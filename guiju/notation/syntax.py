"""A sentence that cannot be parsed -> what is wrong with it, in the drafter's words."""

from __future__ import annotations

from lark import Token, UnexpectedInput

from guiju.notation.hints import closest
from guiju.notation.lexer import CLAUSES, HEADS, KEYWORDS, PROPERTY_WORDS, StatementText

# What may stand at a place, by the grammar's names; a group is named as one when all of it may stand there.
_GROUPS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset(("NAME", "QUANTITY", "DATE", "LPAR", "IF", "NOT", "SOME")), "条件"),
    (frozenset(("NAME", "QUANTITY", "DATE", "LPAR")), "名字、数或算式"),
    (frozenset(("LABEL", "NUMBER")), "标号（如 3.2a）"),
    (frozenset(("QUANTITY", "NUMBER")), "数"),
    (frozenset(("CMP", "CMPWORD", "EQ", "IS", "AMONG", "LIES")), "比较的词（是、属于、在、超过、＝ 等）"),
    (frozenset(("PLUS", "MINUS", "TIMES")), "「＋」「－」「×」「÷」"),
    (frozenset(("AND", "OR")), "「且」「或」"),
    (frozenset(("WHEN", "UNLESS", "MODAL")), "「当」「除非」或情态词（应、不得、可、方可、一般应、一般不得）"),
    (frozenset(("UPON", "HOLD", "GRADE")), "行为（对 … 采取 …、对 … 施加 …、追究、问责、评定、转、不适用）"),
)
_IMPLIED = {
    "条件": {"NUMBER", "MINUS", "LOOKUP", "READAS", "TRUTH", "NONE", "FUNCTION", "PARAM", "ARTICLE", "EVERY", "HAS",
           "OVERDUE", "IF", "NOT", "SOME"},
    "名字、数或算式": {"NUMBER", "MINUS", "LOOKUP", "READAS", "TRUTH", "NONE", "FUNCTION", "PARAM", "ARTICLE"},
    "比较的词（是、属于、在、超过、＝ 等）": {"ISNOT", "NOTAMONG", "WITH"},
    "标号（如 3.2a）": {"ID"},
    "「当」「除非」或情态词（应、不得、可、方可、一般应、一般不得）": {"ONLYWHEN"},
    "行为（对 … 采取 …、对 … 施加 …、追究、问责、评定、转、不适用）": {"REFER", "EXCLUDE"},
}  # fmt: skip
_WORDS = {
    "NAME": "名字", "LABEL": "标号", "ID": "编号", "NUMBER": "数", "QUANTITY": "带单位的数", "STRING": "「…」里的话",
    "DATE": "日期（如 2012-02-16）", "MODAL": "情态词（应、不得、可、方可、一般应、一般不得）", "FACT": "事实",
    "CMP": "比较的符号", "CMPWORD": "比较的词", "TIMES": "「×」", "FOLD": "「之和」「之最大」等", "$END": "句子的结尾",
    "IMPOSE": "「采取」", "BRING": "「施加」", "READAS": "「按」",
}  # fmt: skip
_MARKS = {"COLON": "：", "COMMA": "，", "LISTSEP": "、", "SEMI": "；", "LPAR": "（", "RPAR": "）", "BAR": "｜",
          "EQ": "＝", "PLUS": "＋", "MINUS": "－"}  # fmt: skip
_ALL_WORDS = (PROPERTY_WORDS, CLAUSES, HEADS, KEYWORDS)
_TEXTS = {kind: text for words in _ALL_WORDS for text, kind in reversed(words.items())} | _MARKS
# Words a drafter would use, and the one the notation has for them.
_USUAL = {
    "如果": "当", "假如": "当", "凡是": "当", "应当": "应", "必须": "应", "须": "应", "禁止": "不得", "不应": "不得",
    "可以": "可", "大于": "超过", "多于": "超过", "高于": "超过", "小于": "低于", "少于": "低于", "等于": "＝",
    "大于等于": "≥", "小于等于": "≤", "给予": "采取", "处以": "采取", "并且": "且", "和": "且", "或者": "或",
    "不": "非", "以前": "前", "以后": "后",
}  # fmt: skip
_SIGNS = ("＝", "≥", "≤")
_SUMS = ("PLUS", "MINUS", "TIMES")
# How a sentence of each kind of block goes.
PATTERNS = {
    "circumstance": "标号 由 某人 认定，记录 什么；或 标号 当 条件",
    "definition": "名 ＝ 算式或条件；或 标号 名 ＝ 算式或条件",
    "rule": "标号 当 条件，除非 例外，应 对 当事方 采取 措施",
    "procedure": "标号 步骤 名：由 谁，须先 某步骤，期限 自 日期 起 7个工作日，记录 什么",
    "scope": "标号 适用于 条件",
    "commencement": "自 2012-02-16 施行",
    "parameter_value": "自 2012-02-16 至 2013-02-16 为 3天，据「出处」，确度 已查",
    "property": "名：某择一 必有一值；或 名：恒 条件；或 名：某事实 增加，某择一 不降；"
    "或 名：一票 由 某栏 改为 某栏，某择一 不降",
    "FACT": "事实 名：类型，问「…」，由 谁 认定，记录 什么",
    "ENUM": "枚举 名：选项、选项",
    "PARTY": "当事方 名、名：栏目 类型，栏目 类型",
    "WORDS": "措施 名、名",
    "RECORD": "记录 名，按 栏目 归属：栏目 类型，栏目 类型",
    "SUBJECT": "对象 名，以 栏目 识别：栏目 类型，栏目 类型",
    "FLAT": "平表 栏目、栏目",
    "RESULT": "结果 栏目、栏目：算式",
    "declaration": "以 事实、枚举、择一、当事方、机构、措施、效果、不并用、记录、对象、平表、结果 之一开头",
}


def complaint(start: str, text: StatementText, error: UnexpectedInput) -> tuple[Token, str]:
    """The token where a sentence goes wrong, and what to tell the drafter."""
    accepts = set(getattr(error, "accepts", None) or getattr(error, "expected", None) or ())
    token = getattr(error, "token", None)
    head = next((t.type for t in text.tokens[:2] if t.type in PATTERNS), start)
    pattern = f"写法：{PATTERNS[head]}。"
    if not isinstance(token, Token) or token.type == "$END":
        return _after(text.tokens[-1]), f"这句话没有写完，后面还应有{_wanted(accepts)}。{pattern}"
    told = _unbracketed(token, text) or _plain_slip(token, accepts)
    if told:
        return token, told
    hint = _hint(token, accepts) or f"这里可以写{_wanted(accepts)}。"
    return token, f"「{token}」不能写在这里。{hint}{pattern}"


def _unbracketed(token: Token, text: StatementText) -> str:
    """若 … behind a sign of arithmetic: where its 否则 ends would be anybody's guess."""
    before = [t for t in text.tokens if (t.line or 0, t.column or 0) < (token.line or 0, token.column or 0)]
    if token.type != "IF" or not before or before[-1].type not in _SUMS:
        return ""
    return f"「{before[-1]}」后面的「若 … 则 … 否则 …」要加括号：{before[-1]} （若 … 则 … 否则 …）。"


def _plain_slip(token: Token, accepts: set[str]) -> str:
    """Slips that have a plainer name than what might have stood there instead."""
    if token.type == "LONG":
        return "这一行太长，请换行，续行缩进。"
    if token.type == "BAD":
        return "引号「」没有配成对；一句问话写在同一行里。" if token in "「」" else f"记法里没有「{token}」这个符号。"
    if "NAME" in accepts and str(token) in KEYWORDS and not accepts & {"WHEN", "AND", "IF"}:
        return f"「{token}」是记法自己的词，不能用作名字。请换一个名字，例如加一个字。"
    if token.type in ("QUANTITY", "NUMBER") and "NAME" in accepts and "DATE" not in accepts:
        return f"「{token}」读作一个数，不能用作名字。请换一个名字，例如在后面加一个字。"
    if accepts == {"$END"}:
        return f"句子到前面就完了，「{token}」是多出来的。"
    return ""


def _hint(token: Token, accepts: set[str]) -> str:
    """What was most likely meant, or ""."""
    if "WHICH" in accepts:
        return "逐条看记录的条件说完后要写「者」，再往下写。"
    if "COMMA" in accepts and (token.type in ("MODAL", "UNLESS") or str(token) in CLAUSES):
        return "前面少了「，」。"
    if token.type != "NAME":
        return ""
    texts = {text: kind for text, kind in (KEYWORDS | CLAUSES).items() if kind in accepts}
    usual = _USUAL.get(str(token), "")
    if usual in texts or (usual in _SIGNS and "CMP" in accepts):
        return f"记法里写「{usual}」。"
    joined = max((text for text in texts if token.startswith(text) and token != text), key=len, default="")
    if joined:
        return f"词与词之间要空格：是否指「{joined} {token[len(joined) :]}」？"
    close = closest(token[:20], texts)
    return f"是否指「{close}」？" if close else ""


def _wanted(accepts: set[str]) -> str:
    names: list[str] = []
    left = set(accepts)
    for group, name in _GROUPS:
        if group <= left:
            names.append(name)
            left -= group | _IMPLIED.get(name, set())
    names += sorted({_WORDS.get(kind) or f"「{_TEXTS[kind]}」" for kind in left if kind in _WORDS or kind in _TEXTS})
    return "、".join(names[:-1]) + "或" * (len(names) > 1) + names[-1] if names else "别的词"


def _after(token: Token) -> Token:
    """The place just behind a token."""
    return Token("$END", "", line=token.end_line, column=token.end_column, end_column=(token.end_column or 0) + 1)
