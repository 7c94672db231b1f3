"""Templates filled in by Jinja. All that they print is escaped for the language of their file."""

from __future__ import annotations

import json
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemLoader, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from poolanim.files import escapes
from poolanim.files.resources import templates

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment

FILTERS = ("attribute", "fenced", "html", "jsx", "raw")
"""Functions of `escapes` that templates call by name."""


@cache
def environment(suffix: str) -> Environment:
    """Returns what reads templates in files of this ending.

    A sandbox, since a manifest of other people can name a template.
    """
    escape = escapes.ESCAPES[suffix]

    def shown(value: object) -> object:
        is_text = isinstance(value, str | Undefined) and not isinstance(value, Markup)
        return Markup(escape(str(value))) if is_text else value

    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(templates(), "utf-8"),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {name: _safe(getattr(escapes, name)) for name in FILTERS}
    made.filters["script_json"] = _safe(script_json)
    return made


def _safe(escape: Callable[..., str]) -> Callable[..., Markup]:
    """Returns a filter whose result is escaped no further."""

    def escaped(value: object, *arguments: object) -> Markup:
        plain = str(value) if isinstance(value, str) else value  # Markup would escape what is added
        return Markup(escape(plain, *arguments))

    return escaped


def render(name: str, fields: Mapping[str, Any]) -> str:
    """Returns a template filled in.

    Args:
        name: its path in `templates/`.
        fields: a value for every name in it.
    """
    return environment(PurePath(name).suffix).get_template(name).render(fields)


def script_json(data: Mapping[str, Any]) -> str:
    r"""Returns data as JSON that can stand in a `<script>` of a page, and in any script.

    Example:
        >>> script_json({"title": "</script>"})
        '{"title":"\\u003c/script>"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
