"""What users write, in pages and snippets as a browser and real parsers read them."""

from __future__ import annotations

import json
import re
import string
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import quote

import docutils.nodes
import pytest
from docutils.core import publish_doctree, publish_string
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from poolanim import Figure
from poolanim.batch.pages import page_text
from poolanim.files.escapes import LATEX, fenced, html, latex, markdown, rst
from poolanim.files.resources import templates
from poolanim.formats.outputs import plan
from poolanim.formats.writing import Written
from poolanim.manifest.reading import read_manifest
from poolanim.publish.embed import load_embedding
from tests.publish.test_embed import Elements
from tests.scenes import scene_of

HIT = "window.hit = 1"
SCRIPT = f"<script>{HIT}</script>"
FENCE = f"```\n{SCRIPT}\n````````\n{SCRIPT}\n~~~\n{SCRIPT}"
TEXTS = (
    FENCE,
    f'"><img src=x onerror="{HIT}">',
    f"'/><svg onload='{HIT}'>",
    f"--></title></script></style>{SCRIPT}<!--",
    f"[a](javascript:{HIT}) ![b](x) `c` *d* _e_ ~~f~~ | g |",
    '1. a &lt; &amp;copy; \\ \\` \\" \\n # %%',
    "{{ 7 * 7 }}{% raw %}{# g #} ${h} {<i} :j: k::",
    '- a -- b... it\'s "c" http://d.e @f [1]_ g_ `h`_ |i|',
)
LABELS = ('"><b>x', "`</script>", "{{x}}]\\\\", "| & *c*")
NAME = "a\"b'c<d>&e`f)g](h"
RULES = {"raw_enabled": True, "file_insertion_enabled": False, "report_level": 5}
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TEXT = (
    st.text(string.punctuation + "aA1xi é−", min_size=1, max_size=24)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


def one_line(text):
    return " ".join(text.split())


@given(TEXT)
@settings(max_examples=300)
def test_a_text_in_markdown_reads_as_given(text):
    shown = MARKDOWN.render(markdown(text))
    assert shown == f"<p>{shown[3:-5]}</p>\n"
    assert Elements(shown).text.strip() == text
    assert [tag for tag, _ in Elements(shown).found] == ["p"]
    heading = MARKDOWN.render(f"# {markdown(text)}\n\nafter")
    assert Elements(heading).text.split("\n") == [text, "after", ""]
    link = Elements(MARKDOWN.render(f"[{markdown(text)}](a.gif)"))
    assert [tag for tag, _ in link.found] == ["p", "a"]
    image = Elements(MARKDOWN.render(f"![{markdown(text)}](a.gif)"))
    assert image.all("img") == [{"src": "a.gif", "alt": text}]


@given(TEXT)
@settings(max_examples=300)
def test_a_text_in_html_reads_as_given(text):
    shown = Elements(f'<p title="{html(text)}">{html(text)}</p>')
    assert (shown.text, shown.found) == (text, [("p", {"title": text})])
    assert not set("{}<>\"'") & set(html(text))


@given(TEXT)
@settings(max_examples=60, deadline=None)
def test_a_text_in_restructuredtext_reads_as_given(text):
    document = publish_doctree(
        f".. figure:: a.gif\n   :alt: {text}\n\n   {rst(text)}\n", settings_overrides=RULES
    )
    assert not list(document.findall(docutils.nodes.system_message))
    [figure] = document.children
    image, shown = figure.children
    assert isinstance(shown, docutils.nodes.caption)
    assert shown.astext().replace("\0", "") == text
    assert image["alt"] == text


@given(st.text("`~ \na", max_size=30))
def test_no_text_ends_the_fence_that_holds_it(text):
    [block] = MARKDOWN.parse(fenced(text, "sh"))
    assert (block.type, block.info) == ("fence", "sh")
    assert block.content == f"{text}\n"


def toml(text):
    return text.replace("\\", "\\\\").replace('"', '\\"')


def name_of(text):
    """A text as a figure's name, in which braces are for a matrix."""
    return one_line(re.sub("[{}]", "", text))


def manifest(tmp_path, ending):
    """A manifest with every hostile text as title, caption, label and what a chapter is about."""
    tables = [f'title = """{toml(TEXTS[1])}"""\nabout = """{toml(FENCE)}"""\npage = "p.{ending}"\n']
    for number, text in enumerate(TEXTS):
        tables.append(
            f'[[figure]]\nname = """{toml(name_of(text))} {number}"""\nlayer = "max"\nsize = 2\n'
            f'input = "1 2 3; 4 5 6"\noutput = "{number}/f.gif"\n'
            f'title = """{toml(text)}"""\ncaption = """{toml(text)}"""\n'
            f'labels = ["""{toml(one_line(text)[:8])}""", "b", "c", "d"]\n'
        )
    (tmp_path / "figures.toml").write_text("\n".join(tables), "utf-8")
    [page] = read_manifest(tmp_path / "figures.toml", tmp_path / "out").pages
    return page_text(page)


FRAMING = (templates() / "player" / "frame.js").read_text("utf-8").strip().replace("\n", " ")


def seen(browser, path):
    """What a browser shows of a page: its texts, whether a script ran, and live elements.

    The script that gives a frame the height of its player is none of these.
    """
    with browser.page() as page:
        page.open(path)
        page.run("new Promise(done => setTimeout(done, 50))")
        return page.run(
            "[document.body.textContent, window.hit ?? 0,"
            " [...document.querySelectorAll('body script, body svg, [onerror], [onload]')]"
            f".filter(each => each.textContent.trim() !== {json.dumps(FRAMING)}).length,"
            " [...document.links].map(each => each.protocol)]"
        )


@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_page_of_hostile_figures_runs_nothing_and_reads_as_given(browser, tmp_path, ending):
    text = manifest(tmp_path, ending)
    page = tmp_path / "page.html"
    head = "<!doctype html><meta charset=utf-8>"
    page.write_text(text if ending == "html" else head + MARKDOWN.render(text), "utf-8")
    body, hit, live, protocols = seen(browser, page)
    assert (hit, live) == (0, 0)
    assert set(protocols) == {"file:"}
    ids = [each["id"] for each in Elements(page.read_text("utf-8")).all("article")]
    assert len(set(ids)) == len(ids) == (len(TEXTS) if ending == "html" else 0)
    assert not any(set(name) & set(string.whitespace) for name in ids)
    shown = one_line(body)
    for given_text in TEXTS:
        assert shown.count(one_line(given_text)) >= 1  # the caption
    assert one_line(TEXTS[1]) in shown
    assert shown.count("poolanim max --size 2") == len(TEXTS)
    assert Elements(page.read_text("utf-8")).found.count(("code", {})) in (0, len(TEXTS))


@cache
def film():
    """A film whose alternative text has hostile labels in it."""
    return scene_of(layer="max", kernel_size=2, input="1 2 3; 4 5 6", labels=LABELS)[0]


def embedded(target, path, text):
    """What embeds one file."""
    files = [Written(Path(path), film().frame_count, 0.0, 0, film())]
    figure = Figure(layer="max", kernel_size=2, input="1 2 3; 4 5 6", caption=text)
    return load_embedding(target).snippet([figure], plan([path]), files)


@pytest.mark.parametrize("target", ["html", "markdown", "rst", "quarto"])
@pytest.mark.parametrize("ending", ["gif", "mp4", "html", "png"])
def test_a_snippet_of_hostile_texts_runs_nothing_and_reads_as_given(
    browser, tmp_path, target, ending
):
    path = f"{NAME}.{ending}"
    if target == "markdown" and ending in ("mp4", "html"):
        return
    parts = []
    for text in TEXTS:
        found = snippet_text = embedded(target, path, text)
        if target == "rst":
            made = publish_string(found, writer="html5", settings_overrides=RULES)
            found = made.decode().partition("<main")[2].partition(">")[2].partition("</main")[0]
        elif target == "quarto" and ending in ("mp4", "html"):
            [block] = MARKDOWN.parse(found)
            assert (block.type, block.info) == ("fence", "{=html}")
            found = block.content
        elif target in ("markdown", "quarto"):
            found = MARKDOWN.render(found)
        shown = Elements(found)
        [source] = {
            each.get("src")
            for tag in ("img", "source", "iframe", "video")
            for each in shown.all(tag)
        } - {None}
        names_it = target == "rst" and ending in ("gif", "png")
        assert source == (NAME if names_it else quote(NAME)) + "." + ending
        if target != "quarto" or ending in ("mp4", "html"):
            assert one_line(text) in one_line(shown.text).replace("’", "'")
        [alt] = {
            each.get("alt") or each.get("aria-label") or each.get("title")
            for tag in ("img", "iframe", "video")
            for each in shown.all(tag)
        }
        if target == "quarto" and ending in ("gif", "png"):
            # An attribute as Pandoc writes it, which no parser here knows.
            assert one_line(text) == alt
            [alt] = map(unescape, re.findall('{fig-alt="([^"]*)" width=800}', snippet_text))
        assert alt == film().summary
        parts.append(found)
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><meta charset=utf-8>{''.join(parts)}", "utf-8")
    _, hit, live, _ = seen(browser, page)
    assert (hit, live) == (0, 0)


@given(TEXT)
@settings(max_examples=200)
def test_a_text_in_latex_is_text_and_escapes_alone(text):
    escaped = latex(text)
    token = r"\\text\w+\{\}|\\[{}$&#%_]|\\(?:ensuremath\{\\\w+\}|dots\{\})|\{\}|[^\\{}$&#%_^~<>`]"
    assert re.fullmatch(f"(?:{token})*", escaped)
    for ligature in ("--", "''"):
        assert ligature not in escaped
    plain = {macro: character for character, macro in LATEX.items()}
    shown = re.sub(token, lambda found: plain.get(found[0], found[0]), escaped)
    assert shown.replace("{}", "") == text.replace("{}", "")


@pytest.mark.parametrize("text", TEXTS)
def test_hugo_reads_quoted_values_without_escapes(text):
    found = embedded("hugo", f"{NAME}.gif", text)
    [(source, alt, shown)] = re.findall(
        r'^\{\{< figure src="(.*?)" alt=`([^`]*)` caption="([^"\\]*)" width="800" height="\d+" ',
        found,
    )
    assert source == "a%22b%27c%3Cd%3E%26e%60f%29g%5D%28h.gif"
    assert alt == film().summary.replace("`", "'")
    paragraph = Elements(MARKDOWN.render(shown))
    assert paragraph.text.strip() == one_line(text)
    assert [tag for tag, _ in paragraph.found] == ["p"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ending", ["gif", "mp4", "html"])
def test_mdx_reads_texts_from_json(text, ending):
    found = embedded("mdx", f"{NAME}.{ending}", text)
    held = [json.loads(each) for each in re.findall(r'[=>]\{("(?:[^"\\]|\\.)*")\}', found)]
    assert held == [film().summary, one_line(text)]
    rest = re.sub(r'\{"(?:[^"\\]|\\.)*"\}', "", found)
    tags = re.findall(r"<(\w+)", rest)
    known = {"figure", "picture", "img", "video", "source", "iframe", "figcaption"}
    assert {*tags} <= (known | {"script"} if ending == "html" else known)
    assert "script" not in rest.replace("<script", "").replace("</script", "")


def test_a_path_in_bytes_that_are_no_text_is_a_link():
    assert 'src="a%FF.gif"' in embedded("html", "a\udcff.gif", "b")
