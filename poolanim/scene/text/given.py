"""Writes the parameters of a layer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poolanim.parameters.sizes import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from poolanim.scene.text.story import Story

ALWAYS_TOLD = ("p", "kernel_size", "stride", "padding", "output_size")
"""The parameters that are named even if they have their defaults."""
SHOWN = ("channels", "filters", "count_include_pad")
"""The parameters that can be left out: boards show the first two, and tags the divisors."""
PHRASE = ", "
"""What parts one parameter from the next."""
TIMES = re.compile(r"(?<=\d)x(?=\d)")
"""The sign between the sides of a size as users write it."""


def headed(story: Story, *, whole: bool = True) -> str:
    """Returns the layer's parameters in words. Most are left out if they are defaults.

    The sizes of the grids are added if the windows depend on them.

    Args:
        story: the pass.
        whole: whether to say what the rest of the figure shows as well.
    """
    sentences = story.words.sentences
    names: Mapping[str, Any] = sentences["parameters"]
    told = []
    for name, value in _told(story):
        if as_text(value) == "0" or (name in SHOWN and not whole):
            continue
        said = names.get(name if value is not None else f"no_{name}", "")
        if isinstance(said, dict):
            said = said.get(as_text(value), "")
        told.append(said.format(TIMES.sub(" × ", as_text(value))))
    shape: str = sentences["shape"]
    told.append(shape.format_map(story.facts))
    told.append(_drawn(story))
    return PHRASE.join(filter(None, told))


def _drawn(story: Story) -> str:
    """Returns which channels are drawn, of several that are traced; empty if all are."""
    trace = story.view.trace
    drawn = trace.channels if "weight" in trace.grids else trace.channels[: len(story.views)]
    words: Mapping[str, str] = story.words.sentences["drawn"]
    if len(trace.channels) == 1 or len(drawn) == (count := trace.batch_shape[1]):
        return ""
    which = "one" if len(drawn) == 1 else "several"
    return words[which].format(first=drawn[0], last=drawn[-1], count=count)


def _told(story: Story) -> Iterator[tuple[str, Any]]:
    """Yields the parameters that are named, with their values. Weights have a size as well."""
    layer, trace = story.view.layer, story.view.trace
    if "weight" in trace.grids:
        counts = {"channels": len(trace.channels), "filters": len(trace.filters)}
        yield from ((name, count) for name, count in counts.items() if count > 1)
        yield "kernel_size", trace.geometry.kernel_shape
    for name, value in layer.parameters.items():
        if name in ALWAYS_TOLD or value != getattr(type(layer), name, None):
            yield name, value
