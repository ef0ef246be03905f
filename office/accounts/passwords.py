"""Strong passwords, besides Django's own checks: long enough, and signs of several kinds."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 10
KINDS_NEEDED = 3


class LongEnough:
    """At least ten signs. Django's own check speaks English here: its Chinese catalogue lacks the sentence."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when it is too short."""
        if len(password) < SHORTEST:
            raise ValidationError(self.get_help_text(), code="too_short")

    def get_help_text(self) -> str:
        """What is asked, in words."""
        return _("密码至少%(shortest)s个字符。") % {"shortest": SHORTEST}


class SeveralKindsOfSigns:
    """At least three of: small letters, capital letters, figures, other signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when there are too few kinds."""
        tests = (str.islower, str.isupper, str.isdigit, _is_other)
        kinds = sum(any(test(sign) for sign in password) for test in tests)
        if kinds < KINDS_NEEDED:
            raise ValidationError(self.get_help_text(), code="too_few_kinds")

    def get_help_text(self) -> str:
        """What is asked, in words."""
        return _("密码要含有大写字母、小写字母、数字、其他符号（含汉字）中的至少三种。")


def _is_other(sign: str) -> bool:
    return not sign.isalnum() or sign >= "⺀"  # the first of the Chinese radicals
