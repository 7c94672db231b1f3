"""Refuses figures whose traces are recorded, but that the stage does not draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.errors import ParameterError

if TYPE_CHECKING:
    from poolanim.figure import Figure
    from poolanim.tracing.record import Trace


def check_drawn(figure: Figure, trace: Trace) -> None:
    """Raises ParameterError if there is no stage for a figure."""
    several = len(trace.channels) > 1 or len(trace.filters) > 1
    if several and figure.layer == "conv-transpose" and figure.wrt == "all":
        advice = "of several channels or filters use input, weight or bias, or choose one of each"
        raise ParameterError.about("wrt", figure.wrt, advice)
