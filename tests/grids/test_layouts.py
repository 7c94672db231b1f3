from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolanim import Figure, animate
from poolanim.errors import GridError, ParameterError
from poolanim.grids.layouts import check_grad, in_order, layout_of, reading, sizes
from poolanim.parameters.domains import LAYOUTS
from poolanim.pipeline import run
from tests import command

SIZES = {"n": 2, "h": 6, "w": 7, "c": 5}
BATCH = np.arange(2 * 6 * 7 * 5, dtype=float).reshape(2, 6, 7, 5)
"""Numbers that say where they are: (N, H, W, C)."""
GRADS = -np.arange(2 * 5 * 6 * 5, dtype=float).reshape(2, 5, 6, 5)
DEEP = [layout for layout in LAYOUTS if len(layout) > 2]


def laid_out(batch, layout, image=1, channel=3):
    """A batch as an array of a layout, and the plane of one image and channel."""
    parts = in_order("nhwc", n=image, h=slice(None), w=slice(None), c=channel)
    kept = tuple(
        slice(None) if axis in layout else part for axis, part in zip("nhwc", parts, strict=True)
    )
    axes = [axis for axis in "nhwc" if axis in layout]
    return batch[kept].transpose([axes.index(axis) for axis in layout]), batch[parts]


def place_in(layout):
    return {"batch_index": int("n" in layout), "channel": 3 * ("c" in layout)}


@pytest.mark.parametrize(
    ("shape", "layout"),
    [
        ((20,), "w"),
        ((4, 5), "hw"),
        ((3, 8, 8), "chw"),
        ((8, 8, 3), "hwc"),
        ((4, 5, 5), "chw"),
        ((5, 1, 4), "hwc"),
        ((4, 1, 8, 8), "nchw"),
        ((2, 3, 4, 5), "nchw"),
        ((9, 8, 8, 4), "nhwc"),
        ((1, 5, 1, 4), "nhwc"),
        ((100, 8, 8), None),
        ((5, 8, 5), None),
        ((4, 8, 4), None),
        ((1, 64, 56, 56), None),
        ((1, 4, 64, 1), None),
        ((9, 5, 3, 5), None),
    ],
)
def test_an_axis_of_at_most_4_on_one_side_alone_is_that_of_channels(shape, layout):
    if layout is not None:
        assert layout_of(shape, None, channels_first=False) == layout
        return
    with pytest.raises(GridError, match=rf"input is {'x'.join(map(str, shape))}, which may be"):
        layout_of(shape, None, channels_first=False)


def test_what_cannot_be_told_is_asked_for():
    with pytest.raises(GridError) as caught:
        layout_of((100, 8, 9), None, channels_first=False)
    assert str(caught.value) == (
        "input is 100x8x9, which may be hwc (9 channels of 100x8), chw (100 channels of 8x9) or "
        "nhw (100 images of 8x9); say which with layout, such as chw"
    )
    with pytest.raises(GridError) as caught:
        layout_of((1, 64, 56, 57), None, channels_first=False)
    assert str(caught.value) == (
        "input is 1x64x56x57, which may be nhwc (1 image, 57 channels of 64x56) or nchw (1 image, "
        "64 channels of 56x57); say which with layout, such as nchw"
    )


def test_in_pytorch_channels_come_first_whatever_the_numbers_say():
    first = {3: "chw", 4: "nchw"}
    for shape in ((8, 8, 3), (100, 8, 8), (4, 8, 8, 3), (1, 64, 56, 56)):
        assert layout_of(shape, None, channels_first=True) == first[len(shape)]
        grid = np.zeros([min(size, 9) for size in shape])
        fields = {"layer": "avg", "kernel_size": 1, "input": grid, "direction": "forward"}
        for chosen in ({"like": "torch"}, {"code": "torch"}, {"like": "keras", "code": "torch"}):
            assert run(Figure(**fields, **chosen)).layout == first[len(shape)]
    assert layout_of((20,), None, channels_first=True) == "w"
    assert layout_of((4, 5), None, channels_first=True) == "hw"


@pytest.mark.parametrize("channels_first", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_that_is_named_is_that_of_all_shapes_of_its_rank(layout, channels_first):
    options = {"channels_first": channels_first}
    assert layout_of((3,) * len(layout), layout, **options) == layout
    for rank in {1, 2, 3, 4} - {len(layout)}:
        with pytest.raises(ParameterError, match=f"layout is {layout}, but the input has"):
            layout_of((3,) * rank, layout, **options)


def test_a_layout_of_another_rank_is_refused_with_those_that_fit():
    for shape, named, said in (
        ((3, 4), "nchw", "the input has 2 axes (3x4); give hw, or leave it out"),
        ((3, 4, 5), "hw", "the input has 3 axes (3x4x5); give hwc, chw or nhw"),
        ((9,), "hw", "the input has one axis (9); give w, or leave it out"),
        ((2, 9), "w", "the input has 2 axes (2x9); give hw, or leave it out"),
    ):
        with pytest.raises(ParameterError) as caught:
            layout_of(shape, named, channels_first=False)
        assert str(caught.value) == f"layout is {named}, but {said}"


def test_text_of_one_row_is_of_one_axis_too():
    record = run(Figure(layer="max", kernel_size="1x2", input="1 3 2", layout="w", grad="5 6"))
    assert (record.layout, record.grids["input"].tolist()) == ("hw", [[1, 3, 2]])


def ways_to_give(array, folder):
    """The same array as Python, files and text spell it."""
    np.save(folder / "a.npy", array)
    (folder / "a.json").write_text(json.dumps(array.tolist()))
    yield from (array, array.tolist(), json.dumps(array.tolist()))
    yield from (str(folder / "a.npy"), str(folder / "a.json"))


@pytest.mark.parametrize("layout", DEEP)
def test_every_spelling_of_every_layout_gives_the_plane_that_numpy_gives(tmp_path, layout):
    array, plane = laid_out(BATCH, layout)
    grads, grad = laid_out(GRADS, layout)
    fields = {"layer": "avg", "kernel_size": 2}
    alone = run(Figure(**fields, input=plane, grad=grad))
    for source in ways_to_give(array, tmp_path):
        record = run(Figure(**fields, layout=layout, input=source, grad=grads, **place_in(layout)))
        assert record.layout == layout
        for name, grid in alone.grids.items():
            np.testing.assert_array_equal(record.grids[name], grid)
    for source in ways_to_give(grads, tmp_path):
        record = run(Figure(**fields, layout=layout, input=array, grad=source, **place_in(layout)))
        np.testing.assert_array_equal(record.grids["grad_input"], alone.grids["grad_input"])
    for source in ways_to_give(grad, tmp_path):  # one plane is that of every channel
        record = run(Figure(**fields, layout=layout, input=array, grad=source))
        np.testing.assert_array_equal(record.grids["grad_output"], grad)


@pytest.mark.parametrize("layout", DEEP)
def test_every_image_and_channel_is_where_the_layout_says(layout):
    array, _ = laid_out(BATCH, layout)
    for image in range(2 if "n" in layout else 1):
        for channel in range(5 if "c" in layout else 1):
            figure = Figure(
                layer="avg", input=array, layout=layout, batch_index=image, channel=channel
            )
            at = in_order(layout, n=image, h=slice(None), w=slice(None), c=channel)
            np.testing.assert_array_equal(run(figure).grids["input"], array[at])


def test_all_channels_of_one_layout_are_those_of_any_other():
    def told(layout):
        figure = Figure(layer="max", input=laid_out(BATCH, layout)[0], layout=layout, channel="all")
        traced = run(figure)
        assert list(traced.channels) == [0, 1, 2, 3, 4]
        return {name: grid.tolist() for name, grid in traced.grids.items()}

    assert told("chw") == told("hwc")  # random gradients included
    assert told("nchw") == told("nhwc")


@pytest.mark.parametrize("source", [[4, 9, 2, 7], "[4, 9, 2, 7]", np.array([4.0, 9, 2, 7])])
@pytest.mark.parametrize("layout", [None, "w"])
def test_one_axis_is_one_row(source, layout):
    fields = {"layer": "max", "kernel_size": "1x2", "input": source, "layout": layout}
    for grad in ([1, 2, 3], [[1, 2, 3]], "1 2 3"):
        record = run(Figure(**fields, grad=grad))
        assert (record.grids["input"].tolist(), record.layout) == ([[4, 9, 2, 7]], "w")
        assert record.grids["grad_input"].tolist() == [[0, 3, 0, 3]]
    assert run(Figure(**fields)).grids["grad_output"].shape == (1, 3)
    with pytest.raises(GridError, match="grad is 2, but the output is 1x3;"):
        Figure(**fields, grad=[1, 2])


def test_one_axis_is_no_gradient_of_several_rows():
    fields = {"layer": "avg", "kernel_size": 2, "padding": 1, "input": [[1, 2], [3, 4]]}
    assert run(Figure(**fields, grad=[[1, 2, 3]] * 3)).grids["grad_output"].shape == (3, 3)
    with pytest.raises(GridError, match="grad is 3, but the output is 3x3;"):
        Figure(**fields, grad=[1, 2, 3])


def test_a_gradient_in_another_layout_than_the_input_is_refused():
    fields = {"layer": "avg", "kernel_size": 2, "input": laid_out(BATCH, "chw")[0]}
    fields["layout"] = "chw"
    with pytest.raises(GridError, match="grad is 5x6x5, but the output is 5x5x6 in the order CHW"):
        Figure(**fields, grad=laid_out(GRADS, "hwc")[0])
    assert check_grad((5, 5, 6), "chw", (1, 5, 6, 5)) == "chw"
    assert check_grad((5, 6), "chw", (1, 5, 6, 5)) == "hw"


@given(st.sampled_from(LAYOUTS), st.tuples(*[st.integers(1, 9)] * 4))
def test_sizes_are_those_of_the_axes(layout, numbers):
    of_axis = dict(zip("nhwc", numbers, strict=True))
    shape = in_order(layout, **of_axis)
    assert sizes(layout, shape) == tuple(of_axis[axis] if axis in layout else 1 for axis in "nhwc")


@pytest.mark.parametrize(
    ("layout", "channels", "said"),
    [
        ("nchw", range(2, 3), "read as NCHW: image 1 of 2, channel 3 of 3, 4x5"),
        ("nhwc", range(3), "read as NHWC: image 1 of 2, all 3 channels, 4x5"),
        ("chw", range(1), "read as CHW: channel 1 of 3, 4x5"),
        ("hwc", range(3), "read as HWC: all 3 channels, 4x5"),
        ("hwc", range(1, 3), "read as HWC: channels 2 to 3 of 3, 4x5"),
        ("nhw", range(1), "read as NHW: image 1 of 2, 4x5"),
        ("hw", range(1), ""),
    ],
)
def test_what_was_read_is_told(layout, channels, said):
    assert reading(layout, (2, 3), (4, 5), 0, channels) == said


SAID = "read as NCHW: image 1 of 2, channel 3 of 3, 4x5"


def test_the_command_line_tells_what_it_read(tmp_path):
    np.save(tmp_path / "a.npy", np.arange(120).reshape(2, 3, 4, 5))
    for source, content in (("a.npy", b""), ("-", (tmp_path / "a.npy").read_bytes())):
        arguments = ["max", "--channel", "2", "-o", "a.json", "--input", source]
        done = command.run(*arguments, cwd=tmp_path, stdin=content)
        assert (done.returncode, done.stderr) == (0, f"poolanim: {SAID}\n")
        told = json.loads((tmp_path / "a.json").read_text())
        assert (told["layout"], told["reading"]) == ("nchw", SAID)
        assert told["input"] == np.arange(40, 60).reshape(4, 5).tolist()


def test_files_know_what_was_read(tmp_path):
    fields = {"layer": "max", "input": np.ones((2, 3, 4, 5)), "channel": 2}
    (written,) = animate(Figure(**fields), tmp_path / "a.npz")
    assert written.reading == SAID
    (written,) = animate(Figure(layer="max"), tmp_path / "b.json")
    assert written.reading == ""
    assert not {"layout", "reading"} & json.loads((tmp_path / "b.json").read_text()).keys()


def test_a_manifest_has_a_layout_and_its_batch_tells_what_was_read(tmp_path):
    np.save(tmp_path / "a.npy", np.arange(120).reshape(2, 3, 4, 5))
    (tmp_path / "a.toml").write_text(
        '[defaults]\nlayer = "max"\ninput = "a.npy"\n'
        '[[figure]]\nname = "a"\nlayout = "nhwc"\nchannel = 4\noutput = "a.json"\n'
        '[[figure]]\nname = "row"\ninput = [1, 2]\nsize = "1x2"\noutput = "b.json"\n'
    )
    done = command.run("batch", "a.toml", "--out", ".", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "a  read as NHWC: image 1 of 2, channel 5 of 5, 3x4\n" in done.stdout + done.stderr
    told = json.loads((tmp_path / "a.json").read_text())
    assert told["input"] == np.arange(120).reshape(2, 3, 4, 5)[0, :, :, 4].tolist()
    assert json.loads((tmp_path / "b.json").read_text())["input"] == [[1, 2]]


def test_the_mistakes_of_a_manifest_s_layouts_are_told(tmp_path):
    (tmp_path / "a.toml").write_text(
        '[[figure]]\nname = "a"\nlayer = "max"\nlayout = "nchw"\n'
        '[[figure]]\nname = "b"\nlayer = "max"\ninput = [[[1, 2]]]\n'
    )
    done = command.run("check", "a.toml", cwd=tmp_path)
    assert done.returncode == 2
    assert "layout is nchw, but the input has 2 axes (5x5); give hw" in done.stderr
    assert "input is 1x1x2, which may be hwc" in done.stderr


def test_numbers_under_a_mask_are_not_read():
    hidden = np.ma.array([[1.0, 2.0], [3.0, 4.0]], mask=[[0, 1], [0, 0]])
    for source in (hidden, [list(row) for row in hidden], list(hidden)):
        for fields in ({"input": source}, {"input": np.ones((2, 2)), "grad": source}):
            with pytest.raises(GridError, match=r"has masked numbers; fill them first"):
                Figure(layer="avg", kernel_size=1, **fields)
    shown = np.ma.array([[1.0, 2.0], [3.0, 4.0]])
    assert Figure(layer="avg", kernel_size=1, input=shown).input == ((1, 2), (3, 4))
