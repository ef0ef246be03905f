"""Reading the laws before anyone asks: in the background, when the office has started."""

from __future__ import annotations

import logging
import threading
from datetime import date

from django.db import DatabaseError, connections

from guiju.evaluate.case import Case
from office.ground import clock, shelf
from office.reading_room import checkups
from office.reading_room.page import page_of
from office.reading_room.programs import program
from office.reading_room.readings import in_force

logger = logging.getLogger(__name__)


def begin() -> threading.Thread:
    """Read all laws beside whatever else the office does."""
    thread = threading.Thread(target=_warm, daemon=True, name="reading the laws")
    thread.start()
    return thread


def _warm() -> None:
    try:
        warm(clock.today())
    except (OSError, DatabaseError):  # whoever asks first reads them, and is told what is wrong
        logger.exception("the laws could not be read beforehand")
    finally:
        connections.close_all()


def warm(day: date) -> None:
    """Read every law, make its page, and compile it as it is read today; take away the checkups of older contents."""
    for edition in shelf.instruments(day):
        if edition.law is not None:
            page_of(edition)
            ready, lock = program(edition, in_force(edition, day))
            with lock:
                ready.run(Case(day))
    checkups.clear()
