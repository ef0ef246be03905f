"""How much may come in with a form at once, before anybody has asked who sends it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LARGEST = 52_000_000  # a workbook of fifty megabytes, and the rest of its form


class Bounded(FileUploadHandler):
    """Refuses a form that says it is larger; no more than it says is ever read.

    A file is written to the disk while the form is read, which is before the gate: else anybody could fill the disk.
    """

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: Any = None  # noqa: N803 - Django's own shape
    ) -> None:  # fmt: skip
        """Raises RequestDataTooBig, which becomes a page."""
        if content_length > LARGEST:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """For the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler's business."""
