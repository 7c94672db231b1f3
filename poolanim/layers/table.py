"""The table of layers. Loads no NumPy, so that `--help` and manifests know all layers at once."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from poolanim.files.plugins import installed
from poolanim.layers.correlation import Correlated
from poolanim.layers.cropping import Transposed
from poolanim.layers.entry import LayerEntry
from poolanim.layers.fractional import Fractional
from poolanim.layers.placement import Adaptive, Sliding, Strided, Whole
from poolanim.layers.restoring import Restored

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUP = "poolanim.layers"
"""The entry points of other packages. Each is a `LayerEntry`."""
SLIDING = {
    "kernel_size": (3, 3),
    "stride": (1, 1),
    "padding": (0, 0),
    "dilation": (1, 1),
    "ceil_mode": False,
}
WEIGHTED = {
    "kernel_size": (3, 3),
    "kernel": None,
    "kernel_layout": None,
    "flip": False,
    "filters": None,
    "bias": None,
    "filter": None,
    "wrt": "input",
}
"""The further parameters of layers with a kernel."""
FORM = {"form": "scatter"}
"""Those of layers whose backward pass can be shown in two forms."""
BUILT_IN = (
    LayerEntry(
        name="avg",
        module="poolanim.layers.average",
        class_name="AvgPool",
        summary="Animate average pooling.",
        parameters=SLIDING | {"count_include_pad": None, "divisor_override": None},
        placement=Sliding,
        settings=FORM,
    ),
    LayerEntry(
        name="max",
        module="poolanim.layers.extreme",
        class_name="MaxPool",
        summary="Animate max pooling.",
        parameters=SLIDING | {"ties": None},
        placement=Sliding,
    ),
    LayerEntry(
        name="min",
        module="poolanim.layers.extreme",
        class_name="MinPool",
        summary="Animate min pooling.",
        parameters=SLIDING | {"ties": None},
        placement=Sliding,
    ),
    LayerEntry(
        name="sum",
        module="poolanim.layers.average",
        class_name="SumPool",
        summary="Animate sum pooling.",
        parameters=SLIDING,
        placement=Sliding,
        settings=FORM,
    ),
    LayerEntry(
        name="lp",
        module="poolanim.layers.norm",
        class_name="LpPool",
        summary="Animate LP pooling, a root of a sum of powers.",
        parameters={"p": 2} | SLIDING | {"absolute": None, "ties": None},
        placement=Sliding,
        like={"article": {"ties": "first"}},
    ),
    LayerEntry(
        name="global-avg",
        module="poolanim.layers.average",
        class_name="GlobalAvgPool",
        summary="Animate average pooling of the whole input.",
        parameters={"divisor_override": None},
        placement=Whole,
    ),
    LayerEntry(
        name="global-max",
        module="poolanim.layers.extreme",
        class_name="GlobalMaxPool",
        summary="Animate max pooling of the whole input.",
        parameters={"ties": None},
        placement=Whole,
        like={"keras": {"ties": "split"}, "jax": {"ties": "split"}},
    ),
    LayerEntry(
        name="adaptive-avg",
        module="poolanim.layers.average",
        class_name="AdaptiveAvgPool",
        summary="Animate average pooling to an output of any size.",
        parameters={"output_size": (3, 3), "divisor_override": None},
        placement=Adaptive,
    ),
    LayerEntry(
        name="adaptive-max",
        module="poolanim.layers.extreme",
        class_name="AdaptiveMaxPool",
        summary="Animate max pooling to an output of any size.",
        parameters={"output_size": (3, 3), "ties": None},
        placement=Adaptive,
    ),
    LayerEntry(
        name="fractional-max",
        module="poolanim.layers.extreme",
        class_name="FractionalMaxPool",
        summary="Animate fractional max pooling (Graham 2014).",
        parameters={"kernel_size": (2, 2), "output_size": (3, 3), "seed": 0},
        placement=Fractional,
        settings={"disjoint": False},
    ),
    LayerEntry(
        name="stochastic",
        module="poolanim.layers.weighted",
        class_name="StochasticPool",
        summary="Animate stochastic pooling (Zeiler and Fergus 2013).",
        parameters={"kernel_size": (3, 3), "stride": (1, 1), "seed": 0},
        placement=Strided,
    ),
    LayerEntry(
        name="softmax",
        module="poolanim.layers.weighted",
        class_name="SoftmaxPool",
        summary="Animate softmax pooling, or SoftPool (Stergiou et al. 2021).",
        parameters={"kernel_size": (3, 3), "stride": (1, 1)},
        placement=Strided,
    ),
    LayerEntry(
        name="unpool",
        module="poolanim.layers.unpool",
        class_name="MaxUnpool",
        summary="Animate max unpooling: each maximum returns to where it came from.",
        parameters={
            "kernel_size": (2, 2),
            "stride": None,
            "padding": (0, 0),
            "output_size": None,
        },
        placement=Restored,
        restores=True,
    ),
    LayerEntry(
        name="conv",
        module="poolanim.layers.convolution",
        class_name="Conv",
        summary="Animate convolution.",
        parameters={
            "stride": (1, 1),
            "padding": (0, 0),
            "dilation": (1, 1),
            "groups": 1,
            "padding_mode": "zeros",
        },
        placement=Correlated,
        settings=WEIGHTED | FORM,
        like={"torch": {"kernel_layout": "oihw"}, "keras": {"kernel_layout": "hwio"}},
        kernel_layout="hwio",
    ),
    LayerEntry(
        name="conv-transpose",
        module="poolanim.layers.transposition",
        class_name="ConvTranspose",
        summary="Animate transposed convolution.",
        parameters={
            "stride": (1, 1),
            "padding": (0, 0),
            "output_padding": (0, 0),
            "dilation": (1, 1),
            "groups": 1,
        },
        placement=Transposed,
        settings=WEIGHTED | {"output_size": None},
        like={"torch": {"kernel_layout": "iohw"}, "keras": {"kernel_layout": "hwoi"}},
        shape=(3, 3),
        restores=True,
        kernel_layout="hwoi",
    ),
)


def _all() -> Iterator[LayerEntry]:
    """All layers: those of poolanim, and those of other packages."""
    known = {entry.name for entry in BUILT_IN}
    yield from BUILT_IN
    for entry in installed(GROUP, LayerEntry):
        if entry.name in known:
            warnings.warn(f"layer {entry.name} is left out: it exists already", stacklevel=2)
        else:
            known.add(entry.name)
            yield entry


LAYERS = {entry.name: entry for entry in _all()}
"""All layers, by name."""
LAYER_PARAMETERS = tuple(
    dict.fromkeys(name for entry in LAYERS.values() for name in entry.defaults)
)
"""The parameters that figures of some layers alone have."""
