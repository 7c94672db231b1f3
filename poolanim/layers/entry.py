"""An entry of the table of layers: what is known of a layer without NumPy."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from poolanim.files.resources import templates
from poolanim.parameters.domains import FRAMEWORKS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from poolanim.layers.layer import Layer
    from poolanim.layers.placement import Placement
    from poolanim.parameters.sizes import Pair


class Fit(NamedTuple):
    """How a layer fits an input.

    Attributes:
        scans: how many rows and columns of scans there are.
        output_size: (height, width) of the output.
    """

    scans: Pair
    output_size: Pair


@dataclass(frozen=True, kw_only=True)
class LayerEntry:
    """A layer.

    Attributes:
        name: of its command.
        module: that contains its class.
        class_name: of its class.
        summary: its line of `--help`.
        parameters: the parameters of its class, each with the default of a figure; None for a
            default that depends on the framework.
        placement: the part of its class that places windows.
        like: the defaults of frameworks, where they differ from `FRAMEWORKS` in this layer.
        shape: (height, width) of an input that is made to measure.
        restores: whether the output has the size of the input, and not of the scans.
        words: the file of its sentences; None for `NAME.toml` in `templates/words`.
    """

    name: str
    module: str
    class_name: str
    summary: str
    parameters: Mapping[str, Any]
    placement: type[Placement]
    like: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    shape: Pair = (5, 5)
    restores: bool = False
    words: Path | None = None

    @property
    def words_file(self) -> Path:
        """The file of its sentences."""
        return self.words or templates() / "words" / f"{self.name}.toml"

    @property
    def crops(self) -> bool:
        """Whether its class has the parameter `crop`, which depends on the framework."""
        return hasattr(self.placement, "crop")

    def usual(self, framework: str) -> dict[str, Any]:
        """Returns the defaults of a framework."""
        return {**FRAMEWORKS[framework], **self.like.get(framework, {})}

    def check(self, parameters: Mapping[str, Any], like: str | None) -> None:
        """Raises ParameterError if parameters do not fit each other; `like` is a framework."""
        self.placement.check(parameters, like)

    def fit(self, parameters: Mapping[str, Any], shape: Pair) -> Fit:
        """Returns how the layer fits an input of (height, width).

        Raises:
            ParameterError: the layer does not fit.
        """
        names = [field.name for field in fields(self.placement) if field.name in parameters]
        rows, columns = self.placement(**{name: parameters[name] for name in names}).scans(shape)
        return Fit((rows, columns), shape if self.restores else (rows, columns))

    def layer(self, parameters: Mapping[str, Any]) -> Layer:
        """Returns the layer with its parameters."""
        made: Layer = getattr(import_module(self.module), self.class_name)(**parameters)
        return made
