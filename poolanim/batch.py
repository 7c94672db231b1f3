"""Make all figures of a manifest, one after another."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from poolanim.errors import BatchError, ParameterError, PoolanimError
from poolanim.outputs import check_outputs
from poolanim.pipeline import OUT, animate
from poolanim.sources import STDIN
from poolanim.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from poolanim.manifest import Entry
    from poolanim.pipeline import Written


def check_entries(entries: Sequence[Entry]) -> None:
    """Raise ParameterError if an output or a theme cannot be, or is shared where it cannot."""
    owners: dict[str, str] = {}
    readers = [entry for entry in entries if STDIN in (entry.figure.input, entry.figure.grad)]
    if len(readers) > 1:
        raise ParameterError(f"figure {readers[1].name}: '-' is read by {readers[0].name} already")
    for entry in entries:
        try:
            check_outputs(entry.outputs)
            load_theme(entry.figure.theme)
            for output in (os.path.normpath(output.path) for output in entry.outputs):
                if os.path.isabs(output) or output.startswith(os.pardir):  # noqa: PTH117
                    raise ParameterError(f"output {output!r} is not under {OUT}/; name it so")
                if output in owners:
                    raise ParameterError(f"output {output!r} is also that of {owners[output]}")
                owners[output] = entry.name
        except ParameterError as error:
            raise ParameterError(f"figure {entry.name}: {error}") from None


def run_batch(
    entries: Sequence[Entry],
    done: Callable[[Written], None],
    failed: Callable[[str, PoolanimError], None],
) -> None:
    """Make the figures, into `out/`. One that fails does not stop the others.

    Args:
        entries: the figures.
        done: called for each file that was written.
        failed: called for each figure that was not made, with its name and the reason.

    Raises:
        ParameterError: an output or a theme cannot be; nothing is made then.
        BatchError: at least one figure failed.
    """
    check_entries(entries)
    failures = 0
    for entry in entries:
        try:
            for written in animate(entry.figure, *(out.under(OUT) for out in entry.outputs)):
                done(written)
        except PoolanimError as error:
            failures += 1
            failed(entry.name, error)
    if failures:
        raise BatchError(f"{failures} of {len(entries)} figures failed")
