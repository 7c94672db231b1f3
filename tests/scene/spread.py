"""Figures of all sorts, on which the rules of the stage are checked."""

from __future__ import annotations

import functools

from tests.scene.stages import stage_of

CHANNELS = tuple(
    tuple(tuple((3 * r + 5 * c + 7 * k) % 11 for k in range(2)) for c in range(4)) for r in range(4)
)
"""A grid of two channels."""
SMALL = {"kernel_size": 3, "stride": 1}
THREE = {"shape": (5, 5, 3), "channel": "all"}
FIGURES = {
    "avg": {"layer": "avg", **SMALL},
    "avg both": {"layer": "avg", "direction": "both", **SMALL},
    "max": {"layer": "max", **SMALL},
    "max both": {"layer": "max", "direction": "both", **SMALL},
    "avg forward": {"layer": "avg", "kernel_size": 2, "direction": "forward"},
    "avg padding": {"layer": "avg", "kernel_size": 3, "stride": 2, "padding": 1},
    "avg padding both": {
        "layer": "avg",
        "kernel_size": 3,
        "stride": 2,
        "padding": 1,
        "direction": "both",
    },
    "max padding": {
        "layer": "max",
        "kernel_size": 3,
        "stride": 2,
        "padding": 1,
        "direction": "both",
    },
    "avg dilation": {
        "layer": "avg",
        "kernel_size": 2,
        "dilation": 2,
        "stride": 1,
        "direction": "both",
    },
    "max ceil": {"layer": "max", "kernel_size": 2, "ceil_mode": True, "direction": "both"},
    "avg ceil": {"layer": "avg", "kernel_size": 2, "ceil_mode": True, "direction": "both"},
    "max ties first": {
        "layer": "max",
        "input": "1 1 2; 1 1 2; 0 2 2",
        "kernel_size": 2,
        "stride": 1,
        "ties": "first",
    },
    "max ties split": {
        "layer": "max",
        "input": "1 1 2; 1 1 2; 0 2 2",
        "kernel_size": 2,
        "stride": 1,
        "ties": "split",
    },
    "max ties": {"layer": "max", "input": "1 1 2; 1 1 2; 0 2 2", "kernel_size": 2, "stride": 1},
    "avg channels": {
        "layer": "avg",
        "input": CHANNELS,
        "layout": "hwc",
        "kernel_size": 2,
        "channel": "all",
        "direction": "both",
    },
    "max channels": {
        "layer": "max",
        "input": CHANNELS,
        "layout": "hwc",
        "kernel_size": 2,
        "channel": "all",
        "direction": "both",
    },
    "avg heat": {
        "layer": "avg",
        "shape": (16, 16),
        "kernel_size": 4,
        "cells": "heatmap",
        "direction": "both",
    },
    "max heat": {
        "layer": "max",
        "shape": (12, 12),
        "kernel_size": 3,
        "cells": "heatmap",
        "direction": "both",
    },
    "avg 9x9": {"layer": "avg", "shape": (9, 9), "kernel_size": 3, "direction": "both"},
    "max 10x10": {"layer": "max", "shape": (10, 10), "kernel_size": 2, "direction": "both"},
    "avg whole": {"layer": "avg", "shape": (3, 3), "kernel_size": 3, "direction": "both"},
    "max whole": {"layer": "max", "shape": (3, 3), "kernel_size": 3, "direction": "both"},
    "avg row": {"layer": "avg", "shape": (1, 8), "kernel_size": (1, 2), "direction": "both"},
    "max row": {"layer": "max", "shape": (1, 8), "kernel_size": (1, 2), "direction": "both"},
    "avg column": {"layer": "avg", "shape": (8, 1), "kernel_size": (2, 1), "direction": "both"},
    "avg 12x3": {"layer": "avg", "shape": (12, 3), "kernel_size": 3, "direction": "both"},
    "avg 3x12": {"layer": "avg", "shape": (3, 12), "kernel_size": 3, "direction": "both"},
    "max 12x3": {"layer": "max", "shape": (12, 3), "kernel_size": 3, "direction": "both"},
    "max 3x12": {"layer": "max", "shape": (3, 12), "kernel_size": 3, "direction": "both"},
    "long numbers": {
        "layer": "avg",
        "input": "1234.5 -998.25 3; 4 5000.125 6; 7 8 -9000",
        "kernel_size": 2,
        "stride": 1,
        "direction": "both",
    },
    "long numbers max": {
        "layer": "max",
        "input": "1234.5 -998.25 3; 4 5000.125 6; 7 8 -9000",
        "kernel_size": 2,
        "stride": 1,
        "direction": "both",
    },
    "torch names": {"layer": "avg", "labels": "torch", "direction": "both", **SMALL},
    "torch": {"layer": "max", "code": "torch", "labels": "torch", "direction": "both", **SMALL},
    "keras": {
        "layer": "avg",
        "code": "keras",
        "padding": "same-upper",
        "kernel_size": 3,
        "stride": 2,
        "direction": "both",
    },
    "no code": {"layer": "avg", "code": "none", "direction": "both", **SMALL},
    "long title": {
        "layer": "max",
        "title": "How the gradient of max pooling finds its way back",
        "direction": "both",
        **SMALL,
    },
    "many parameters": {
        "layer": "avg",
        "title": "What padding costs: the shares of a gradient that are lost",
        "padding": ((1, 0), (1, 0)),
        "kernel_size": 3,
        "stride": (2, 1),
        "ceil_mode": True,
        "divisor_override": 7,
        "direction": "both",
    },
    "min": {"layer": "min", "direction": "both", **SMALL},
    "sum": {"layer": "sum", "direction": "both", **SMALL},
    "lp": {"layer": "lp", "direction": "both", **SMALL},
    "softmax": {"layer": "softmax", "kernel_size": 2, "direction": "both"},
    "stochastic": {"layer": "stochastic", "kernel_size": 2, "direction": "both"},
    "global-avg": {"layer": "global-avg", "direction": "both"},
    "global-max": {"layer": "global-max", "direction": "both"},
    "adaptive-avg": {"layer": "adaptive-avg", "output_size": 3, "direction": "both"},
    "adaptive-max": {"layer": "adaptive-max", "output_size": 3, "direction": "both"},
    "fractional-max": {"layer": "fractional-max", "output_size": 3, "direction": "both"},
    "unpool": {"layer": "unpool", "kernel_size": 2, "direction": "both"},
    "conv": {"layer": "conv", "direction": "both"},
    "conv bias": {"layer": "conv", "bias": "2", "direction": "forward"},
    "conv weight": {"layer": "conv", "direction": "backward", "wrt": "weight"},
    "conv bias gradient": {"layer": "conv", "direction": "backward", "wrt": "bias"},
    "conv all": {"layer": "conv", "direction": "backward", "wrt": "all"},
    "conv padding": {"layer": "conv", "padding": 1, "stride": 2, "direction": "both"},
    "conv padding all": {"layer": "conv", "padding": 1, "direction": "backward", "wrt": "all"},
    "conv replicate": {
        "layer": "conv",
        "padding": 1,
        "padding_mode": "replicate",
        "direction": "both",
    },
    "conv circular all": {
        "layer": "conv",
        "padding": 1,
        "padding_mode": "circular",
        "direction": "backward",
        "wrt": "all",
    },
    "conv dilation": {"layer": "conv", "shape": (7, 7), "dilation": 2, "direction": "both"},
    "conv heat": {"layer": "conv", "shape": (12, 12), "cells": "heatmap", "direction": "both"},
    "conv fractions": {"layer": "conv", "kernel": "gauss", "direction": "both"},
    "conv-transpose": {"layer": "conv-transpose", "direction": "both"},
    "conv-transpose stride": {
        "layer": "conv-transpose",
        "stride": 2,
        "padding": 1,
        "output_padding": 1,
        "bias": "1",
        "direction": "both",
    },
    "conv-transpose weight": {
        "layer": "conv-transpose",
        "stride": 2,
        "direction": "backward",
        "wrt": "weight",
    },
    "conv-transpose bias": {"layer": "conv-transpose", "direction": "backward", "wrt": "bias"},
    "conv-transpose all": {"layer": "conv-transpose", "direction": "backward", "wrt": "all"},
    "conv-transpose all padding": {
        "layer": "conv-transpose",
        "stride": 2,
        "padding": 1,
        "direction": "backward",
        "wrt": "all",
    },
    "conv channels": {"layer": "conv", **THREE, "bias": "1", "direction": "forward"},
    "conv channels both": {"layer": "conv", **THREE, "direction": "both"},
    "conv channels weight": {"layer": "conv", **THREE, "direction": "backward", "wrt": "weight"},
    "conv channels all": {"layer": "conv", **THREE, "direction": "backward", "wrt": "all"},
    "conv channels bias": {"layer": "conv", **THREE, "direction": "backward", "wrt": "bias"},
    "conv channels gather": {
        "layer": "conv",
        "shape": (4, 4, 2),
        "kernel_size": 2,
        "form": "gather",
        "channel": "all",
    },
    "conv filters": {
        "layer": "conv",
        **THREE,
        "filters": 2,
        "filter": "all",
        "stride": 2,
        "padding": 1,
        "bias": "1 0",
        "direction": "both",
    },
    "conv filters of one channel": {
        "layer": "conv",
        "filters": 2,
        "filter": "all",
        "direction": "both",
    },
    "depthwise all": {
        "layer": "conv",
        **THREE,
        "groups": 3,
        "filters": 3,
        "filter": "all",
        "direction": "backward",
        "wrt": "all",
    },
    "conv depthwise weight": {
        "layer": "conv",
        **THREE,
        "groups": 3,
        "filters": 3,
        "filter": "all",
        "direction": "backward",
        "wrt": "weight",
    },
    "conv depthwise": {
        "layer": "conv",
        **THREE,
        "groups": 3,
        "filters": 3,
        "filter": "all",
        "direction": "both",
    },
    "conv groups": {
        "layer": "conv",
        "shape": (5, 5, 4),
        "channel": "all",
        "groups": 2,
        "filters": 2,
        "filter": "all",
        "direction": "both",
    },
    "every": {"layer": "avg", "every": 3, "direction": "both", **SMALL},
    "three beats": {"layer": "max", "beats": 3, "direction": "both", **SMALL},
    "scans": {"layer": "avg", "scans": (4, 6), **SMALL},
    "avg gather": {"layer": "avg", "form": "gather", **SMALL},
    "avg gather uneven": {
        "layer": "avg",
        "form": "gather",
        "kernel_size": 3,
        "stride": 2,
        "padding": 1,
        "count_include_pad": False,
    },
    "conv gather": {"layer": "conv", "form": "gather"},
    "conv gather stride": {"layer": "conv", "form": "gather", "stride": 2, "shape": (6, 6)},
    "avg gather gaps": {"layer": "avg", "form": "gather", "kernel_size": 2, "stride": 3},
    "fractional-max disjoint": {
        "layer": "fractional-max",
        "disjoint": True,
        "output_size": 3,
        "direction": "both",
    },
}
ASPECTS = ("wide", "square", "tall")
EVERYWHERE = (
    *("avg both", "max both", "max padding", "max ties", "avg 12x3", "max 12x3", "torch"),
    *(
        "avg gather",
        "avg row",
        "max row",
        "avg column",
        "max 3x12",
        "long title",
        "many parameters",
    ),
    *("conv channels", "conv channels both", "conv filters", "conv depthwise", "depthwise all"),
)
"""Figures that are tried in all aspects, as convolutions are; the others have one each, in turn."""
ALIKE = (
    *("conv bias", "conv bias gradient", "conv replicate", "conv dilation", "conv fractions"),
    *("conv filters of one channel", "conv-transpose bias", "conv gather stride"),
)
"""Convolutions whose boards stand as those of another."""
TRIED = [
    (name, aspect)
    for number, name in enumerate(FIGURES)
    for aspect in ASPECTS
    if name in EVERYWHERE
    or (name.startswith("conv") and name not in ALIKE)
    or aspect == ASPECTS[number % 3]
]


@functools.cache
def staged(name, aspect):
    return stage_of(aspect=aspect, **FIGURES[name])
