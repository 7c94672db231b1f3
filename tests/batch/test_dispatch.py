from __future__ import annotations

import gc
import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, Future
from multiprocessing import active_children, resource_tracker, util

import pytest

from poolanim import Figure
from poolanim.batch.dispatch import AHEAD, carried_out
from poolanim.batch.task import Task
from poolanim.batch.workers import Processes
from poolanim.files.owned import sweep
from poolanim.files.signals import Stopped
from poolanim.formats.outputs import Output
from poolanim.manifest.entries import Entry
from tests.workers import AtOnce, Deadly, Here, Slow, whole


def task(folder, name, figure=None):
    fields = {"layer": "max", "kernel_size": 2, "input": "1 2; 3 4", "motion": "steps"}
    figure = figure or Figure(**fields, title=name)
    return Task(Entry(name, (figure,), (Output(f"{name}.gif"),), ()), name, folder)


def test_tasks_are_asked_for_as_workers_become_free(tmp_path):
    asked = []

    def tasks():
        for name in "abcdefgh":
            asked.append(name)
            yield task(tmp_path, name)

    workers = Here(2)
    made = carried_out(tasks(), workers)
    assert next(made).name == "a"
    assert len(asked) == AHEAD * 2
    assert [each.name for each in made] == list("bcdefgh")
    assert (workers.left, workers.stopped, workers.renewed) == (1, 0, 0)


def test_workers_are_stopped_if_not_all_is_wanted(tmp_path):
    workers = Here()
    made = carried_out((task(tmp_path, name) for name in "ab"), workers)
    next(made)
    made.close()
    assert (workers.left, workers.stopped) == (0, 1)


class Unlucky(AtOnce):
    """An executor whose first tasks meet a worker that ends as it starts."""

    def __init__(self, failures):
        self.failures = failures

    def submit(self, function, /, *arguments):
        if self.failures:
            self.failures -= 1
            raise BrokenPipeError(32, "Broken pipe")
        return super().submit(function, *arguments)


@pytest.mark.parametrize(("failures", "error"), [(1, ""), (2, "its worker failed: BrokenPipeErr")])
def test_a_worker_that_ends_as_it_starts_costs_no_figure_at_once(tmp_path, failures, error):
    workers = Here()
    executor = Unlucky(failures)
    workers.executor = lambda: executor
    made = {each.name: each.error for each in carried_out(iter([task(tmp_path, "a")]), workers)}
    assert made["a"].startswith(error)
    assert bool(made["a"]) == bool(error)


def test_processes_make_the_same_files_whatever_their_number(tmp_path):
    found = []
    for size in (1, 3):
        folder = tmp_path / str(size)
        made = list(carried_out((task(folder, name) for name in "abcd"), Processes(size)))
        assert sorted(each.name for each in made) == list("abcd")
        found.append({path: (folder / path).read_bytes() for path in whole(folder)})
    assert found[0] == found[1]
    assert found[0].keys() == {"a.gif", "b.gif", "c.gif", "d.gif"}
    assert active_children() == []


def test_a_figure_that_kills_its_worker_costs_no_other(tmp_path):
    figures = {"a": None, "bad": Deadly(), "b": None, "c": None}
    tasks = (task(tmp_path, name, figure) for name, figure in figures.items())
    made = {each.name: each.error for each in carried_out(tasks, Processes(2))}
    told = "it killed its worker; maybe it needs more memory than there is"
    assert made == {"a": "", "bad": told, "b": "", "c": ""}
    sweep([tmp_path])  # as a batch does, since its neighbour may have been killed as it wrote
    assert whole(tmp_path) == {"a.gif", "b.gif", "c.gif"}
    assert active_children() == []


def test_a_worker_that_is_killed_from_outside_costs_nothing(tmp_path):
    figures = {"once": Deadly(tmp_path / "mark"), "a": None, "b": None}
    tasks = (task(tmp_path, name, figure) for name, figure in figures.items())
    made = {each.name: each.error for each in carried_out(tasks, Processes(1))}
    assert made == {"once": "", "a": "", "b": ""}
    assert whole(tmp_path) == {"once.gif", "a.gif", "b.gif", "mark"}


def test_what_ended_its_worker_is_tried_alone(tmp_path):
    submitted = []

    class Workers(Here):
        def executor(self):
            return self

        def submit(self, function, given):
            submitted.append(given.key)
            future = Future()
            if given.key == "bad":
                future.set_exception(BrokenExecutor())
            else:
                future.set_result(function(given))
            return future

    workers = Workers()
    made = list(carried_out((task(tmp_path, name) for name in ["a", "bad", "b", "c"]), workers))
    assert submitted == ["a", "bad", "b", "bad", "c"]
    assert [each.name for each in made if each.error] == ["bad"]
    assert workers.renewed == 2


@pytest.mark.parametrize("stubborn", [False, True])
def test_an_interrupt_ends_workers_whatever_they_do(tmp_path, stubborn):
    tasks = iter([task(tmp_path, "slow", Slow(stubborn))])
    threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        list(carried_out(tasks, Processes(1)))
    assert time.monotonic() - begun < 30
    assert active_children() == []


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no POSIX signals here")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_waits_until_a_worker_has_been_started(monkeypatch, name):
    """A worker whose start is interrupted prints a traceback."""
    number, started = signal.Signals[name], []
    popen = pytest.importorskip("multiprocessing.popen_spawn_posix").Popen
    spawn, launch = util.spawnv_passfds, popen._launch

    def spawned(*arguments):
        signal.raise_signal(number)
        return spawn(*arguments)

    def launched(self, process):
        launch(self, process)
        started.append(process)

    def stopped(number, _):
        raise Stopped(128 + number)

    resource_tracker.ensure_running()  # a process that is not meant
    monkeypatch.setattr(util, "spawnv_passfds", spawned)
    monkeypatch.setattr(popen, "_launch", launched)
    before = signal.signal(number, stopped)
    workers = Processes(1)
    try:
        with pytest.raises(Stopped):
            workers.executor().submit(os.getpid)
        assert len(started) == 1
        assert signal.getsignal(number) is stopped
    finally:
        signal.signal(number, before)
        workers.stop()


def test_a_worker_looks_for_garbage_as_seldom_as_its_parent():
    before, workers = gc.get_threshold(), Processes(1)
    try:
        gc.set_threshold(12_345)
        seldom = workers.executor().submit(gc.get_threshold).result()
    finally:
        gc.set_threshold(*before)
        workers.stop()
    assert seldom[0] == 12_345
