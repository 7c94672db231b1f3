"""Lists what a batch would make, and what it would delete."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from poolanim.batch.run import files_left_over, planned, rendered_anew
from poolanim.cli.console import say
from poolanim.errors import BatchError, counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from poolanim.batch.plan import Plan
    from poolanim.batch.run import Order
    from poolanim.manifest.entries import Manifest


def list_stale(
    figures: Manifest, order: Order, again: str, *, checks: bool, render: bool, as_json: bool
) -> None:
    """Prints the figures to make, and the files that are left over.

    Raises:
        BatchError: a check finds some.
    """
    plan = (rendered_anew if render else planned)(figures, order)
    looks = order.selection.is_whole and (checks or order.prune)
    left = files_left_over(figures, order) if looks else []
    if plan.note:
        say(json.dumps({"note": plan.note}) if as_json else plan.note, err=not as_json)
    for name, why in plan.stale.items():
        line = {"figure": name, "state": "stale", "reason": why}
        say(json.dumps(line) if as_json else f"{name}  {why}")
    for file in left:
        line = {"file": file.as_posix(), "state": "left over"}
        say(json.dumps(line) if as_json else f"{file}  left over")
    if checks and (plan.stale or left):
        raise _not_current(plan, left, again)


def _not_current(plan: Plan, left: Sequence[Path], again: str) -> BatchError:
    """Returns the error of a check, with the command that makes all current."""
    stale, total = plan.counts()
    are = "is" if len(plan.stale) == 1 else "are"
    parts = [f"{stale} {are} not current, of {total}"] if plan.stale else []
    if left:
        parts.append(f"{counted(len(left), 'file')} {'is' if len(left) == 1 else 'are'} left over")
    return BatchError(f"{', and '.join(parts)}; run {again}{' --prune' * bool(left)}")
