from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="faults are made as Linux makes them")
def test_nothing_is_torn_or_lost_or_left_over_by_faults():
    command = [sys.executable, "-m", "tests.faults", "--cases", "3"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    rows = [line.split(" | ") for line in result.stdout.splitlines()[2:]]
    assert [row[1] for row in rows] == ["3"] * 7
