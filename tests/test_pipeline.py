from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence

import poolanim
from poolanim import Figure, MaxPool, PoolanimError, animate, pipeline
from poolanim.errors import ParameterError
from poolanim.pipeline import run
from poolanim.scene.frames import kind_of
from tests.article import pool_backward, pool_forward


@pytest.mark.parametrize("layer", ["avg", "max"])
def test_the_deltas_in_the_json_sum_to_the_article_s_gradient(tmp_path, layer):
    fields = {"input": "1 3 2; 4 9 5; 7 8 6; 0 2 1", "kernel_size": 2, "direction": "both"}
    figure = Figure(layer=layer, motion="steps", **fields)
    outputs = [tmp_path / name for name in ("a.gif", "a.mp4", "a.json")]
    written = animate(figure, *outputs)
    assert [each.path for each in written] == outputs
    assert [(each.frames, each.seconds) for each in written] == [(28, 28.76), (28, 28.76), (0, 0)]
    assert all(each.size == each.path.stat().st_size > 0 for each in written)

    record = json.loads((tmp_path / "a.json").read_text())
    x, grad_output = np.array(record["input"]), np.array(record["grad_output"])
    sizes = (2, 2), (1, 1), (0, 0)
    np.testing.assert_allclose(record["output"], pool_forward(layer, x, *sizes), rtol=1e-15)
    summed = np.zeros_like(x)
    for scan in record["scans"]:
        for row, column, delta in scan["deltas"]:
            summed[row, column] += delta
    assert summed.tolist() == record["grad_input"]
    assert summed.tolist() == pool_backward(layer, grad_output, x, *sizes).tolist()


def test_the_same_figure_gives_the_same_bytes(tmp_path):
    names = ("a.gif", "a.mp4", "a.png", "a.json")
    figure = Figure(layer="max", kernel_size=2, shape=3, motion="steps")
    for folder in ("one", "other"):
        animate(figure, *(tmp_path / folder / name for name in names))
    for name in names:
        one, other = ((tmp_path / folder / name).read_bytes() for folder in ("one", "other"))
        assert one == other, name


def test_an_output_that_cannot_be_is_known_before_anything_is_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "write_figure", lambda *_: pytest.fail("a film was drawn"))
    (tmp_path / "file").touch()
    with pytest.raises(PoolanimError, match="is no folder"):
        animate(Figure(layer="avg"), tmp_path / "a.gif", tmp_path / "file" / "a.gif")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_a_folder_that_takes_no_file_is_known_before_anything_is_drawn(monkeypatch):
    monkeypatch.setattr(pipeline, "write_figure", lambda *_: pytest.fail("a film was drawn"))
    with pytest.raises(PoolanimError, match=r"cannot write /proc/a.gif"):
        animate(Figure(layer="avg"), "/proc/a.gif")


def test_a_path_through_a_folder_that_is_not_there(tmp_path):
    [written] = animate(Figure(layer="avg"), tmp_path / "x" / ".." / "a.json")
    assert written.size == (tmp_path / "a.json").stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_folder_of_frames_has_those_of_the_gif(tmp_path):
    figure = Figure(layer="max", kernel_size=2, shape=3, motion="steps")
    written = animate(figure, f"{tmp_path}/frames/", tmp_path / "a.gif")
    files = sorted((tmp_path / "frames").iterdir())
    assert written[0].path == tmp_path / "frames"
    assert written[0].frames == written[1].frames == len(files)
    assert written[0].size == sum(file.stat().st_size for file in files)
    with Image.open(tmp_path / "a.gif") as film:
        for file, frame in zip(files, ImageSequence.Iterator(film), strict=True):
            with Image.open(file) as picture:
                assert picture.convert("RGB").tobytes() == frame.convert("RGB").tobytes()


def test_one_file_by_two_names_is_refused(tmp_path):
    with pytest.raises(PoolanimError, match="given twice"):
        animate(Figure(layer="avg"), tmp_path / "x" / ".." / "a.json", tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []


def test_files_of_one_run_are_those_of_runs_of_their_own(tmp_path):
    figure = Figure(layer="avg", kernel_size=2, shape=3)
    animate(figure, tmp_path / "a.gif", tmp_path / "a.png")
    animate(figure, tmp_path / "b.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "avg-backward-5x5-k3-s1.gif"),
        (
            {
                "layer": "max",
                "direction": "both",
                "input": "1 2 3; 4 5 6",
                "kernel_size": "2x1",
                "stride": "1x2",
            },
            "max-both-2x3-k2x1-s1x2-8d227791.gif",
        ),
        ({"direction": "forward", "padding": "1x0"}, "avg-forward-5x5-k3-s1-p1x0.gif"),
    ],
)
def test_without_a_name_a_gif_in_out_tells_its_parameters(tmp_path, monkeypatch, fields, name):
    monkeypatch.chdir(tmp_path)
    [written] = animate(Figure(**{"layer": "avg", **fields}))
    assert str(written.path) == f"out/{name}"
    assert (tmp_path / "out" / name).is_file()


@pytest.mark.parametrize(
    ("fields", "outputs", "message"),
    [
        ({}, ["a.gif", "a.gfi"], "output is 'a.gfi', of no known format; did you mean '.gif'"),
        ({}, ["a"], "output is 'a', of no known format; use one of .apng, .gif, "),
        ({}, ["a.gif", "a.gif"], "output 'a.gif' is given twice"),
        ({}, ["a.gif", "no/file/a.gif"], r"no/file is no folder"),
        ({"theme": "drak"}, ["a.gif"], "did you mean 'dark'"),
        ({"kernel_size": 6}, ["a.gif"], "kernel_size is 6; it must be at most 5x5"),
        ({"focus": "5,0"}, ["a.gif"], "focus is 5,0, but the input is 5x5; give a cell from"),
        ({"focus": "0,5"}, ["a.gif"], "focus is 0,5"),
        ({"grad": "1 2; 3 4"}, ["a.gif"], "grad is 2x2, but the output is 3x3"),
        ({"input": "1 2; 3"}, ["a.gif"], "row 2 is 1 long"),
        (
            {"layer": "max", "shape": 128, "width": 480},
            ["a.gif"],
            "128x128 cells are too large for a picture of 480x270 pixels; use a width of at least",
        ),
        ({"input": ((0,) * 129,)}, ["a.gif"], "input is 1x129; it must be at most 128x128"),
        ({"title": "\U0003fffd"}, ["a.gif"], "no font has the character"),
    ],
)
def test_nothing_is_written_or_lost_when_a_figure_cannot_be(
    tmp_path, monkeypatch, fields, outputs, message
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "no").mkdir()
    (tmp_path / "no" / "file").touch()
    (tmp_path / "a.gif").write_text("old")
    with pytest.raises(PoolanimError, match=message):
        animate(Figure(**{"layer": "avg", **fields}), *outputs)
    assert (tmp_path / "a.gif").read_text() == "old"
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    assert left == ["a.gif", "no", "no/file"]


def test_the_whole_package_is_reached_from_its_top():
    for name in poolanim.__all__:
        assert getattr(poolanim, name).__name__ == name
    assert set(poolanim.__all__) <= set(dir(poolanim))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = poolanim.nothing


@pytest.mark.parametrize(
    "module", ["poolanim", "poolanim.figure", "poolanim.manifest", "poolanim.cli.commands"]
)
def test_specs_and_command_line_load_without_numpy_and_matplotlib(module):
    code = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert module in loaded
    assert not {"numpy", "matplotlib", "PIL", "imageio", "av"} & set(loaded)


def test_a_gif_in_steps_is_made_without_what_only_other_films_and_pages_need(tmp_path):
    code = (
        "import sys; from poolanim import Figure, animate; "
        f"animate(Figure(layer='avg', motion='steps'), {str(tmp_path / 'a.gif')!r}); "
        "print(*sys.modules)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "poolanim.formats.gif" in loaded
    assert not {"jinja2", "markupsafe", "matplotlib", "imageio", "av", "click"} & set(loaded)
    others = {"motion.flight", "motion.plate", "arrange.threads", "arrange.joined", "posters"}
    others |= {"overlay.threads", "text.formulas", "text.ledger", "text.shared", "contact"}
    assert not {f"poolanim.scene.{name}" for name in others} & set(loaded)
    others = {"grids.text", "grids.fitting", "layers.gather", "layers.places", "formats.naming"}
    others |= {"fonts.fallback", "fonts.cache"}
    assert not {f"poolanim.{name}" for name in others} & set(loaded)


def test_a_trace_alone_draws_nothing(tmp_path):
    code = (
        "import sys; from poolanim import Figure, animate; "
        f"animate(Figure(layer='avg'), {str(tmp_path / 'a.json')!r}); "
        "print('matplotlib' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert result.stdout == "False\n"


def test_films_of_pixels_move_smoothly_at_the_rates_that_their_formats_can(tmp_path):
    figure = Figure(layer="avg", shape="3x4")
    paths = [tmp_path / name for name in ("a.gif", "a.mp4", "a.svg", "a.png")]
    gif, mp4, svg, png = animate(figure, *paths)
    assert (gif.seconds, mp4.seconds, svg.seconds) == (9.26, 9.26, 9.26)
    assert mp4.frames > 1.8 * gif.frames > 5 * svg.frames
    steps = replace(figure, motion="steps")
    written = animate(steps, tmp_path / "b.gif", tmp_path / "b.png")
    assert [svg.frames, png.frames] == [each.frames for each in written] == [6, 1]
    assert paths[3].read_bytes() == (tmp_path / "b.png").read_bytes()
    clear = replace(figure, background="transparent")  # its frames are whole pictures
    [written] = animate(clear, tmp_path / "c.gif")
    assert written.frames == 6
    with av.open(str(paths[1])) as file:
        assert file.streams.video[0].average_rate == 50


def test_an_image_and_a_channel_are_chosen(tmp_path):
    batch = np.random.default_rng(0).integers(0, 10, (2, 3, 4, 5)).astype(float)
    np.save(tmp_path / "a.npy", batch)
    fields = {"layer": "max", "kernel_size": 2, "input": str(tmp_path / "a.npy")}
    fields |= {"grad": "ones", "layout": "nhwc"}
    grids = run(Figure(**fields, batch_index=1, channel=3)).grids
    layer = MaxPool(2, 1)
    grads = np.ones(layer.output_shape(batch.shape))
    assert grids["output"].tolist() == layer.forward(batch)[1, :, :, 3].tolist()
    assert grids["grad_input"].tolist() == layer.backward(grads, batch)[1, :, :, 3].tolist()
    for name, limit in (("batch_index", 1), ("channel", 4)):
        with pytest.raises(
            ParameterError,
            match=rf"{name} is 5, but the input is .*; give a whole number from 0 to {limit}",
        ):
            run(Figure(**fields, **{name: 5}))
    with pytest.raises(ParameterError, match=r"channel is 1, but the input .*; give 0"):
        Figure(layer="avg", channel=1)


@pytest.mark.parametrize(("code", "layout"), [("numpy", "hwc"), ("torch", "chw")])
def test_an_input_that_is_made_to_measure_has_channels(code, layout):
    fields = {"layer": "max", "kernel_size": 2, "shape": "4x3x2", "code": code}
    every = run(Figure(**fields, channel="all"))
    assert (every.layout, every.batch_shape) == (layout, (1, 2))
    assert every.reading == ""  # it is not read
    assert every.grids["input"].shape == (4, 3, 2)
    alone = run(Figure(**fields, channel=1))
    assert alone.grids["output"].tolist() == every.grids["output"][..., 1].tolist()
    order = (3, 2, 2) if layout == "hwc" else (2, 3, 2)
    assert run(Figure(**fields, grad=np.ones(order))).grids["grad_output"].tolist() == [[1] * 2] * 3


def test_files_without_a_name_need_a_format_that_has_the_background(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    figure = Figure(layer="avg", background="transparent")
    with pytest.raises(ParameterError, match=r"transparent, but output 'out/avg-.*\.mp4' cannot"):
        animate(figure, formats=("mp4",))
    assert list(tmp_path.iterdir()) == []


def test_unknown_formats_and_options_are_refused_with_the_nearest():
    figure = Figure(layer="avg")
    with pytest.raises(ParameterError, match="formats is 'mp5'; did you mean 'mp4'"):
        animate(figure, formats=("mp5",))
    with pytest.raises(ParameterError, match=r"stil is no option.*; did you mean 'still'"):
        animate(figure, "x.gif", stil=1)


def test_a_theme_in_a_file_is_called_by_its_name_alone(tmp_path):
    theme = tmp_path / "t.toml"
    theme.write_text('inherits = "dark"\n')
    figure = Figure(layer="max", kernel_size=2, input="1 2; 3 4")
    files = animate(figure, tmp_path / "x.svg", looks={"theme": ("light", str(theme))})
    assert [file.path.name for file in files] == ["x-light.svg", "x-t.svg"]


def counted(sheet):
    """Returns how many scans a sheet shows."""
    [frame] = sheet.scene.frames()
    return len({place[1] for place in frame.changes if kind_of(place[-1]) == "active"})


def test_a_sheet_shows_every_scan_unless_the_figure_says_which(tmp_path):
    figure = Figure(layer="max", kernel_size=1, shape="8x8", motion="steps")
    [film, sheet] = animate(figure, tmp_path / "a.gif", tmp_path / "a.svg", sheet=True)
    assert film.frames < 64
    assert counted(sheet) == 64
    [fewer] = animate(replace(figure, every=21), tmp_path / "b.svg", sheet=True)
    assert counted(fewer) == 4
    with pytest.raises(ParameterError, match="there are 324 scans to show"):
        animate(Figure(layer="avg", shape="20x20"), tmp_path / "c.png", sheet=True)


def test_a_theme_that_is_not_there_is_told_before_anything_is_read(monkeypatch):
    monkeypatch.setattr(pipeline, "run", lambda _: pytest.fail("the layer was run"))
    with pytest.raises(ParameterError, match="theme is 'drak'; did you mean 'dark'"):
        animate(Figure(layer="avg"), "a.gif", looks={"theme": ("light", "drak")})
