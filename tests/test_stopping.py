"""A command that is told to stop: it says so, and clears up what it began."""

from __future__ import annotations

import os
import signal

import pytest

from guiju.cli.stopping import stopped_once

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
each_signal = pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)


def tell(number):
    os.kill(os.getpid(), number)


@each_signal
def test_a_command_that_is_stopped_says_so(guiju, monkeypatch, number):
    monkeypatch.setattr("guiju.cli.law_commands.builtin", lambda: tell(number))
    assert guiju("law", "list") == (1, "", "\n已中止！\n")


def test_what_a_library_makes_of_it_is_not_told_as_a_fault(guiju, monkeypatch):
    def reading():
        try:
            tell(signal.SIGTERM)
        except KeyboardInterrupt as asked:
            raise RuntimeError("Query interrupted") from asked

    monkeypatch.setattr("guiju.cli.law_commands.builtin", reading)
    assert guiju("law", "list") == (1, "", "\n已中止！\n")


def test_told_again_it_still_clears_up():
    cleared = []

    def work():
        try:
            tell(signal.SIGINT)
        finally:
            for number in SIGNALS:
                tell(number)
            cleared.append("all")

    with pytest.raises(KeyboardInterrupt), stopped_once():
        work()
    assert cleared == ["all"]


def test_afterwards_the_signals_mean_what_they_meant():
    before = [signal.getsignal(number) for number in SIGNALS]
    with pytest.raises(KeyboardInterrupt), stopped_once():
        tell(signal.SIGTERM)
    assert [signal.getsignal(number) for number in SIGNALS] == before
