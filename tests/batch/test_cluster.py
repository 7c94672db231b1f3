"""Batches on a real Dask cluster of this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import pytest

from poolanim import Figure
from poolanim.batch.dispatch import carried_out
from poolanim.batch.fingerprints import digest
from poolanim.batch.run import Order, planned, run_batch
from poolanim.batch.task import Task
from poolanim.batch.workers import Cluster
from poolanim.errors import PoolanimError
from poolanim.formats.outputs import Output
from poolanim.manifest.entries import Entry
from poolanim.manifest.reading import read_manifest
from tests.workers import Greedy, Notes, records, whole

TEXT = """
[[figure]]
name = "a"
layer = "max"
size = 2
input = "a.csv"
motion = "steps"
[figure.matrix]
step_ms = { first = 101, last = 112 }
"""


@pytest.fixture(scope="module", autouse=True)
def distributed():
    """It takes a second to import, and so is by that process alone that runs these tests."""
    return pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def dask():
    return pytest.importorskip("dask")


@pytest.fixture(scope="module")
def cluster(dask, distributed):
    # Dask may fail to replace a worker that ends. The tests end three, so that one of four is left.
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=4,
            threads_per_worker=1,
            memory_limit="800MB",
            dashboard_address=None,
            silence_logs=60,
        ) as cluster,
    ):
        yield cluster


def processes(distributed, cluster):
    with distributed.Client(cluster, set_as_default=False) as client:
        return list(client.run(os.getpid).values())


def test_a_batch_survives_the_death_of_a_worker(tmp_path, distributed, cluster):
    (tmp_path / "a.csv").write_text("1,2,3\n4,5,6\n")
    (tmp_path / "a.toml").write_text(TEXT)
    out = tmp_path / "out"
    victims = processes(distributed, cluster)[:1]

    def kill():
        if len(notes.made_of) == 3:
            os.kill(victims.pop(), signal.SIGKILL)

    notes = Notes(kill)
    manifest = read_manifest(tmp_path / "a.toml", out)
    run_batch(manifest, Order(out, scheduler=cluster.scheduler_address), notes)
    assert victims == []
    assert notes.failed == {}
    assert whole(out) == {f"a-{number}.gif" for number in range(101, 113)}
    for record in records(out):
        for path, sha in record.files.items():
            assert digest(out / path) == sha
    notes = Notes()
    run_batch(manifest, Order(out, scheduler=cluster.scheduler_address), notes)
    assert (notes.plan.stale, notes.plan.current) == ({}, 12)


def test_a_figure_that_needs_more_memory_than_workers_have_costs_no_other(tmp_path, cluster):
    good = Figure(layer="max", kernel_size=2, input="1 2; 3 4")
    figures = {"a": good, "bad": Greedy(), "b": good}
    tasks = (
        Task(Entry(name, (figure,), (Output(f"{name}.gif"),), ()), name, tmp_path)
        for name, figure in figures.items()
    )
    made = {
        each.name: each.error for each in carried_out(tasks, Cluster(cluster.scheduler_address))
    }
    assert made["bad"] == "it killed its worker; maybe it needs more memory than there is"
    assert (made["a"], made["b"]) == ("", "")
    assert whole(tmp_path) >= {"a.gif", "b.gif"}


def separate(folder, *commands):
    """Commands for a process that has a file system of its own in place of a folder."""
    script = " && ".join([f"mount -t tmpfs none {folder}", "cd /", *commands])
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script]


@pytest.fixture
def apart(tmp_path):
    """A scheduler, and the address of it, with one worker on a file system of its own."""
    if subprocess.run(separate(tmp_path, "true"), capture_output=True, check=False).returncode:
        pytest.skip("a process cannot have a file system of its own here")
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    module = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    address = f"tcp://127.0.0.1:{port}"
    scheduler = subprocess.Popen(
        [*module, "--host", "127.0.0.1", "--port", port, "--no-dashboard"], **options
    )
    worker = subprocess.Popen(
        separate(
            tmp_path,
            f"exec {sys.executable} -m distributed.cli.dask_worker {address} --no-nanny "
            f"--nthreads 1 --no-dashboard --local-directory {tmp_path}",
        ),
        **options,
    )
    yield address, scheduler
    for process in (worker, scheduler):
        process.kill()
        process.communicate()


def test_results_come_back_from_another_file_system_and_a_killed_scheduler_is_told(
    tmp_path, apart, dask
):
    address, scheduler = apart
    (tmp_path / "a.csv").write_text("1,2,3\n4,5,6\n")
    (tmp_path / "a.toml").write_text(TEXT.replace("last = 112", "last = 300"))
    out = tmp_path / "out"
    notes = Notes(lambda: scheduler.kill() if len(notes.made_of) == 20 else None)
    manifest = read_manifest(tmp_path / "a.toml", out)
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "2s"}),
        pytest.raises(PoolanimError, match=f"^the scheduler at {address} has left; start it and "),
    ):
        run_batch(manifest, Order(out, scheduler=address), notes)
    assert notes.failed == {}
    made = {f"{name}.gif" for name in notes.made_of}
    assert len(made) >= 20
    assert whole(out) == made
    assert {record.name for record in records(out)} == set(notes.made_of)
    assert planned(manifest, Order(out)).current == len(made)


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setattr("poolanim.batch.workers.PATIENCE_S", 0.2)
    with pytest.raises(PoolanimError, match=r"no scheduler with workers at tcp://127.0.0.1:1: "):
        Cluster("tcp://127.0.0.1:1")
