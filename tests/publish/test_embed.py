from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from poolanim import Figure
from poolanim.errors import ParameterError
from poolanim.files.escapes import ESCAPES
from poolanim.formats.looks import in_looks
from poolanim.formats.outputs import plan
from poolanim.pipeline import animate
from poolanim.publish.embed import load_embedding

TARGETS = ["beamer", "html", "hugo", "latex", "markdown", "mdx", "myst", "quarto", "rst"]
NASTY = "a <b> \"c\" 'd' </script> $x$ ${y} _e_ *f* {{g}} \\h # % ~ ^ & | [i] `j`"
SUMMARY = (
    "Average pooling (kernel 2, stride 1), backward: a window moves over "
    "3x3 cells in 4 scans. Each number of dA is divided by 4, and added to every cell under its "
    "window. The tracked cell, dA_prev[1, 1], ends at 1.00."
)
SHORT = {"layer": "avg", "kernel_size": 2, "shape": 3, "motion": "steps", "step_ms": 500}
"""A figure whose video is encoded soon."""


class Elements(HTMLParser):
    """All elements of a page, with their attributes, and its text."""

    def __init__(self, markup):
        super().__init__()
        self.found, self.text = [], ""
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data

    def all(self, name):
        return [attributes for tag, attributes in self.found if tag == name]


@pytest.fixture
def embedded(tmp_path, monkeypatch):
    """Makes files, and what embeds them."""
    monkeypatch.chdir(tmp_path)

    def make(target, *paths, themes=("light",), aspects=(), base="", still=None, **fields):
        figure = Figure(grad="ones", **SHORT | fields)
        outputs = plan(paths, still=still)
        looks = {"theme": themes, "aspect": aspects}
        files = animate(figure, *outputs, looks=looks)
        return load_embedding(target, base).snippet(in_looks(figure, looks), outputs, files)

    return make


def test_a_video_plays_by_itself_and_has_stands_in(embedded):
    found = Elements(embedded("html", "a.mp4", "a.gif", "a.png"))
    (video,) = found.all("video")
    assert {"autoplay", "loop", "muted", "playsinline", "controls"} <= video.keys()
    assert (video["poster"], video["width"], video["height"]) == ("a.png", "800", "450")
    assert video["aria-label"] == SUMMARY
    assert found.all("source") == [
        {"src": "a.mp4", "type": "video/mp4", "media": "(prefers-reduced-motion: no-preference)"}
    ]
    (image,) = found.all("img")
    assert (image["src"], image["alt"]) == ("a.gif", SUMMARY)
    assert found.all("figure")
    assert (
        "Average pooling, backward (kernel 2, stride 1). Each number of dA is divided" in found.text
    )


@pytest.mark.parametrize("target", ["html", "mdx"])
def test_with_less_motion_a_video_gives_way_to_a_still_for_light_and_dark(embedded, target):
    found = Elements(embedded(target, "a.mp4", "a.png", themes=("light", "dark")))
    assert [source.get("src") or source.get("srcset") for source in found.all("source")] == [
        "a-dark.mp4",
        "a-light.mp4",
        "a-dark.png 1x",
    ]
    assert all("reduced-motion: no-pref" in each["media"] for each in found.all("source")[:2])
    assert found.all("source")[2]["media"] == "(prefers-color-scheme: dark)"
    assert found.all("img")[0]["src"] == "a-light.png"
    [classes] = {
        tuple(each.get("class") or each["classname"] for each in found.all(name))
        for name in ("video",)
    }
    assert classes == ("poolanim-film",)
    hidden = {"reduce": "film", "no-preference": "still"}
    assert [(link["media"], link["href"]) for link in found.all("link")] == [
        (
            f"(prefers-reduced-motion: {motion})",
            f"data:text/css,.poolanim-{part}%7Bdisplay:none%7D",
        )
        for motion, part in hidden.items()
    ]


def test_elements_without_content_end_in_mdx(embedded):
    found = embedded("mdx", "a.mp4", "a.gif", "a.png", themes=("light", "dark"))
    ends = re.findall(r"<(link|source|img) [^<>]*?(/?)>", found)
    assert {name for name, _ in ends} == {"link", "source", "img"}
    assert all(end for _, end in ends)


def test_without_a_still_a_video_plays_for_everyone(embedded):
    found = Elements(embedded("html", "a.mp4"))
    assert found.all("source") == [{"src": "a.mp4", "type": "video/mp4"}]
    assert not found.all("img")


def test_two_themes_are_sources_for_light_and_dark(embedded, tmp_path):
    found = Elements(embedded("html", "a.mp4", themes=("dark", "light")))
    assert [source["src"] for source in found.all("source")] == ["a-dark.mp4", "a-light.mp4"]
    assert found.all("source")[0]["media"] == "(prefers-color-scheme: dark)"
    found = Elements(embedded("markdown", "b.gif", themes=("light", "dark")))
    assert found.all("source")[0]["srcset"] == "b-dark.gif 1x"
    assert found.all("img")[0]["src"] == "b-light.gif"
    assert {path.name for path in tmp_path.glob("b*")} == {"b-light.gif", "b-dark.gif"}


def test_twice_the_pixels_are_told(embedded):
    (image,) = Elements(embedded("html", "a.gif", scale=2)).all("img")
    assert (image["srcset"], image["width"], image["height"]) == ("a.gif 2x", "800", "450")


def test_a_player_of_all_looks_stands_in_a_frame(embedded):
    (frame,) = Elements(embedded("html", "a.html", "a.gif", aspect="square")).all("iframe")
    assert (frame["src"], frame["width"], frame["title"]) == ("a.html", "640", SUMMARY)
    assert int(frame["height"]) > 640
    looks = {"aspects": ("wide", "tall"), "themes": ("dark", "light")}
    text = embedded("html", "b.html", "b.mp4", **looks)
    assert [each["src"] for each in Elements(text).all("iframe")] == ["b.html"]
    without_scripts = text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert [each["src"] for each in Elements(without_scripts).all("source")] == [
        "b-tall-dark.mp4",
        "b-tall-light.mp4",
        "b-wide-dark.mp4",
        "b-wide-light.mp4",
    ]


@pytest.mark.parametrize("target", ["html", "mdx", "markdown", "quarto", "rst"])
def test_texts_in_html_are_as_they_were_written(embedded, target):
    found = embedded(target, "a.html" if target in ("rst", "quarto") else "a.gif", caption=NASTY)
    if target == "mdx":
        assert json.loads(re.search(r"<figcaption>\{(.*)\}</figcaption>", found)[1]) == NASTY
    elif target != "markdown":
        assert NASTY in Elements(found).text
        assert "{{" not in found
        assert not Elements(found).all("b")


@pytest.mark.parametrize(
    ("ending", "escaped"),
    [
        (".html", "&lt;b&gt; &amp; &quot;x&quot; &#123;&#123;y&#125;&#125; $z_1$ \\a"),
        (".md", r'\<b\> &amp; "x" &#123;&#123;y&#125;&#125; \$z\_1\$ \\a'),
        (".myst", r'\<b\> &amp; "x" &#123;&#123;y&#125;&#125; \$z\_1\$ \\a'),
        (".qmd", r"\<b\> &amp; \"x\" &#123;&#123;y&#125;&#125; \$z\_1\$ \\a"),
        (
            ".hugo",
            "&#60;b&#62; &#38; &#34;x&#34; &#123;&#123;y&#125;&#125; &#36;z&#95;1&#36; &#92;a",
        ),
        (".rst", r'\ <b> & "x" {{y}} $z\_1$ \\a'),
        (".tex", r'\textless{}b\textgreater{} \& "x" \{\{y\}\} \$z\_1\$ \textbackslash{}a'),
        (".mdx", r'"<b> & \"x\" {{y}} $z_1$ \\a"'),
        (".txt", '<b> & "x" {{y}} $z_1$ \\a'),
    ],
)
def test_each_target_has_its_escapes(ending, escaped):
    assert ESCAPES[ending]('<b> & "x" {{y}} $z_1$ \\a') == escaped


@pytest.mark.parametrize(
    ("ending", "text", "escaped"),
    [
        (".md", "- a", "&#45; a"),
        (".md", "1. a", "&#49;. a"),
        (".md", "10 a", "10 a"),
        (".md", "# a", r"\# a"),
        (".hugo", "+ a -- b", "&#43; a &#45;&#45; b"),
        (".hugo", "3) a...", "&#51;) a&#46;&#46;&#46;"),
        (".qmd", "@a -- b... it's", r"\@a \-\- b\... it\'s"),
        (".rst", "- a", r"\ - a"),
        (".rst", "A. a", r"\ A. a"),
        (".rst", "iv) a", r"\ iv) a"),
        (".rst", "Ab a.", "Ab a."),
        (".rst", "a::", r"a:\:"),
        (".rst", "a_ b", r"a\_ b"),
        (".tex", "−1 ≈ 50 %", r"\textminus{}1 \ensuremath{\approx} 50 \%"),
        (".tex", "a --- `b''", r"a -{}-{}- \textasciigrave{}b'{}'"),
    ],
)
def test_no_text_begins_or_ends_as_something_else(ending, text, escaped):
    assert ESCAPES[ending](text) == escaped


def test_latex_plays_the_pages_of_a_film(embedded):
    found = embedded("latex", "a.gif", "a.pdf", "a.png")  # the GIF has more frames
    # 10 frames in 1.5 s, scans of 0.85, 0.85, 0.5 and 0.47 s, and 3 s.
    size = r"width=\linewidth, height=0.8\textheight, keepaspectratio"
    assert rf"\animategraphics[autoplay, loop, controls, {size}]{{1.39}}{{a}}{{}}{{}}" in found


def test_latex_takes_a_still(embedded):
    found = embedded("latex", "a.png")
    assert (
        "\\includegraphics[width=\\linewidth, height=0.8\\textheight, keepaspectratio, alt={Average"
        in found
    )
    assert "]{a.png}\n" in found
    assert "\\caption{Average pooling, backward (kernel 2, stride 1). Each" in found


def test_hugo_takes_a_film(embedded):
    found = embedded("hugo", "a b.gif")
    assert found.startswith('{{< figure src="a%20b.gif" alt=`Average pooling (kernel 2,')
    assert 'caption="Average pooling, backward (kernel 2, stride 1). Each' in found


def test_hugo_takes_html_in_a_shortcode_of_ones_own(embedded):
    found = embedded("hugo", "a.mp4", "a.png")
    assert found.startswith("{{< poolanim >}}\n<figure")
    assert '<source src="a.mp4"' in found
    assert found.endswith("</figure>\n{{< /poolanim >}}\n")


def test_hugo_publishes_what_is_in_static(embedded):
    found = embedded("hugo", "site/static/img/a.html", "site/static/img/a b.gif")
    assert '<iframe src="/img/a.html"' in found
    assert 'src="/img/a%20b.gif"' in found


def test_myst_has_the_name_of_the_file_as_it_is(embedded):
    found = embedded("myst", "a b,ü=1%.gif")
    assert found.startswith('```{figure} a\\ b,ü=1%.gif\n:alt: "Average pooling (')
    assert embedded("myst", "a.mp4").startswith("```{raw} html\n<figure")


def test_sphinx_takes_the_picture_that_its_builder_can_show(embedded):
    found = embedded("rst", "a b.gif", "a b.png")
    assert ".. figure:: a\\ b.gif\n" in found
    assert ".. figure:: b.*\n" in embedded("rst", "b.gif", "b.pdf", still="first")


def test_beamer_shows_a_page_at_a_time(embedded):
    found = embedded("beamer", "a.pdf")
    assert r"\foreach \n in {1, ..., 10}" in found
    assert r"{\only<\n>{\includegraphics[page=\n, " in found
    assert r"\includegraphics[width=\linewidth, height=0.8\textheight, " in embedded(
        "beamer", "a.png"
    )


def test_a_narrow_screen_gets_the_tall_files(embedded):
    looks = {"aspects": ("wide", "tall"), "themes": ("light", "dark")}
    found = Elements(embedded("html", "a.gif", "a.png", **looks))
    sources = {each["media"]: each["srcset"] for each in found.all("source")}
    narrow, night = "(max-width: 600px)", "(prefers-color-scheme: dark)"
    assert sources[f"{narrow} and {night}"] == "a-tall-dark.gif 1x"
    assert sources[narrow] == "a-tall-light.gif 1x"
    assert sources[night] == "a-wide-dark.gif 1x"
    assert sources[f"(prefers-reduced-motion: reduce) and {narrow}"] == "a-tall-light.png 1x"
    [tall] = {
        (each["width"], each["height"]) for each in found.all("source") if "tall" in each["srcset"]
    }
    assert tall == ("450", "800")
    [image] = found.all("img")
    assert (image["src"], image["width"], image["height"]) == ("a-wide-light.gif", "800", "450")
    video = Elements(embedded("html", "a.mp4", **looks)).all("source")
    narrower = [each["src"] for each in video if narrow in each.get("media", "")]
    assert narrower == ["a-tall-dark.mp4", "a-tall-light.mp4"]
    found = Elements(embedded("markdown", "a.gif", **looks))
    assert {narrow, night, f"{narrow} and {night}"} == {
        each["media"] for each in found.all("source")
    }


def test_of_several_looks_a_page_shows_one_for_each_kind(embedded):
    found = embedded("html", "a.gif", aspects=("tall", "square", "wide"), themes=("dark",))
    assert '<img src="a-square.gif"' in found
    assert 'srcset="a-tall.gif 1x" media="(max-width: 600px)"' in found
    assert "a-wide" not in found


@pytest.mark.parametrize(
    ("base", "path"),
    [
        ("", "f/a%20b.gif"),
        (".", "f/a%20b.gif"),
        ("/img/", "/img/f/a%20b.gif"),
        ("https://example.org/x?y=1", "https://example.org/x?y=1/f/a%20b.gif"),
        ('"><b>', "%22%3E%3Cb%3E/f/a%20b.gif"),
    ],
)
def test_a_base_precedes_the_paths(embedded, base, path):
    Path("f").mkdir()
    [image] = Elements(embedded("html", "f/a b.gif", base=base)).all("img")
    assert image["src"] == path


def test_rst_has_a_figure_for_each_of_two_themes(embedded):
    found = embedded("rst", "a.gif", themes=("light", "dark"))
    assert re.findall(r"figure:: (.*)\n   :figclass: (.*)", found) == [
        ("a-light.gif", "only-light"),
        ("a-dark.gif", "only-dark"),
    ]
    assert f"   :alt: {SUMMARY}\n" in found


@pytest.mark.parametrize("target", TARGETS)
def test_no_name_is_left_unfilled(embedded, target):
    found = embedded(target, "a.gif", "a.png")
    assert found.endswith("\n")
    assert not re.search(r"(?<!=)\{\{[^<]|\{%|None", found)


def test_a_template_of_ones_own(embedded, tmp_path):
    (tmp_path / "own.md").write_text(
        "{% if video %}\nvideo {{ mp4 }}\n{% else %}\nany {{ gif }} $1 {{ rate }}\n"
        "{% if webp %}\n{{ webp }}\n{% endif %}\n{{ alt }}\n{% endif %}\n"
    )
    found = embedded("own.md", "a.gif")
    assert found.splitlines()[0] == "any a.gif $1 1.39"
    assert found.splitlines()[1].startswith("Average pooling (kernel 2")
    assert embedded("own.md", "a.mp4") == "video a.mp4\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("htlm", "embed is 'htlm'; did you mean 'html'?"),
        ("own.css", "embed is 'own.css'; its ending decides how texts are escaped"),
        ("none.md", "embed none.md: no such file or directory; give one of beamer, html, hugo, "),
        ("bad.md", r"embed bad.md, line 2: unexpected '}'"),
        ("bytes.md", "embed bytes.md: not UTF-8"),
        ("unknown.md", r"embed unknown.md: foo is no field; use one of alt, apng, caption, "),
        ("near.md", r"embed near.md: git_dark is no field; did you mean 'gif'\?"),
        ("head.md", r"embed head.md: vdieo is no field; did you mean 'video'\?"),
        ("nested.md", r"embed nested.md: git is no field; did you mean 'gif'\?"),
    ],
)
def test_a_template_that_cannot_be_used(tmp_path, monkeypatch, name, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.md").write_text("costs\n{{ 5 }\n")
    (tmp_path / "unknown.md").write_text("G={{ gif }} X={{ foo }}\n")
    (tmp_path / "near.md").write_text("{{ gif_dark_stem }} {{ alt|html }} {{ git_dark }}\n")
    (tmp_path / "head.md").write_text("{% if vdieo %}{{ video }}{% endif %}\n")
    (tmp_path / "nested.md").write_text("{% for a in [git] %}{{ a }}{% endfor %}\n")
    (tmp_path / "bytes.md").write_bytes(b"\xff")
    with pytest.raises(ParameterError, match=message):
        load_embedding(name)


@pytest.mark.parametrize(
    ("target", "path", "taken"),
    [
        ("markdown", "a.mp4", ".gif, .webp, .apng, .svg or .png"),
        ("latex", "a.gif", ".pdf or .png"),
        ("own.md", "a.gif", ".mp4 or .webm"),
    ],
)
def test_a_target_that_takes_none_of_the_files(tmp_path, monkeypatch, target, path, taken):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.md").write_text(
        "{% if video_dark %}M={{ video_dark }}{% endif %}\n{{ alt }}\n"
    )
    message = f"embed is '{target}', which embeds {taken}; name one with --output"
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        load_embedding(target).check(plan([path]))


def test_a_template_need_not_show_a_file(embedded, tmp_path):
    (tmp_path / "own.txt").write_text("{{ width }} by {{ height }}\n")
    assert embedded("own.txt", "a.gif") == "800 by 450\n"


@pytest.mark.parametrize(
    "text",
    [
        "{{ gif.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ gif }}{% include 'none.md' %}",
        "{{ gif }}{{ 1 / 0 }}",
        "{{ gif|int + '' }}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ gif }}{{ a() }}",
        "{% for a in range(999999) %}{{ gif }}{% endfor %}",
        "{% include '../pyproject.toml' %}",
    ],
)
def test_a_template_that_fails_is_an_error_of_one_line(tmp_path, monkeypatch, text):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.md").write_text(text)
    with pytest.raises(ParameterError) as error:
        load_embedding("own.md").check(plan(["a.gif"]))
    assert str(error.value).startswith("embed own.md: ")
    assert "\n" not in str(error.value)


def test_latex_cannot_name_every_file():
    load_embedding("latex").check(plan(["a_b c.png"]))
    for character in '%#{}\\~"':
        with pytest.raises(ParameterError, match="LaTeX takes no"):
            load_embedding("latex").check(plan([f"a{character}.png"]))


def test_a_template_takes_the_figure_as_html(embedded, tmp_path):
    (tmp_path / "own.md").write_text("{{ figure }}\n")
    assert embedded("own.md", "a.gif", caption="<b>") == embedded("html", "a.gif", caption="<b>")
    with pytest.raises(ParameterError, match=r"which embeds \.gif, \.mp4, "):
        load_embedding("own.md").check(plan(["a.json"]))
