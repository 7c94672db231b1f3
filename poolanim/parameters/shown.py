"""How a notebook shows a figure."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection


class Shown:
    """What notebooks show as a player if it is the last line of a cell."""

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """Returns the forms in which a notebook shows it as the last line of a cell."""
        bundle: dict[str, str] = self._animation()._repr_mimebundle_(include, exclude)
        return bundle

    def _repr_html_(self) -> str:
        """Returns the player, for tools that ask for HTML alone."""
        player: str = self._animation().to_jshtml()
        return player

    def _animation(self) -> Any:
        # All steps from a figure to a picture import this module, so they are found by name.
        return import_module("poolanim.publish.notebook").Animation(self)
