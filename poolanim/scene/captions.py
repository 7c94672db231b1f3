"""A whole film in words, for those who do not see it, and for what stands around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolanim.scene.frames import Scene
    from poolanim.scene.passes import Pass


def passes_of(scene: Scene) -> list[Pass]:
    """The passes that a film shows, in order."""
    return list({id(beat.shown): beat.shown for beat in scene.beats()}.values())


def heading(scene: Scene) -> str:
    """What stands at the top of a film."""
    passes = passes_of(scene)
    return " ".join(filter(None, [passes[0].typesetting.title, _names(passes)]))


def caption(scene: Scene) -> str:
    """A line under a film: what it shows, and the layer's parameters."""
    passes = passes_of(scene)
    lines = passes[0].lines
    told = ", ".join(filter(None, [passes[0].typesetting.title, _names(passes)]))
    return ": ".join(filter(None, [told, lines.parameters]))


def summary(scene: Scene) -> str:
    """What a film shows, with its parameters and its result."""
    return " ".join(each.lines.summary() for each in passes_of(scene))


def _names(passes: list[Pass]) -> str:
    """Those of the passes, as far as they are told at the top."""
    told = (each.lines.words.sentences for each in passes)
    return " and ".join(sentences["name"] for sentences in told if sentences["heading"])
