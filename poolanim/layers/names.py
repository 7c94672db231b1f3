"""The names by which people call layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.errors import suggestion
from poolanim.parameters.domains import Choice

if TYPE_CHECKING:
    from collections.abc import Collection

MEANT = {
    "avg": (
        "average",
        "averagepool",
        "averagepooling",
        "avgpool",
        "avgpooling",
        "mean",
        "meanpool",
    ),
    "max": ("maxpool", "maxpooling", "maximum"),
    "min": ("minpool", "minpooling", "minimum"),
    "sum": ("sumpool", "sumpooling"),
    "lp": ("l2", "lppool", "norm"),
    "global-avg": ("gap", "globalaverage", "globalaveragepooling", "globalavg", "globalavgpool"),
    "global-max": ("gmp", "globalmax", "globalmaxpool", "globalmaxpooling"),
    "adaptive-avg": ("adaptiveaverage", "adaptiveavg", "adaptiveavgpool"),
    "adaptive-max": ("adaptivemax", "adaptivemaxpool"),
    "fractional-max": ("fractional", "fractionalmax", "fractionalmaxpool"),
    "softmax": ("softpool",),
    "unpool": ("maxunpool", "unpooling"),
    "conv": ("convolution", "convolve", "correlate", "crosscorrelation", "depthwise"),
    "conv-transpose": ("convtranspose", "deconv", "deconvolution", "transposedconv"),
}
"""Names by which people call layers, without hyphens and dimensions, by their names here."""


class LayerName(Choice):
    """The name of a layer."""

    def advice(self, given: str) -> str:
        """Returns the layer that was meant, or all."""
        return meant(given, self.words)


def meant(given: str, known: Collection[str]) -> str:
    """Returns the advice to use the word that was meant, such as a layer of another library.

    Example:
        >>> meant("MaxPool2d", ["avg", "max", "unpool"])
        "did you mean 'max'?"
        >>> meant("softmx", ["max", "softmax"])
        "did you mean 'softmax'?"
    """
    bare = given.lower().replace("-", "").replace("_", "").removesuffix("1d").removesuffix("2d")
    layers = {word: layer for layer, words in MEANT.items() for word in words}
    layer = bare if bare in known else layers.get(bare)
    return f"did you mean {layer!r}?" if layer in known else suggestion(given, known)
