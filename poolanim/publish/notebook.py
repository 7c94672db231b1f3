"""A figure that shows itself as a player in Jupyter and in other notebooks."""

from __future__ import annotations

from base64 import b64encode
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

from poolanim.figure import check_figure
from poolanim.pipeline import animate, run

if TYPE_CHECKING:
    import os
    from collections.abc import Collection

    from poolanim.figure import Figure
    from poolanim.formats.outputs import Output
    from poolanim.formats.painting import Painting
    from poolanim.formats.writing import Written


class Animation:
    """A figure as a player, which notebooks show.

    Args:
        figure: the figure. It runs when it is first shown or saved.

    Raises:
        ParameterError: `figure` is no Figure.

    Example:
        >>> from poolanim import Figure
        >>> str(Animation(Figure(layer="max", kernel_size=2, input="1 3; 2 4")))[:33]
        '<Animation: Max pooling, backward'
    """

    def __init__(self, figure: Figure) -> None:
        check_figure(figure)
        self.figure = figure

    def save(self, *outputs: str | os.PathLike[str] | Output, **options: Any) -> list[Written]:
        """Writes files. Takes the arguments of `animate`."""
        return animate(self.figure, *outputs, **options)

    def to_jshtml(self) -> str:
        """Returns the player as one HTML element for any page, without other files.

        A wide figure of the usual width is shown tall in narrow windows.

        Raises:
            PoolanimError: the figure's grids cannot be read or do not fit its layer.
        """
        from poolanim.formats.looks import in_looks
        from poolanim.formats.player import to_html
        from poolanim.formats.writing import views_of
        from poolanim.publish.framing import framed

        figure = self.figure
        wide = figure.aspect == "wide" and figure.width is None
        looks = in_looks(figure, {"aspect": ["wide", "tall"] if wide else []})
        player = to_html(views_of(looks, self._painting))
        frame = framed("srcdoc", player, self._caption, self._painting.scene.size_px)
        return f"<div>{frame}</div>"  # IPython warns of HTML that is an iframe alone

    def _repr_html_(self) -> str:
        return self.to_jshtml()

    def _repr_mimebundle_(
        self,
        include: Collection[str] | None = None,
        exclude: Collection[str] | None = None,
    ) -> dict[str, str]:
        """Returns the forms of which a notebook chooses one; a still if it runs no scripts."""
        shown = {"text/plain": self.__repr__, "text/html": self.to_jshtml, "image/png": self._still}
        return {
            form: show()
            for form, show in shown.items()
            if (include is None or form in include) and (exclude is None or form not in exclude)
        }

    def __repr__(self) -> str:
        return f"<Animation: {self._caption}>"

    @property
    def _caption(self) -> str:
        return self.figure.caption or self._painting.scene.caption

    def _still(self) -> str:
        """Returns the poster as PNG in Base64, the form of Jupyter's messages."""
        from poolanim.files.pictures import write_png
        from poolanim.scene.posters import poster
        from poolanim.scene.stills import still

        scene = self._painting.scene
        canvas = self._painting.picture(still(scene, poster(scene, self.figure.poster)))
        content = BytesIO()
        write_png(content, canvas, self._painting.palette.colours)
        return b64encode(content.getvalue()).decode()

    @cached_property
    def _painting(self) -> Painting:
        from poolanim.formats.painting import Painting

        return Painting(self.figure, run(self.figure), [])
