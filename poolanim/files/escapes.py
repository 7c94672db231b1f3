"""Escapes text for each language of a template, so that readers see the text as it was given."""

from __future__ import annotations

import json
import re
from functools import partial
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

LIST_START = re.compile(r"^([-+=]|\d+(?=[.)]))")
ENUMERATOR = re.compile(r"\(?\w+[.)]")
PUNCTUATION = re.compile(r"""[!"#$&'*<>?@\[\\\]^_`{|}~]|-(?=-)|(?<=-)-|\.(?=\.)|(?<=\.)\.""")
"""The punctuation to which Markdown, typography or quotes give a meaning."""
LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "−": r"\textminus{}",
    "≈": r"\ensuremath{\approx}",
    "∞": r"\ensuremath{\infty}",
    "…": r"\dots{}",
} | {character: f"\\{character}" for character in "{}$&#%_"}
JSX_NAMES = {
    "autoplay": "autoPlay",
    "class": "className",
    "playsinline": "playsInline",
    "srcdoc": "srcDoc",
    "srcset": "srcSet",
}
"""The names in JSX of HTML attributes that it renames."""
VOID = ("img", "link", "source")
"""Elements without content and end tag."""


def html(text: str) -> str:
    """Returns text for HTML. Braces become entities, since site generators may fill them in."""
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")


def markdown(text: str) -> str:
    """Returns text for a line of CommonMark."""
    text = re.sub(r"([\\`*_\[\]<>#|~$!])", r"\\\1", text.replace("&", "&amp;"))
    return _listless(text).replace("{", "&#123;").replace("}", "&#125;")


def quarto(text: str) -> str:
    """Returns text for Pandoc's Markdown, which has citations and typography."""
    return re.sub(r"([@^\"']|-(?=-)|(?<=-)-|\.(?=\.\.))", r"\\\1", markdown(text))


def hugo(text: str) -> str:
    """Returns text for a quoted value that Hugo reads as Markdown.

    All punctuation becomes entities, since Hugo cannot escape a backslash in quotes.
    """
    return _listless(PUNCTUATION.sub(_entity, text))


def _listless(text: str) -> str:
    """Returns Markdown whose first character begins no list and underlines no title."""
    return LIST_START.sub(lambda found: _entity(found) + found[0][1:], text)


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0][0])};"


def rst(text: str) -> str:
    """Returns text for a paragraph of reStructuredText.

    An escaped blank, which readers do not see, precedes a text that could begin a list or underline
    a title.
    """
    escaped = re.sub(r"([\\`*_|])", r"\\\1", text).replace("::", r":\:")
    plain = escaped[:1].isalpha() and not ENUMERATOR.match(text)
    return escaped if plain else rf"\ {escaped}"


def latex(text: str) -> str:
    """Returns text for LaTeX."""
    escaped = "".join(LATEX.get(character, character) for character in text)
    for pair in ("--", "''"):  # twice, for the pairs that overlap
        apart = f"{pair[0]}{{}}{pair[0]}"
        escaped = escaped.replace(pair, apart).replace(pair, apart)
    return escaped


ESCAPES: Mapping[str, Callable[[str], str]] = {
    ".html": html,
    ".hugo": hugo,
    ".md": markdown,
    ".mdx": partial(json.dumps, ensure_ascii=False),
    ".myst": markdown,
    ".qmd": quarto,
    ".rst": rst,
    ".tex": latex,
    ".txt": str,
}
"""The function that escapes texts, by the ending of the template's file."""


def attribute(text: str) -> str:
    """Returns text for a quoted attribute in Pandoc's Markdown, where backslashes escape."""
    return html(text).replace("\\", "&#92;")


def raw(text: str) -> str:
    r"""Returns text as a raw string of a Hugo shortcode. A backtick becomes an apostrophe.

    Example:
        >>> raw('a "b" `c`')
        '`a "b" \'c\'`'
    """
    return f"`{text.replace('`', chr(39))}`"


def fenced(text: str, info: str) -> str:
    r"""Returns text as a fenced code block of Markdown. No run of backticks ends it.

    Example:
        >>> fenced("a", "sh")
        '```sh\na\n```'
    """
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{info}\n{text}\n{fence}"


def jsx(markup: str) -> str:
    """Returns HTML as JSX. All texts become JSON.

    Example:
        >>> jsx('<img src="a.gif" alt="&lt;{" style="max-width: 1px">')
        '<img src="a.gif" alt={"<{"} style={{ maxWidth: "1px" }} />'
        >>> jsx("<script>a && b()</script>")
        '<script dangerouslySetInnerHTML={{ __html: "a && b()" }} />'
    """
    return _Jsx(markup).written


class _Jsx(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self._script: str | None = None
        self.written = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "script":  # React escapes what is between the tags
            self._script = ""
            return
        attributes = "".join(f" {_jsx_attribute(name, value)}" for name, value in attrs)
        self.written += f"<{tag}{attributes}{' /' if tag in VOID else ''}>"

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            code = json.dumps(self._script, ensure_ascii=False)
            self.written += f"<script dangerouslySetInnerHTML={{{{ __html: {code} }}}} />"
            self._script = None
        else:
            self.written += f"</{tag}>"

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script += data
            return
        self.written += f"{{{json.dumps(data, ensure_ascii=False)}}}" if data.strip() else data


def _jsx_attribute(name: str, value: str | None) -> str:
    shown = JSX_NAMES.get(name, name)
    if value is None:
        return shown
    if name == "style":
        rules = (rule.split(": ") for rule in value.split("; "))
        pairs = ", ".join(f"{_camel(rule)}: {json.dumps(to)}" for rule, to in rules)
        return f"style={{{{ {pairs} }}}}"
    plain = re.fullmatch(r"[\w ()./:%,-]*", value, re.ASCII)
    return f'{shown}="{value}"' if plain else f"{shown}={{{json.dumps(value, ensure_ascii=False)}}}"


def _camel(rule: str) -> str:
    return re.sub("-([a-z])", lambda found: found[1].upper(), rule)
