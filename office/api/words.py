"""What the names in the API's description mean, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def statuses() -> dict[int, str]:
    """What each kind of answer says."""
    return {
        200: _("办成。"),
        201: _("办成，新登记了一件。"),
        304: _("和上次一样（请求带了 If-None-Match），不再传一遍。"),
        400: _("交来的不是能看懂的 JSON。"),
        401: _("要有令牌，或者令牌不对、过期、已作废。"),
        403: _("令牌的范围里没有，或者令牌的主人无权看、无权办。"),
        404: _("没有这一条。"),
        409: _("别人刚改过，请看过再办。"),
        413: _("交来的内容太大，请分几次交。"),
        422: _("有的地方不对，每一处都列出，什么也没有办。"),
        429: _("问得太密，请过一分钟再试。"),
        500: _("程序出错了，没有改动。"),
        503: _("数据库暂时用不了，没有改动。"),
    }


def forms() -> dict[str, str]:
    """What each form of data is."""
    return {
        "Problem": _("一处不对。"),
        "Problems": _("全部不对的地方。"),
        "LawOut": _("一件制度的一版。"),
        "Laws": _("制度的一段。"),
        "ProvisionOut": _("一条款。"),
        "FactOut": _("规则要问的一项事实。"),
        "ProvisionWhole": _("一条款和句下的规则。"),
        "Option": _("一种读法。"),
        "AdoptionOut": _("谁以哪份文件采用了这种读法。"),
        "ReadingOut": _("一处疑义。"),
        "LawWhole": _("一件制度，逐句。"),
        "FindingOut": _("体检提示的一处。"),
        "Health": _("体检。"),
        "Roster": _("要考核的人：people 和 sheets 交一样。"),
        "TaskOut": _("一件待办。"),
        "Tasks": _("待办的一段。"),
        "NewTask": _("要交办的一件事。"),
        "Done": _("怎么办结的。"),
        "BarOut": _("那一天管着的一条。"),
        "Standing": _("一个人、一个机构那一天的资格。"),
        "Entry": _("台账上的一条登记，照它最近的情形。"),
        "Entries": _("登记的一段。"),
        "AnswerOut": _("一种限制的答复。"),
        "GradingGround": _("使评定不得成立的一条。"),
        "GradingOut": _("一个评定的答复。"),
        "Answers": _("那一天可不可以。"),
    }


def fields() -> dict[str, str]:
    """What each name means; `Form.name` or `operation.name` where it means something of its own there."""
    return _of_requests() | _of_laws() | _of_readings_and_health() | _of_register() | _of_tasks()


def _of_requests() -> dict[str, str]:
    return {
        "limit": _("一次最多几条。"),
        "offset": _("从第几条起（第一条是0）。"),
        "next": _("下一段从第几条起；没有了是 null。"),
        "items": _("这一段的各条，次序不变。"),
        "on": _("哪一天；不写就是今天。"),
        "adopted": _("照本镇采用的读法（true），还是照法条文件建议的（false）。"),
        "problems": _("每一处。"),
        "Problem.kind": _("哪一类：request、token、refused、missing、cell、case、reading……"),
        "where": _("在哪里：表、行、栏，或者项目名。"),
        "message": _("怎么不对，该怎么办。"),
        "year": _("考核年度，算到这年的12月31日；记录都在一年的可以不写。"),
        "Roster.instrument": _("照哪一件制度考核；只有一件时不必写。"),
        "Roster.readings": _("另用的读法：编号和选项。"),
        "people": _("平表：一人一行，栏目名和值。"),
        "sheets": _("各张表：表名，下面一行一行；一行也没有的写空的列表。"),
        "trace": _("要写出全部理由的人的编号。"),
    }


def _of_laws() -> dict[str, str]:
    return {
        "instrument": _("制度的编号，如 work-errors。"),
        "edition": _("版的名字；同一件制度可以有几版。"),
        "label": _("条款地址里斜线后面的部分，如 3.3d。"),
        "id": _("编号。"),
        "title": _("名称。"),
        "since": _("从哪天起。"),
        "address": _("条款的地址，如 work-errors/3.3d。"),
        "cite": _("出处，如 三、3。"),
        "text": _("原文，一字不改。"),
        "law": _("哪一件制度。"),
        "status": _("程序怎么执行：computed 照算，recorded 由人认定、记录，not-computed 不算。"),
        "ProvisionWhole.reason": _("不算的，为什么。"),
        "rule": _("句下的规则，一行一行。"),
        "facts": _("规则要问的事实。"),
        "name": _("名字。"),
        "question": _("问的话。"),
        "type": _("可以填什么。"),
        "found_by": _("由谁认定。"),
        "records": _("认定时要记什么。"),
        "provisions": _("各条款，照原文的次序。"),
    }


def _of_readings_and_health() -> dict[str, str]:
    return {
        "readings": _("依哪几处疑义的哪种读法。"),
        "LawWhole.readings": _("各处疑义。"),
        "meaning": _("这样读是什么意思。"),
        "options": _("有哪几种读法。"),
        "proposed": _("法条文件建议的读法。"),
        "in_force": _("那一天照的读法。"),
        "ReadingOut.adopted": _("谁采用的；没有采用过的是 null。"),
        "organ": _("决定的机关。"),
        "document": _("文号。"),
        "state": _("情形。"),
        "Health.state": _("known 已有，working 正在算，failed 没有算成，none 还没有算。"),
        "why": _("没有算成的，为什么。"),
        "findings": _("提示的各处。"),
        "cases": _("旁边的案件有几个。"),
        "failures": _("哪些案件算出来和预期的不一样。"),
        "FindingOut.kind": _("哪一类提示。"),
        "heading": _("这一类提示的名字。"),
        "addresses": _("涉及的条款。"),
        "suggestion": _("可以怎么写。"),
        "witness": _("显出它来的一个最小的例子。"),
    }


def _of_register() -> dict[str, str]:
    return {
        "who": _("people（人）或 units（机构）。"),
        "code": _("人员编号或机构编码。"),
        "kind": _("限制或处理的名字，照条文。"),
        "is_bar": _("是限制（true），还是处理（false）。"),
        "what": _(
            "最近一步：entered 登记、suspended 中止、resumed 恢复、lifted 提前解除、changed 变更、"
            "revoked 撤销、corrected 更正。"
        ),
        "until": _("到哪天（含）；没有止日的是 null。"),
        "sentence": _("条文原文。"),
        "decided_on": _("决定日期。"),
        "bars": _("管着的各条。"),
        "answers": _("各种限制的答复。"),
        "gradings": _("各个评定的答复；机构没有。"),
        "allowed": _("台账上没有什么管着。"),
        "grounds": _("凭哪些条款。"),
        "outcome": _("哪个评定。"),
        "option": _("评为什么。"),
        "lines": _("怎么成立的，一句一句。"),
        "documents": _("凭哪些决定。"),
        "open_facts": _("台账不知道、还要查的。"),
        "unnamed": _("还在期间、条文没有点名的处理：算不算，由人判断。"),
        "register-entries.state": _("要哪一种情形的。"),
        "register-entries.kind": _("只要这种限制或处理。"),
        "register-questions.kind": _("只问这种限制。"),
    }


def _of_tasks() -> dict[str, str]:
    return {
        "number": _("待办的号。"),
        "TaskOut.id": _("待办的号。"),
        "TaskOut.title": _("要办的事。"),
        "NewTask.title": _("要办的事。"),
        "TaskOut.state": _("open 待办、suspended 中止、resumed 恢复、done 办结、withdrawn 撤回。"),
        "due": _("期限。"),
        "provisional": _("暂定的期限：放假安排公布以后再定。"),
        "person": _("交给谁：编号。"),
        "role": _("交给什么身份，如 office_clerk。"),
        "TaskOut.law": _("出自哪一条款。"),
        "NewTask.law": _("出自哪一条款。"),
        "given_on": _("交办日期。"),
        "giver": _("谁交办的。"),
        "note": _("怎么办的，一句话。"),
    }
