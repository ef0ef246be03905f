"""A person's number is the town's own: never an identity number or a telephone number, which every list would show."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

# GB 11643: seventeen figures and one more or an X, by what the others leave.
_IDENTITY = re.compile(r"\d{17}[\dXx]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MOBILE = re.compile(r"1[3-9]\d{9}")


def whats_wrong_with(code: str) -> str:
    """Why this may not be a person's number, in words; nothing when it may."""
    if _is_identity(code):
        return _("编号不能用身份证号：到处都看得见它。请用本镇自己的编号。")
    if _MOBILE.fullmatch(code):
        return _("编号不能用手机号：到处都看得见它。请用本镇自己的编号。")
    return ""


def _is_identity(code: str) -> bool:
    if not _IDENTITY.fullmatch(code):
        return False
    total = sum(int(figure) * weight for figure, weight in zip(code, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == code[-1].upper()
