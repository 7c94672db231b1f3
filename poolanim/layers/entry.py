"""An entry of the table of layers: what is known of a layer without NumPy."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from poolanim.files.resources import templates
from poolanim.layers.fitting import fits_always
from poolanim.parameters.domains import FRAMEWORKS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from poolanim.layers.layer import Layer
    from poolanim.parameters.sizes import Pair

    Check = Callable[[Mapping[str, Any], str | None], None]
    Scans = Callable[[Mapping[str, Any], Pair], Pair]


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
        scans: the rows and columns of scans, from parameters and the (height, width) of an input.
            Raises ParameterError if the parameters do not fit the input.
        check: raises ParameterError if parameters do not fit each other; its second argument is
            the framework of the figure.
        like: the defaults of frameworks, where they differ from `FRAMEWORKS` in this layer.
        crops: whether its class has the parameter `crop`, which depends on the framework.
        restores: whether the output has the size of the input, and not of the scans.
        words: the file of its sentences; None for `NAME.toml` in `templates/words`.
    """

    name: str
    module: str
    class_name: str
    summary: str
    parameters: Mapping[str, Any]
    scans: Scans
    check: Check = fits_always
    like: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    crops: bool = False
    restores: bool = False
    words: Path | None = None

    @property
    def words_file(self) -> Path:
        """The file of its sentences."""
        return self.words or templates() / "words" / f"{self.name}.toml"

    def usual(self, framework: str) -> dict[str, Any]:
        """Returns the defaults of a framework."""
        return {**FRAMEWORKS[framework], **self.like.get(framework, {})}

    def fit(self, parameters: Mapping[str, Any], shape: Pair) -> Fit:
        """Returns how the layer fits an input of (height, width).

        Raises:
            ParameterError: the layer does not fit.
        """
        scans = self.scans(parameters, shape)
        return Fit(scans, shape if self.restores else scans)

    def layer(self, parameters: Mapping[str, Any]) -> Layer:
        """Returns the layer with its parameters."""
        made: Layer = getattr(import_module(self.module), self.class_name)(**parameters)
        return made
