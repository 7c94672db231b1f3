"""Animated illustrations of the forward and backward pass of convolution and pooling layers.

All public names are attributes of this module. They are loaded when they are first used, so
importing `poolanim` loads neither NumPy nor matplotlib.

Example:
    >>> from poolanim import AvgPool
    >>> AvgPool(kernel_size=2).forward([[1, 2], [3, 4]])
    array([[2.5]])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from poolanim.files.version import __version__ as __version__

if TYPE_CHECKING:
    from poolanim.errors import PoolanimError
    from poolanim.figure import Figure
    from poolanim.formats.outputs import Output
    from poolanim.formats.writing import Written
    from poolanim.layers.average import AdaptiveAvgPool, AvgPool, GlobalAvgPool, SumPool
    from poolanim.layers.convolution import Conv
    from poolanim.layers.extreme import (
        AdaptiveMaxPool,
        FractionalMaxPool,
        GlobalMaxPool,
        MaxPool,
        MinPool,
    )
    from poolanim.layers.norm import LpPool
    from poolanim.layers.transposition import ConvTranspose
    from poolanim.layers.unpool import MaxUnpool
    from poolanim.layers.weighted import SoftmaxPool, StochasticPool
    from poolanim.pipeline import animate
    from poolanim.publish.notebook import Animation
    from poolanim.tracing.record import Scan, Trace
    from poolanim.tracing.recording import trace

__all__ = [
    "AdaptiveAvgPool",
    "AdaptiveMaxPool",
    "Animation",
    "AvgPool",
    "Conv",
    "ConvTranspose",
    "Figure",
    "FractionalMaxPool",
    "GlobalAvgPool",
    "GlobalMaxPool",
    "LpPool",
    "MaxPool",
    "MaxUnpool",
    "MinPool",
    "Output",
    "PoolanimError",
    "Scan",
    "SoftmaxPool",
    "StochasticPool",
    "SumPool",
    "Trace",
    "Written",
    "animate",
    "trace",
]

_HOMES = {
    "AdaptiveAvgPool": "poolanim.layers.average",
    "AdaptiveMaxPool": "poolanim.layers.extreme",
    "Animation": "poolanim.publish.notebook",
    "AvgPool": "poolanim.layers.average",
    "Conv": "poolanim.layers.convolution",
    "ConvTranspose": "poolanim.layers.transposition",
    "Figure": "poolanim.figure",
    "FractionalMaxPool": "poolanim.layers.extreme",
    "GlobalAvgPool": "poolanim.layers.average",
    "GlobalMaxPool": "poolanim.layers.extreme",
    "LpPool": "poolanim.layers.norm",
    "MaxPool": "poolanim.layers.extreme",
    "MaxUnpool": "poolanim.layers.unpool",
    "MinPool": "poolanim.layers.extreme",
    "Output": "poolanim.formats.outputs",
    "PoolanimError": "poolanim.errors",
    "Scan": "poolanim.tracing.record",
    "SoftmaxPool": "poolanim.layers.weighted",
    "StochasticPool": "poolanim.layers.weighted",
    "SumPool": "poolanim.layers.average",
    "Trace": "poolanim.tracing.record",
    "Written": "poolanim.formats.writing",
    "animate": "poolanim.pipeline",
    "trace": "poolanim.tracing.recording",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
