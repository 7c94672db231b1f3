from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from poolanim.batch.work import TERMINATED
from poolanim.batch.workers import Processes
from poolanim.files.signals import Stopped


class Dropping:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)


def stopped_in_a_destructor():
    Dropping()
    time.sleep(60)


@pytest.mark.skipif(sys.platform == "win32", reason="there no process can ask another to end")
def test_a_worker_that_is_stopped_where_python_drops_errors_is_stopped_all_the_same(capfd):
    workers = Processes(1)
    task = workers.executor().submit(stopped_in_a_destructor)
    with pytest.raises(Stopped) as stopped:  # as `make` gets it, and a pool without `make` tells it
        task.result(timeout=30)
    assert stopped.value.code == TERMINATED
    workers.stop()
    assert capfd.readouterr().err == ""
