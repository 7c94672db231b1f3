"""The settings of an encoder of video."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records.tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Codec(NamedTuple):
    """An encoder, and the container around what it encodes.

    Attributes:
        container: the format of the file.
        container_options: settings of the container.
        name: of the encoder.
        options: settings of the encoder.
    """

    container: str
    container_options: Mapping[str, str]
    name: str
    options: Mapping[str, str]
