"""The layers by name. Needs no NumPy, so that `--help` and manifests can name them cheaply."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from poolanim.layers.layer import Layer


@dataclass(frozen=True, slots=True)
class LayerEntry:
    """A layer, as far as it is known without NumPy.

    Attributes:
        module: where its class is.
        class_name: of its class.
        summary: what `--help` says of it.
        parameters: its class's parameters, each with what a figure takes if none is given; None
            for what depends on the framework that the figure is to be like.
        like: where frameworks differ from their `FRAMEWORKS` in this layer.
        crops: whether its class has the parameter `crop`, which a figure has from its framework.
    """

    module: str
    class_name: str
    summary: str
    parameters: Mapping[str, Any]
    like: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    crops: bool = False

    def usual(self, framework: str) -> dict[str, Any]:
        """What a framework does in this layer if nothing is said."""
        return {**FRAMEWORKS[framework], **self.like.get(framework, {})}


FRAMEWORKS: Mapping[str, Mapping[str, Any]] = {
    "article": {"ties": "all", "count_include_pad": True, "absolute": False, "crop": False},
    "torch": {"ties": "first", "count_include_pad": True, "absolute": False, "crop": False},
    "keras": {"ties": "first", "count_include_pad": False, "absolute": False, "crop": False},
    "jax": {"ties": "first", "count_include_pad": True, "absolute": False, "crop": False},
    "onnx": {"ties": "first", "count_include_pad": False, "absolute": True, "crop": True},
}
"""What each does if nothing is said. The article's is that of a figure that is like no other."""

SLIDING = {
    "kernel_size": (3, 3),
    "stride": (1, 1),
    "padding": (0, 0),
    "dilation": (1, 1),
    "ceil_mode": False,
}
LAYERS = {
    "avg": LayerEntry(
        "poolanim.layers.average",
        "AvgPool",
        "Animate average pooling.",
        SLIDING | {"count_include_pad": None, "divisor_override": None},
        crops=True,
    ),
    "max": LayerEntry(
        "poolanim.layers.extreme",
        "MaxPool",
        "Animate max pooling.",
        SLIDING | {"ties": None},
        crops=True,
    ),
    "min": LayerEntry(
        "poolanim.layers.extreme",
        "MinPool",
        "Animate min pooling.",
        SLIDING | {"ties": None},
        crops=True,
    ),
    "sum": LayerEntry(
        "poolanim.layers.sum", "SumPool", "Animate sum pooling.", SLIDING, crops=True
    ),
    "lp": LayerEntry(
        "poolanim.layers.norm",
        "LpPool",
        "Animate LP pooling, a root of a sum of powers.",
        {"p": 2} | SLIDING | {"absolute": None},
        crops=True,
    ),
    "global-avg": LayerEntry(
        "poolanim.layers.average",
        "GlobalAvgPool",
        "Animate average pooling of the whole input.",
        {},
    ),
    "global-max": LayerEntry(
        "poolanim.layers.extreme",
        "GlobalMaxPool",
        "Animate max pooling of the whole input.",
        {"ties": None},
        like={"keras": {"ties": "split"}, "jax": {"ties": "split"}},
    ),
    "adaptive-avg": LayerEntry(
        "poolanim.layers.average",
        "AdaptiveAvgPool",
        "Animate average pooling to an output of any size.",
        {"output_size": (3, 3)},
    ),
    "adaptive-max": LayerEntry(
        "poolanim.layers.extreme",
        "AdaptiveMaxPool",
        "Animate max pooling to an output of any size.",
        {"output_size": (3, 3), "ties": None},
    ),
    "fractional-max": LayerEntry(
        "poolanim.layers.fractional",
        "FractionalMaxPool",
        "Animate fractional max pooling (Graham 2014).",
        {"kernel_size": (2, 2), "output_size": (3, 3), "seed": 0},
    ),
    "stochastic": LayerEntry(
        "poolanim.layers.stochastic",
        "StochasticPool",
        "Animate stochastic pooling (Zeiler and Fergus 2013).",
        {"kernel_size": (3, 3), "stride": (1, 1), "seed": 0},
    ),
    "softmax": LayerEntry(
        "poolanim.layers.softmax",
        "SoftmaxPool",
        "Animate softmax pooling, or SoftPool (Stergiou et al. 2021).",
        {"kernel_size": (3, 3), "stride": (1, 1)},
    ),
    "unpool": LayerEntry(
        "poolanim.layers.unpool",
        "MaxUnpool",
        "Animate max unpooling: each maximum returns to where it came from.",
        {"kernel_size": (2, 2), "stride": None, "padding": (0, 0)},
    ),
}

PARAMETERS = tuple(dict.fromkeys(name for entry in LAYERS.values() for name in entry.parameters))
"""The parameters that one layer or another has."""


def layer(name: str, **parameters: Any) -> Layer:
    """Returns the layer of this name, with its parameters."""
    entry = LAYERS[name]
    made: Layer = getattr(import_module(entry.module), entry.class_name)(**parameters)
    return made
