"""Counts the processors that this process may use."""

from __future__ import annotations

import os
from math import ceil, inf
from pathlib import Path

GROUP_OF = Path("/proc/self/cgroup")
GROUPS = Path("/sys/fs/cgroup")


def usable_processors() -> int:
    """Returns the number of processors that this process may use, at least 1.

    `PYTHON_CPU_COUNT` overrides it. Otherwise it is the number of processors on which the process
    may run, or less if its control group has limited time.
    """
    chosen = os.environ.get("PYTHON_CPU_COUNT", "")
    if chosen.isdecimal() and int(chosen) > 0:
        return int(chosen)
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    return max(ceil(min(count, _quota(GROUP_OF, GROUPS))), 1)


def _quota(group_of: Path, groups: Path) -> float:
    """Returns the time that Linux gives the process's control group, in processors.

    Args:
        group_of: the file with the groups of the process.
        groups: the folder of all groups.

    Returns:
        The least limit of the group and its parents; infinity if none has a limit.
    """
    try:
        lines = group_of.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return inf
    quota = inf
    for _, controllers, name in (line.split(":", 2) for line in lines if line.count(":") >= 2):
        if controllers == "":
            top, limit = groups, _limit_of_version_2
        elif "cpu" in controllers.split(","):
            top, limit = groups / controllers, _limit_of_version_1
        else:
            continue
        group = top / name.strip("/")
        for folder in (group, *group.parents):
            quota = min(quota, limit(folder))
            if folder == top:
                break
    return quota


def _limit_of_version_2(group: Path) -> float:
    return _ratio(_numbers(group / "cpu.max"))


def _limit_of_version_1(group: Path) -> float:
    quota = _numbers(group / "cpu.cfs_quota_us")
    return _ratio(quota + _numbers(group / "cpu.cfs_period_us"))


def _numbers(file: Path) -> list[str]:
    try:
        return file.read_text("ascii").split()
    except (OSError, UnicodeDecodeError):
        return []


def _ratio(numbers: list[str]) -> float:
    """Returns a quota divided by its period; infinity if there is no quota.

    Example:
        >>> _ratio(["150000", "100000"]), _ratio(["max", "100000"]), _ratio(["-1", "100000"])
        (1.5, inf, inf)
    """
    if len(numbers) != 2 or not all(map(str.isdecimal, numbers)) or int(numbers[1]) == 0:
        return inf
    return int(numbers[0]) / int(numbers[1])
