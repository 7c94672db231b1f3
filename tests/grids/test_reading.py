from __future__ import annotations

import io
import json
import os
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from poolanim.errors import GridError
from poolanim.grids.making import made_grad, made_input
from poolanim.grids.reading import read_grad, read_grid
from poolanim.grids.sources import is_read
from poolanim.layers.extreme import MaxPool

SQUARE = [[1.0, 2.0], [3.0, 4.0]]


def read(source, shape=None, seed=0):
    if is_read(source, "input"):
        return read_grid("input", source, shape).grid
    return made_input(source, shape or (5, 5), seed, MaxPool(2))[0, :, :, 0]


@pytest.mark.parametrize(
    "text",
    [
        "1 2; 3 4",
        "1,2;3,4",
        " 1 , 2 ;3   4 ; ",
        "1\t2\n3\t4",
        "1e0 2.0; +3 .4e1",
        "1 2\n\n3 4\n",
        "[[1, 2], [3, 4]]",
    ],
)
def test_inline_grids(text):
    assert read(text).tolist() == SQUARE


def test_the_true_minus_of_figures_can_be_pasted():
    assert read("−1 2.5; 3 −4e−1").tolist() == [[-1, 2.5], [3, -0.4]]


def test_one_number_is_a_grid():
    assert read("-2.5").tolist() == [[-2.5]]


def test_nan_and_infinities_can_be_given():
    np.testing.assert_array_equal(read("nan inf; -inf 0"), [[np.nan, np.inf], [-np.inf, 0]])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "1,2\n3,4\n"),
        ("a.CSV", '\ufeff"1", "2"\r\n\r\n3,4'.replace(', "', ',"')),
        ("a.tsv", "1\t2\n3\t4"),
        ("a.txt", "1 2\n3 4\n"),
        ("a.txt", "1, 2\n3, 4\n"),
        ("a.txt", "# saved by NumPy\n1 2 # first\n3 4\n"),
        ("a.txt", "1 2\r3 4\r"),
        ("a.csv", "1,2\r3,4\r"),
        ("a.csv", "1;2\n3;4\n"),
        ("a.json", "[[1, 2], [3, 4.0]]"),
    ],
)
def test_text_files(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    assert read(str(path)).tolist() == SQUARE


@pytest.mark.parametrize("kind", [np.float32, np.int8, np.uint64])
def test_npy_files(tmp_path, kind):
    np.save(tmp_path / "a.npy", np.array(SQUARE, kind))
    grid = read(str(tmp_path / "a.npy"))
    assert (grid.tolist(), grid.dtype) == (SQUARE, np.float64)


def test_whole_numbers_that_figures_would_round_are_refused(tmp_path):
    odd = 2**53 + 1
    np.save(tmp_path / "a.npy", np.array([[1, 2], [odd, 4]]))
    np.save(tmp_path / "b.npy", np.array([[[2**64 - 1]]], np.uint64))
    (tmp_path / "a.csv").write_text(f"1,{odd}")
    for source, place in (
        (f"1 {odd}", "row 1, column 2 is 9007199254740993"),
        (f"1 -{odd}", "row 1, column 2 is -9007199254740993"),
        (f"[[{odd}, 1]]", "row 1, column 1"),
        ([[1], [odd]], "row 2, column 1"),
        ([[np.int64(odd)]], "row 1, column 1"),
        (tmp_path / "a.csv", "row 1, column 2"),
        (tmp_path / "a.npy", r"the number at \[1, 0\] is 9007199254740993"),
        (tmp_path / "b.npy", r"the number at \[0, 0, 0\] .* give 18446744073709551616"),
    ):
        with pytest.raises(GridError, match=place):
            read(str(source) if isinstance(source, Path) else source)
    for text in (f"{2**53} {2**53 + 2}", f"{2**60} -{2**60}", "9007199254740993.0 1e23"):
        assert read(text).tolist() == [[float(number) for number in text.split()]]


def test_rows_can_be_given_as_they_are():
    assert read(((1, 2), (3, 4))).tolist() == SQUARE


@pytest.mark.parametrize("content", [b"1 2\n3 4\n", b"1,2;3,4", b"[[1,2],[3,4]]", "npy"])
def test_standard_input_of_every_kind(monkeypatch, content):
    if content == "npy":
        file = io.BytesIO()
        np.save(file, np.array(SQUARE))
        content = file.getvalue()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert read("-").tolist() == SQUARE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 2; 3", r"row 2 is 1 long, but row 1 is 2 long; give rows of equal length"),
        ("1 2; x 4", r"row 2, column 1 is 'x'; give a real number"),
        ("1 2+3j", r"row 1, column 2 is '2\+3j'; give a real number"),
        ("1 2;; 3 4", r"row 2, column 1 is empty"),
        ("1,,2", r"row 1, column 2 is empty"),
        ("", r"holds no numbers"),
        (" ; ", r"holds no numbers"),
        ("1_000 2", r"column 1 is '1_000'; write its digits without separators"),
        ("1 1e999", r"column 2 is '1e999'; give a real number"),
        ("1 -1e-400", r"column 2 is '-1e-400'; give a real number"),
        ([[1, Fraction(1, 10**400)]], r"column 2 is '1/1000*'; give a real number"),
    ],
)
def test_inline_grids_that_are_none(text, message):
    with pytest.raises(GridError, match=message):
        read(text)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"1,2\n3\n", "row 2 is 1 long"),
        ("a.csv", b"", "holds no numbers"),
        ("a.csv", b'1,"2\n', "save it as plain CSV"),
        ("a.txt", b"\xff\xfe1", "not text in UTF-8, or in UTF-16 with a byte order mark; save it"),
        ("a.txt", b"\xff", "not text in UTF-8, or in UTF-16"),
        ("a.csv", b"1\0,\x002\0", "not text in UTF-8, or in UTF-16"),
        ("a.json", b"{}", "not a list of rows"),
        ("a.json", b"1", "not a list of rows"),
        ("a.json", b'[1, "x"]', r"row 1, column 2 is 'x'"),
        ("a.json", b"[1, [2]]", "numbers are nested too deep, or at different depths"),
        ("a.json", b"[[1, true]]", r"row 1, column 2 is 'True'"),
        ("a.json", b"[[1, null]]", r"row 1, column 2 is 'None'"),
        ("a.json", b"[[[[[1]]]]]", r"numbers are nested too deep"),
        ("a.json", b"[]", "holds no numbers"),
        ("a.json", b"[[1, 2", "not JSON"),
        ("a.json", b"[" * 100_000, "numbers are nested too deep"),
        ("a.json", b"[[1" + b"0" * 9999 + b"]]", "row 1, column 1 is '1000.*give a real number"),
        ("a.json", b"[[-1e999]]", "row 1, column 1 is '-1e999'; give a real number"),
        ("a.json", b"[[1e-400]]", "row 1, column 1 is '1e-400'; give a real number"),
        ("a.csv", b"0.0001e-330", "row 1, column 1 is '0.0001e-330'; give a real number"),
        ("a.txt", b"1 " * 129, "has over 128 rows or columns, the limit"),
        ("a.txt", b"1\n" * 129, "has over 128 rows or columns, the limit"),
        ("a.json", b"[[" + b"1," * 4096 + b"1]]", "has over 4,096 rows or columns, the limit"),
        ("a.json", b"[" + b"1," * 4096 + b"1]", "has over 4,096 rows or columns, the limit"),
        ("a.csv", b"1," * 128 + b"1", "has over 128 rows or columns, the limit"),
        ("a.csv", b"1\n" * 129, "has over 128 rows or columns, the limit"),
        ("a.json", b"[[1" + b"0" * 400 + b"]]", "row 1, column 1"),
        ("a.npy", b"no", "not a plain .npy file"),
        ("a.npy", b"", "not a plain .npy file"),
        ("a.npy", b"\x93NUMPY\x01\x00\x10\x00{'descr': (        ", "not a plain .npy file"),
    ],
)
def test_files_that_hold_no_grid(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GridError, match=message) as caught:
        read(str(path))
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.array([[1, "a"]], dtype=object), "holds object; save real numbers, as array.astype"),
        (np.ones((2, 2)) * 1j, "holds complex128"),
        (np.array([["a"]]), "holds <U1"),
        (np.ones(()), "has rank 0"),
        (np.ones((1, 2, 2, 1, 1)), "has rank 5; save rows of numbers, or an array of at most 4"),
        (np.ones(0), "holds no numbers"),
        (np.ones((0, 3)), "holds no numbers"),
    ],
)
def test_npy_files_that_hold_no_grid(tmp_path, array, message):
    np.save(tmp_path / "a.npy", array)
    with pytest.raises(GridError, match=message):
        read(str(tmp_path / "a.npy"))


@pytest.mark.parametrize("kind", [">f8", ">i4", "<u2", "f2", "?", "g"])
def test_npy_files_of_any_order_of_bytes_and_size(tmp_path, kind):
    np.save(tmp_path / "a.npy", np.array([[0, 1], [1, 1]]).astype(kind))
    assert read(str(tmp_path / "a.npy")).tolist() == [[0, 1], [1, 1]]


def header(shape, kind="<f8", version=(1, 0)):
    file = io.BytesIO()
    told = {"descr": kind, "fortran_order": False, "shape": shape}
    writers = {(1, 0): np.lib.format.write_array_header_1_0}
    writers.get(version, np.lib.format.write_array_header_2_0)(file, told)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (header((10**6, 10**6)), "another number of bytes than its header says"),
        (header((2, 2)) + b"\0" * 31, "another number of bytes than its header says"),
        (header((2, 2)) + b"\0" * 33, "another number of bytes than its header says"),
        (header((2, -2)), "another number of bytes|not a plain .npy"),
        (header((2, 2), [("a", "<f8")]), "holds .*save real numbers"),
        (header((2, 2), "<U4"), "holds <U4; save real numbers"),
        (header((2, 2), "<M8[s]"), "holds datetime64.*save real numbers"),
        (header((2, 2)).replace(b"}", b"("), "not a plain .npy"),
        (b"\x93NUMPY\x09\x00" + b"\0" * 99, "not a plain .npy"),
    ],
)
def test_npy_files_whose_header_lies(tmp_path, content, message):
    (tmp_path / "a.npy").write_bytes(content)
    with pytest.raises(GridError, match=message):
        read(str(tmp_path / "a.npy"))


@pytest.mark.skipif(np.finfo("g").maxexp == np.finfo("d").maxexp, reason="no larger floats here")
@pytest.mark.parametrize("number", ["1e999", "1e-999"])
def test_numbers_beyond_float64_are_not_read_as_infinite_or_0(tmp_path, number):
    np.save(tmp_path / "a.npy", np.array([[number, "inf", "0"]]).astype("g"))
    with pytest.raises(GridError, match="a number that float64 cannot hold"):
        read(str(tmp_path / "a.npy"))


def test_files_and_streams_have_a_largest_size(tmp_path, monkeypatch):
    monkeypatch.setattr("poolanim.grids.reading.TEXT_BYTES", 7)
    monkeypatch.setattr("poolanim.grids.reading.BINARY_BYTES", 160)
    np.save(tmp_path / "a.npy", np.ones((2, 2)))
    (tmp_path / "a.txt").write_text("1 2;3 4")
    for name in ("a.npy", "a.txt"):
        assert read(str(tmp_path / name)).shape == (2, 2)
        with (tmp_path / name).open("ab") as file:
            file.write(b" " * 33)
        with pytest.raises(GridError, match="it has more than 0 MB, the limit"):
            read(str(tmp_path / name))
        content = (tmp_path / name).read_bytes()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        with pytest.raises(GridError, match="it has more than 0 MB, the limit"):
            read("-")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_pipes_devices_and_names_with_nul_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.npy").symlink_to("/dev/zero")
    for name, message in (
        ("pipe.csv", "no regular file but a pipe or a device"),
        ("zero.npy", "no regular file but a pipe or a device"),
        ("a\0b.csv", "a path cannot contain a NUL character"),
    ):
        with pytest.raises(GridError, match=message):
            read(str(tmp_path / name))


def test_files_that_are_not_there(tmp_path):
    with pytest.raises(GridError, match=r"nope.csv: no such file or directory"):
        read(str(tmp_path / "nope.csv"))
    for name, advice in (
        ("grid.cvs", "did you mean '.csv'"),
        ("tensor.pt", r"save the tensor with numpy.save\('x.npy', tensor.detach\(\).numpy\(\)\)"),
        ("sheet.xlsx", "save the sheet as .csv"),
        ("grid.csv.gz", "unpack the file"),
        ("picture.TIFF", "save the picture as .png"),
    ):
        with pytest.raises(GridError, match=f"neither numbers nor a file of known kind; {advice}"):
            read(name)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(GridError, match=r"is a directory"):
        read(str(tmp_path / "folder.csv"))


def test_random_grids_depend_on_the_seed():
    first, again, other = (read(None, (4, 6), seed) for seed in (1, 1, 2))
    assert first.shape == (4, 6)
    assert first.tolist() == again.tolist() == read("random", (4, 6), 1).tolist()
    assert first.tolist() != other.tolist()


def test_input_and_gradient_of_one_seed_are_shuffled_apart():
    grids = read(None, (5, 10), 3), made_grad(None, (1, 5, 10, 1), 3)
    orders = [grid.ravel().argsort(kind="stable") for grid in grids]
    assert orders[0].tolist() != orders[1].tolist()


def test_a_closed_standard_input_is_told(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(GridError, match="it is closed"):
        read("-")


def test_rows_of_numpy_integers_can_be_given_and_of_dates_not():
    assert read((np.array([1, 2]), np.array([3, 4]))).tolist() == SQUARE
    with pytest.raises(GridError, match=r"row 1, column 1 is '2020-01-01'"):
        read(((date(2020, 1, 1),),))
    with pytest.raises(GridError, match=r"row 1, column 1 is '1j'"):
        read(((1j,),))


def test_ones():
    assert made_grad("ones", (1, 2, 3, 1), 0)[0, :, :, 0].tolist() == [[1] * 3, [1] * 3]


def test_a_gradient_has_the_shape_of_the_output():
    assert read_grad("1 2; 3 4", "hw", (1, 2, 2, 1))[0][0, :, :, 0].tolist() == SQUARE
    with pytest.raises(GridError, match="grad is 2x2, but the output is 3x2;"):
        read_grad("1 2; 3 4", "hw", (1, 3, 2, 1))[0]


def test_inline_grids_survive_json(tmp_path):
    grid = read("0.1 -2.5e-300; 3 4")
    (tmp_path / "a.json").write_text(json.dumps(grid.tolist()))
    assert read(str(tmp_path / "a.json")).tobytes() == grid.tobytes()


@pytest.fixture
def picture(tmp_path):
    """Saves a picture, and gives its path."""

    def save(pixels, name="a.png", **options):
        image = Image.fromarray(np.asarray(pixels))
        image.save(tmp_path / name, **options)
        return str(tmp_path / name)

    return save


def test_a_picture_is_its_luminance(picture):
    colours = [[[0, 0, 0], [255, 255, 255]], [[255, 0, 0], [10, 10, 10]]]
    path = picture(np.array(colours, np.uint8))
    assert read(path).tolist() == [[0, 255], [76, 10]]


def test_a_picture_of_other_kinds_is_read_as_it_looks(picture):
    deep = np.array([[0, 65535], [257, 513], [256, 258]], np.uint16)
    assert read(picture(deep)).tolist() == [[0, 255], [1, 2], [1, 1]]
    clear = np.array([[[0, 0, 0, 0], [0, 0, 0, 255]]], np.uint8)
    assert read(picture(clear)).tolist() == [[255, 0]]  # on white
    turned = Image.Exif()
    turned[0x0112] = 6  # its top is at the right
    grey = np.zeros((8, 16), np.uint8)
    path = picture(grey, "a.jpg", exif=turned)
    assert read(path).shape == (16, 8)


def test_a_picture_is_shrunk_by_averaging_areas(picture):
    path = picture(np.array([[0, 100, 7, 7], [100, 200, 7, 7]], np.uint8))
    assert read(path, (1, 2)).tolist() == [[100, 7]]


@pytest.mark.parametrize(
    ("rows", "columns", "shape"),
    [(64, 64, (64, 64)), (65, 10, (64, 10)), (100, 200, (32, 64)), (1, 1000, (1, 64))],
)
def test_a_large_picture_is_shrunk_as_a_whole(picture, rows, columns, shape):
    path = picture(np.zeros((rows, columns), np.uint8))
    assert read(path).shape == shape


def test_a_picture_can_be_a_gradient_and_come_from_standard_input(picture, monkeypatch):
    path = picture(np.array([[0, 100], [100, 200]], np.uint8))
    assert read_grad(path, "hw", (1, 1, 1, 1))[0].tolist() == [[[[100]]]]
    content = Path(path).read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert read("-").tolist() == [[0, 100], [100, 200]]


def test_what_is_no_whole_picture_is_refused(picture, tmp_path):
    path = picture(np.random.default_rng(0).integers(0, 255, (40, 40, 3), np.uint8))
    content = Path(path).read_bytes()
    (tmp_path / "half.png").write_bytes(content[: len(content) // 2])
    (tmp_path / "text.jpg").write_text("1 2 3")
    for name in ("half.png", "text.jpg"):
        with pytest.raises(
            GridError, match=rf"input from .*{name}: not a whole PNG, JPEG, WebP or GIF"
        ):
            read(str(tmp_path / name))


def test_channels_and_images_are_read_from_files_and_lists(tmp_path):
    for shape in ((7,), (2, 3, 4), (2, 3, 4, 5)):
        array = np.arange(float(np.prod(shape))).reshape(shape)
        np.save(tmp_path / "a.npy", array)
        (tmp_path / "a.json").write_text(json.dumps(array.tolist()))
        for source in (str(tmp_path / "a.npy"), str(tmp_path / "a.json"), array.tolist()):
            assert read(source).tolist() == array.tolist()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([[[1]], [[1, 2]]], "its parts have different sizes; give rows of numbers, or an array"),
        ([[1, [2]]], "at different depths"),
        ([[[[[1]]]]], "numbers are nested too deep"),
    ],
)
def test_channels_of_no_one_shape_are_refused(rows, message):
    with pytest.raises(GridError, match=message):
        read(rows)


def test_one_gradient_is_that_of_every_channel():
    assert read_grad("1 2", "nhwc", (3, 1, 2, 2))[0].tolist() == [[[[1, 1], [2, 2]]]] * 3
    grad = [[[1, 3], [2, 4]]]
    assert read_grad(grad, "hwc", (1, 1, 2, 2))[0].tolist() == [grad]
    assert len(set(made_grad(None, (1, 1, 5, 2), 0).ravel())) == 10
    with pytest.raises(
        GridError, match=r"grad is 1x2, but the output is 3x2x2x2 in the order NHWC"
    ):
        read_grad("1 2", "nhwc", (3, 2, 2, 2))[0]


def test_channels_are_made_to_measure():
    made = made_input(None, (5, 4, 3), 0, MaxPool(2))
    assert made.shape == (1, 5, 4, 3)
    assert made[..., 0].tolist() == made_input(None, (5, 4), 0, MaxPool(2))[..., 0].tolist()
    assert len({made[..., channel].tobytes() for channel in range(3)}) == 3
