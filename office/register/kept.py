"""What is written into the records is Chinese, whatever language the page was in."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.conf import settings
from django.utils.translation import override


def in_chinese() -> AbstractContextManager[None]:
    """Meanwhile sentences come out in the language of the records."""
    language: AbstractContextManager[None] = override(settings.LANGUAGE_CODE)
    return language
