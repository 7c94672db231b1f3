"""Fills in templates with Jinja. Each text is escaped for the language of the template's file."""

from __future__ import annotations

import json
import re
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

COMMENT = re.compile(r"^\s*/\*.*?\*/", re.DOTALL | re.MULTILINE)
FILTERS = ("attribute", "fenced", "html", "jsx", "raw")
"""Functions of `escapes` that templates use as filters."""


@cache
def environment(suffix: str) -> Environment:
    """Returns the Jinja environment for templates in files of this ending.

    It is a sandbox, since a manifest of other people can name a template.
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
    made.filters |= {"script_json": _safe(script_json), "dense": _safe(dense)}
    return made


def _safe(escape: Callable[..., str]) -> Callable[..., Markup]:
    """Returns a filter whose result is not escaped again."""

    def escaped(value: object, *arguments: object) -> Markup:
        plain = (
            str(value) if isinstance(value, str) else value
        )  # Markup escapes texts that are added to it
        return Markup(escape(plain, *arguments))

    return escaped


def render(name: str, fields: Mapping[str, Any]) -> str:
    """Returns a template filled in.

    Args:
        name: the path of the template in `templates/`.
        fields: a value for every name in the template.
    """
    return environment(PurePath(name).suffix).get_template(name).render(fields)


def dense(code: str) -> str:
    r"""Returns CSS or JavaScript without indents, empty lines, and comments on lines of their own.

    Example:
        >>> dense("/* Two\n   lines */\na {\n  b: c;\n}\n\n// One\nlet d; // here")
        'a {\nb: c;\n}\nlet d; // here'
    """
    lines = (line.strip() for line in COMMENT.sub("", code).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def script_json(data: Mapping[str, Any]) -> str:
    r"""Returns data as JSON that is safe in a script and in a `<script>` element.

    Example:
        >>> script_json({"title": "</script>"})
        '{"title":"\\u003c/script>"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
