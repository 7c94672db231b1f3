"""The parameters of a figure with the defaults of its layer. Loads no NumPy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from poolanim.errors import ParameterError, shown
from poolanim.grids.kernels import KERNELS
from poolanim.grids.sources import WORDS, is_read
from poolanim.layers.table import LAYER_PARAMETERS, LAYERS
from poolanim.parameters.domains import FRAMEWORKS, GATHER
from poolanim.parameters.sizes import as_text, spell
from poolanim.parameters.source import Numbers
from poolanim.parameters.table import Parameters

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from poolanim.layers.entry import LayerEntry

GRID = Numbers()
BACKWARD_ONLY = ("grad", "wrt", "form")
"""The parameters of a backward pass alone."""
ANY_LAYER = ("seed", "grad")
"""Of the parameters below those that figures of any layer have."""
UNSET = {name: getattr(Parameters, name) for name in (*LAYER_PARAMETERS, "grad")}
"""The parameters that have no meaning in some figures, with their values if they are not given."""


class Settled(Parameters):
    """The parameters of a figure, once those of its layer are set."""

    @property
    def entry(self) -> LayerEntry:
        """Its layer."""
        return LAYERS[self.layer]

    @property
    def framework(self) -> str:
        """The framework whose defaults apply: that of `like`, or else that whose code is shown."""
        return self.like or (self.code if self.code in FRAMEWORKS else "article")

    @property
    def group_count(self) -> int:
        """Into how many groups channels and filters are divided."""
        return self.groups or 1

    def _check_frameworks(self, parameters: Mapping[str, Any]) -> None:
        """Raises ParameterError if a framework of the figure or of its code refuses parameters."""
        coded = self.code if self.code in FRAMEWORKS else self.like
        for framework in sorted({self.like, coded}, key=str):
            self.entry.check(parameters, framework)

    def _settle(self) -> None:
        """Sets the layer's defaults, and refuses parameters that have no meaning beside others."""
        known = self.entry.defaults
        for name, unset in UNSET.items():
            value, usual = getattr(self, name), known.get(name)
            given = value != unset
            if not given and usual is None:
                continue
            if name not in known and name not in ANY_LAYER:
                why, depends = f"{self.layer} has no such parameter", "layer"
                advice = f"it has {', '.join(known) or 'no parameter'}"
            else:
                why, depends = self._meaningless(name)
                advice = f"leave {name} out"
            if given and why:
                raise ParameterError(
                    f"{name} is {shown(value, GRID.spell if name in WORDS else as_text)}, but "
                    f"{why}; {advice}",
                    field=name,
                    given=value,
                    depends=(depends,),
                )
            if value is None and not why:
                object.__setattr__(self, name, usual)
        if "stride" in known and self.stride is None:
            object.__setattr__(self, "stride", self.kernel_size)

    def _meaningless(self, name: str) -> tuple[str, str]:
        """Returns why a parameter has no meaning, and beside which other; empty if it has one."""
        if name in BACKWARD_ONLY and self.direction == "forward":
            return "a forward pass has none", "direction"
        if name in ("kernel_size", "filters") and is_read(self.kernel, "kernel"):
            return "the kernel has its own", "kernel"
        if name == "kernel_layout" and not is_read(self.kernel, "kernel"):
            return "the kernel is made, not read", "kernel"
        if name == "kernel_size" and self.kernel in KERNELS:
            return f"the kernel is {self.kernel}", "kernel"
        if (
            name == "output_padding"
            and self.output_size is not None
            and any(self.output_padding or ())
        ):
            return f"output_size is {spell(self.output_size)}", "output_size"
        if name == "kernel_size" and self.disjoint:
            return "disjoint windows have no size of their own", "disjoint"
        if name == "disjoint" and self.code == "torch":
            return "torch has windows of one size alone", "code"
        power = self.entry.defaults.get("p") if self.p is None else self.p
        if name == "ties" and power is not None and not math.isinf(power):
            return f"p is {as_text(power)}", "p"
        if name == "form" and self.form == GATHER:
            if self.wrt not in (None, "input"):
                return "only the gradient of the input is gathered", "wrt"
            if self.padding_mode not in (None, "zeros"):
                return f"padding_mode is {self.padding_mode}", "padding_mode"
        return "", ""
