"""An entry of the table of layers: what is known of a layer without NumPy."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from inspect import getattr_static
from typing import TYPE_CHECKING, Any

from poolanim.files.resources import templates
from poolanim.layers.cropping import Transposed
from poolanim.parameters.domains import FRAMEWORKS
from poolanim.records import fields, frozen
from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from poolanim.layers.layer import Layer
    from poolanim.layers.placement import Placement
    from poolanim.parameters.sizes import Pair


PLAIN = ("input", "output", "grad_output", "grad_input")
WEIGHTED = (
    *("input", "weight", "bias", "output"),
    *("grad_input", "grad_weight", "grad_bias", "grad_output"),
)
"""The names of the grids of a layer with weights, and those of one without, in the order of
labels."""


class Fit(NamedTuple):
    """How a layer fits an input.

    Attributes:
        scans: how many rows and columns of scans there are.
        output_size: (height, width) of the output.
        parameters: of the layer's class.
    """

    scans: Pair
    output_size: Pair
    parameters: Mapping[str, Any]


@frozen(kw_only=True)
class LayerEntry:
    """A layer.

    Attributes:
        name: of its command.
        module: that contains its class.
        class_name: of its class.
        summary: its line of `--help`.
        parameters: the parameters of its class, each with the default of a figure; None for a
            default that depends on the framework.
        settings: the further parameters that a figure of it has, each with its default.
        placement: the part of its class that places windows.
        like: the defaults of frameworks, where they differ from `FRAMEWORKS` in this layer.
        shape: (height, width) of an input that is made to measure.
        restores: whether windows lie over the output, so that it has their size and not that of
            the scans.
        kernel_layout: the order of the axes of its class's weights, the third of which counts those
            of a group; empty for a layer without weights.
        words: the file of its sentences; None for `NAME.toml` in `templates/words`.
    """

    name: str
    module: str
    class_name: str
    summary: str
    parameters: Mapping[str, Any]
    placement: type[Placement]
    settings: Mapping[str, Any] = {}
    like: Mapping[str, Mapping[str, Any]] = {}
    shape: Pair = (5, 5)
    restores: bool = False
    kernel_layout: str = ""
    words: Path | None = None

    @property
    def words_file(self) -> Path:
        """The file of its sentences."""
        return self.words or templates() / "words" / f"{self.name}.toml"

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """The parameters that a figure of it has, each with its default."""
        return {**self.parameters, **self.settings}

    @property
    def grids(self) -> tuple[str, ...]:
        """The names of the grids of its passes, in the order of labels."""
        return WEIGHTED if self.kernel_layout else PLAIN

    @property
    def crops(self) -> bool:
        """Whether its class has the parameter `crop`, which depends on the framework."""
        return hasattr(self.placement, "crop")

    def usual(self, framework: str) -> dict[str, Any]:
        """Returns the defaults of a framework."""
        return {**FRAMEWORKS[framework], **self.like.get(framework, {})}

    def check(self, parameters: Mapping[str, Any], like: str | None) -> None:
        """Raises ParameterError if parameters do not fit the layer or each other.

        Args:
            parameters: of its class.
            like: a framework.
        """
        self.placement.check(parameters, like)
        for name, value in parameters.items():
            if isinstance(value, str) and hasattr(self.placement, name):  # a word of some layers
                getattr_static(self.placement, name).domain.check(name, value)

    def fit(
        self,
        parameters: Mapping[str, Any],
        shape: Pair,
        *,
        kernel: Pair | None = None,
        output_size: Pair | None = None,
    ) -> Fit:
        """Returns how the layer fits an input.

        Args:
            parameters: of its class.
            shape: (height, width) of the input.
            kernel: (height, width) of the weights of a layer that has some.
            output_size: (height, width) of the output of a transposed convolution; None if that
                follows from the parameters.

        Raises:
            ParameterError: the layer does not fit.
        """
        given = dict(parameters)
        sizes = given if kernel is None else {**given, "kernel_size": kernel}
        names = [name for name in fields(self.placement) if name in sizes]
        placed = self.placement(**{name: sizes[name] for name in names})
        if isinstance(placed, Transposed) and output_size is not None:
            placed = placed.sized(shape, output_size)
            given |= {"padding": placed.padding, "output_padding": placed.output_padding}
        rows, columns = placed.scans(shape)
        if not self.restores:
            return Fit((rows, columns), (rows, columns), given)
        height, width = placed.geometry(shape).input_shape
        return Fit((rows, columns), (height, width), given)

    def layer(self, parameters: Mapping[str, Any]) -> Layer:
        """Returns the layer with its parameters, and its weights among them."""
        made: Layer = getattr(import_module(self.module), self.class_name)(**parameters)
        return made
