"""Refuses figures whose traces are recorded, but that the stage does not draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.errors import ParameterError

if TYPE_CHECKING:
    from poolanim.figure import Figure
    from poolanim.tracing.record import Trace


def check_drawn(figure: Figure, trace: Trace) -> None:
    """Raises ParameterError if there is no stage for a figure."""
    if "weight" in trace.grids:
        for name, places in (("channel", trace.channels), ("filter", trace.filters)):
            if len(places) > 1:
                raise ParameterError(
                    f"{name}: there are {len(places)}, and a figure of weights draws one; give a "
                    f"number from 0 to {places[-1]}",
                    field=name,
                    given=getattr(figure, name),
                )
