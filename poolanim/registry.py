"""The layers by name. Needs no NumPy, so that `--help` and manifests can name them cheaply."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from poolanim.layers.pool import Pool


@dataclass(frozen=True, slots=True)
class LayerEntry:
    """Where a layer's class is, and what `--help` says of it."""

    module: str
    class_name: str
    summary: str


LAYERS = {
    "avg": LayerEntry("poolanim.layers.avg", "AvgPool", "Animate average pooling."),
    "max": LayerEntry("poolanim.layers.max", "MaxPool", "Animate max pooling."),
}


def layer(name: str, **parameters: Any) -> Pool:
    """The layer of this name, with its parameters."""
    entry = LAYERS[name]
    made: Pool = getattr(import_module(entry.module), entry.class_name)(**parameters)
    return made
