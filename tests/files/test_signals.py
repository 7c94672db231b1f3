from __future__ import annotations

import signal

import pytest

from poolanim.files import signals
from poolanim.files.signals import held


def test_a_signal_waits_until_the_block_is_left():
    done = []
    with pytest.raises(KeyboardInterrupt), held():  # noqa: PT012
        signal.raise_signal(signal.SIGINT)
        done.append("all")
    assert done == ["all"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_signal_takes_the_place_of_an_error_in_the_block():
    with pytest.raises(KeyboardInterrupt), held():  # noqa: PT012
        signal.raise_signal(signal.SIGINT)
        raise ValueError("x")


def test_a_second_signal_is_held_only_for_a_while(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(signals, "monotonic", lambda: clock[0])
    done = []
    with pytest.raises(KeyboardInterrupt), held():  # noqa: PT012
        signal.raise_signal(signal.SIGINT)
        clock[0] += signals.PATIENCE_S
        signal.raise_signal(signal.SIGINT)
        done.append("held")
        clock[0] += 0.01
        signal.raise_signal(signal.SIGINT)
        done.append("not held")
    assert done == ["held"]
