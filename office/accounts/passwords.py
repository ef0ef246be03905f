"""Strong passwords: besides Django's own checks, signs of several kinds."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

KINDS_NEEDED = 3


class SeveralKindsOfSigns:
    """At least three of: small letters, capital letters, figures, other signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError when there are too few kinds."""
        tests = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum() or sign > "\u2e80")
        kinds = sum(any(test(sign) for sign in password) for test in tests)
        if kinds < KINDS_NEEDED:
            raise ValidationError(self.get_help_text(), code="too_few_kinds")

    def get_help_text(self) -> str:
        """What is asked, in words."""
        return _("密码要含有大写字母、小写字母、数字、其他符号（含汉字）中的至少三种。")
