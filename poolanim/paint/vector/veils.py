"""Veils: a window darkens the tiles under it, which stay as they are. No tile is painted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolanim.records import replace
from poolanim.theme.shades import VEILED, hatched, under_veils

if TYPE_CHECKING:
    from poolanim.theme import Theme


def with_veils(theme: Theme) -> tuple[Theme, dict[str, str]]:
    """Returns a theme with roles of tiles under veils, and the one for each level under a window.

    A level is drawn as itself where a veil makes the colour that it has under a window. There are
    no veils in themes with lines over fills, since they would darken the lines, too.

    Example:
        >>> from poolanim.theme import load_theme
        >>> theme, veils = with_veils(load_theme("light"))
        >>> veils["sign.3.veil"], veils["sign.8.veil"], theme.colours["sign.8.veil.under"]
        ('sign.3', 'sign.8.veil.under', (245, 248, 250))
    """
    if hatched(theme.colours):
        return theme, {}
    day, night = theme.colours, theme.night or theme.colours
    by_day, by_night = under_veils(day), under_veils(night)
    veils: dict[str, str] = {}
    for role in by_day:
        if role in by_night:
            level = role.removesuffix(VEILED)
            is_same = (by_day[role], by_night[role]) == (day[level], night[level])
            veils[role] = level if is_same else f"{role}.under"
    more = ({name: colours[role] for role, name in veils.items()} for colours in (by_day, by_night))
    day, night = (dict(colours) | added for colours, added in zip((day, night), more, strict=True))
    return replace(theme, colours=day, night=night if theme.night else None), veils
