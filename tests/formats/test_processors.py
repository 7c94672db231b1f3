from __future__ import annotations

import os
from math import inf

import pytest

from poolanim.formats import processors as module
from poolanim.formats.processors import usable_processors


@pytest.fixture
def limited(tmp_path, monkeypatch):
    """Lets the process be in these groups, which have these files."""
    monkeypatch.delenv("PYTHON_CPU_COUNT", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.setattr(module, "GROUP_OF", tmp_path / "cgroup")
    monkeypatch.setattr(module, "GROUPS", tmp_path)

    def limit(groups, files):
        (tmp_path / "cgroup").write_text(groups)
        for name, content in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content)

    return limit


@pytest.mark.parametrize(
    ("groups", "files", "expected"),
    [
        ("0::/\n", {}, 8),
        ("0::/\n", {"cpu.max": "max 100000\n"}, 8),
        ("0::/\n", {"cpu.max": "200000 100000\n"}, 2),
        ("0::/\n", {"cpu.max": "250000 100000\n"}, 3),
        ("0::/\n", {"cpu.max": "1000 100000\n"}, 1),
        ("0::/\n", {"cpu.max": "9900000 100000\n"}, 8),
        ("0::/\n", {"cpu.max": "200000 0\n"}, 8),
        ("0::/\n", {"cpu.max": "\xff\n"}, 8),
        ("0::/a/b\n", {"a/cpu.max": "300000 100000", "a/b/cpu.max": "max 100000"}, 3),
        ("0::/a/b\n", {"a/cpu.max": "300000 100000", "a/b/cpu.max": "50000 100000"}, 1),
        ("0::/gone\n", {"cpu.max": "400000 100000"}, 4),
        (
            "5:cpu,cpuacct:/a\n4:memory:/b\n",
            {
                "cpu,cpuacct/a/cpu.cfs_quota_us": "150000",
                "cpu,cpuacct/a/cpu.cfs_period_us": "50000",
            },
            3,
        ),
        ("1:cpu:/\n", {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, 8),
        ("nonsense\n", {}, 8),
    ],
)
def test_the_time_of_a_control_group_limits_processors(limited, groups, files, expected):
    limited(groups, files)
    assert usable_processors() == expected


@pytest.mark.parametrize(
    ("chosen", "expected"), [("3", 3), ("20", 20), ("default", 2), ("0", 2), ("", 2), ("-1", 2)]
)
def test_the_environment_has_the_last_word(limited, monkeypatch, chosen, expected):
    limited("0::/\n", {"cpu.max": "200000 100000"})
    monkeypatch.setenv("PYTHON_CPU_COUNT", chosen)
    assert usable_processors() == expected


@pytest.mark.usefixtures("limited")
def test_other_systems_have_no_control_groups(monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert usable_processors() == 1
    assert module._quota(module.GROUP_OF, module.GROUPS) == inf
