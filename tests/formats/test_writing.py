from __future__ import annotations

import json
import struct
from functools import cache
from itertools import islice

import av
import numpy as np
import pytest
from av.video.frame import PictureType
from PIL import Image, ImageSequence

from poolanim import Figure, animate
from poolanim.files.pictures import write_png
from poolanim.formats.catalogue import all_formats
from poolanim.formats.film import Film
from poolanim.formats.json import to_json
from poolanim.formats.npz import to_arrays
from poolanim.formats.painting import Painting
from poolanim.formats.video import frame_rate
from poolanim.layers.table import LAYERS
from poolanim.paint.painter import Painter
from poolanim.paint.palette import Palette
from poolanim.paint.patch import Patch, Piece
from poolanim.pipeline import run
from poolanim.theme import load_theme
from tests.scenes import scene_of

THEME = load_theme("light")
LOSSLESS = ["gif", "apng", "webp"]


def random_film(count, height=20, width=30, colours=200):
    """A film of noise in which patches change, with its whole pictures."""
    random = np.random.default_rng(0)
    table = np.arange(colours) * (256**3 // colours)
    table = np.stack([table >> 16, table >> 8 & 255, table & 255], axis=1).astype(np.uint8)
    canvas = random.integers(0, colours, (height, width), dtype=np.uint8)
    first = Piece(0, 0, canvas.copy(), np.ones_like(canvas, bool))
    patches, pictures = [Patch.around([first])], [table[canvas]]
    for _ in range(count - 1):
        top, left = int(random.integers(0, height)), int(random.integers(0, width))
        part = canvas[top : top + 5, left : left + 7]
        new = random.integers(0, colours, part.shape, dtype=np.uint8)
        new[random.random(part.shape) < 0.5] = colours - 1
        new[0, 0] = (part[0, 0] + 1) % colours
        patches.append(Patch.around([Piece(left, top, new, new != part)]))
        part[...] = new
        pictures.append(table[canvas])
    return Film(width, height, table, {100}), patches, pictures


def write(path, film, patches, durations):
    chosen = all_formats()[path.suffix[1:]]
    with chosen.writer(path, film) as writer:
        for patch, duration in zip(patches, durations, strict=True):
            writer.add(chosen.encode(patch, film), duration)


def decoded(path):
    """The pictures of a file with their times in ms, as Pillow reads them."""
    with Image.open(path) as image:
        return [
            (np.asarray(frame.convert("RGB")), frame.info["duration"])
            for frame in ImageSequence.Iterator(image)
        ]


@cache
def painted(**fields):
    """The film of a figure: its patches with their times, and its whole pictures."""
    scene, _ = scene_of(**fields)
    palette = Palette.of(THEME)
    painter = Painter(scene.width, scene.height, palette, 1)
    patches, times, pictures = [], [], []
    for frame in scene.frames():
        patches.append(painter.show(frame))
        times.append(frame.duration_ms)
        pictures.append(palette.colours[painter.canvas])
    return (
        Film(scene.width, scene.height, palette.colours, scene.beats_ms),
        patches,
        times,
        pictures,
    )


@pytest.mark.parametrize("ending", LOSSLESS)
@pytest.mark.parametrize("colours", [2, 63, 64, 127, 200, 255])
def test_lossless_films_come_back_exactly(tmp_path, ending, colours):
    film, patches, pictures = random_film(12, colours=colours)
    times = [100 + 10 * number for number in range(12)]
    path = tmp_path / f"a.{ending}"
    write(path, film, patches, times)
    for shown, time, (picture, decoded_time) in zip(pictures, times, decoded(path), strict=True):
        np.testing.assert_array_equal(picture, shown)
        assert decoded_time == time


@pytest.mark.parametrize("ending", LOSSLESS)
@pytest.mark.parametrize("layer", ["avg", "max"])
def test_every_picture_of_a_figure_comes_back_exactly(tmp_path, ending, layer):
    film, patches, times, pictures = painted(layer=layer, shape="4x4")
    path = tmp_path / f"a.{ending}"
    write(path, film, patches, times)
    frames = decoded(path)
    assert len(frames) == 10
    assert len({picture.tobytes() for picture, _ in frames}) == 10
    for shown, (picture, _) in zip(pictures, frames, strict=True):
        np.testing.assert_array_equal(picture, shown)
    # A GIF counts hundredths of a second: no frame ends more than half of one off.
    apart = np.cumsum([time for _, time in frames]) - np.cumsum(times)
    assert np.abs(apart).max() <= (5 if ending == "gif" else 0)
    assert apart[-1] == 0


@cache
def smooth_pictures(figure):
    """The pictures of a film in smooth motion that differ, with their times."""
    shown = []
    for picture, time in Painting(figure, run(figure), [], 40).pictures():
        if shown and np.array_equal(shown[-1][0], picture):
            picture, before = shown.pop()
            time += before
        shown.append((picture, time))
    return shown


@pytest.mark.parametrize("ending", LOSSLESS)
def test_files_of_smooth_films_show_the_painted_pictures(tmp_path, ending):
    figure, path = Figure(layer="avg", shape="3x4"), tmp_path / f"a.{ending}"
    animate(figure, path)
    shown, frames = smooth_pictures(figure), decoded(path)
    for (picture, _), (frame, _) in zip(shown, frames, strict=True):
        np.testing.assert_array_equal(frame, picture)
    apart = np.cumsum([time for _, time in frames]) - np.cumsum([time for _, time in shown])
    assert np.abs(apart).max() <= (5 if ending == "gif" else 0)


@pytest.mark.parametrize("ending", LOSSLESS)
def test_a_frame_pays_for_what_changed_alone(tmp_path, ending):
    film, patches, _ = random_film(1, 100, 150)
    new = patches[0].pieces[0].pixels ^ 1
    changed = np.zeros_like(new, dtype=bool)
    changed[3, 3:5] = changed[-3, 3:5] = True
    sizes = []
    for shown in (patches, [*patches, Patch.around([Piece(0, 0, new, changed)])]):
        write(tmp_path / f"a.{ending}", film, shown, [100] * len(shown))
        sizes.append((tmp_path / f"a.{ending}").stat().st_size)
    assert sizes[1] - sizes[0] < 0.05 * sizes[0]


@pytest.mark.parametrize("ending", LOSSLESS)
def test_films_run_for_ever(tmp_path, ending):
    film, patches, _ = random_film(2)
    write(tmp_path / f"a.{ending}", film, patches, [100, 100])
    with Image.open(tmp_path / f"a.{ending}") as image:
        assert image.info["loop"] == 0
        assert image.n_frames == 2


@pytest.mark.parametrize(("ending", "told"), [("gif", [None, 1, 65534]), ("apng", [1, 2, 65535])])
def test_films_run_so_many_times(tmp_path, ending, told):
    film, patches, _ = random_film(2)
    for plays, loop in zip([1, 2, 65535], told, strict=True):
        write(tmp_path / f"a.{ending}", film._replace(plays=plays), patches, [100, 100])
        with Image.open(tmp_path / f"a.{ending}") as image:
            assert image.info.get("loop") == loop  # a GIF says how often it comes again
            assert image.n_frames == 2


def test_a_webp_runs_so_many_times(tmp_path):
    film, patches, _ = random_film(2)
    write(tmp_path / "a.webp", film._replace(plays=3), patches, [100, 100])
    with Image.open(tmp_path / "a.webp") as image:
        assert image.info["loop"] == 3


def test_gif_times_in_hundredths_do_not_drift(tmp_path):
    film, patches, _ = random_film(9)
    write(tmp_path / "a.gif", film, patches, [333] * 9)
    times = [time for _, time in decoded(tmp_path / "a.gif")]
    assert sum(times) == 3000
    assert set(times) == {330, 340}


@pytest.mark.parametrize(("colours", "bits"), [(3, 2), (4, 3), (63, 6), (64, 7), (128, 8)])
def test_a_gif_s_codes_are_as_short_as_its_colours_allow(tmp_path, colours, bits):
    film, patches, _ = random_film(1, colours=colours)
    write(tmp_path / "a.gif", film, patches, [100])
    content = (tmp_path / "a.gif").read_bytes()
    table_end = 13 + 3 * 2**bits
    assert content[10] == 0xF0 | (bits - 1)
    assert content[table_end + 19 + 8 + 10] == bits


def test_an_apng_can_stand_still_for_minutes(tmp_path):
    film, patches, _ = random_film(2)
    write(tmp_path / "a.apng", film, patches, [65_535, 120_000])
    assert [time for _, time in decoded(tmp_path / "a.apng")] == [65_535, 120_000]


def test_a_webp_says_its_own_length(tmp_path):
    film, patches, _ = random_film(3)
    write(tmp_path / "a.webp", film, patches, [10, 10, 10])
    content = (tmp_path / "a.webp").read_bytes()
    assert struct.unpack_from("<I", content, 4)[0] == len(content) - 8


@pytest.mark.parametrize("ending", ["mp4", "webm"])
@pytest.mark.parametrize(
    "times", [(1500, 400, 400, 1500), (333, 333, 333, 333), (1500, 1190, 540, 3000)]
)
def test_a_video_shows_each_picture_for_its_time(tmp_path, times, ending):
    film, patches, _, pictures = painted(layer="max", shape="2x4", kernel_size=(2, 4), stride=4)
    film = Film(film.width, film.height, film.colours, times)
    write(tmp_path / f"a.{ending}", film, patches, times)
    rate = frame_rate(times)
    with av.open(str(tmp_path / f"a.{ending}")) as file:
        stream = file.streams.video[0]
        assert (stream.codec_context.pix_fmt, stream.average_rate) == ("yuv420p", rate)
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    assert len(frames) == round(sum(times) * rate / 1000)
    luma = np.array([0.299, 0.587, 0.114])
    for picture, start in zip(pictures, np.cumsum((0, *times[:-1])), strict=True):
        first = frames[round(start * rate / 1000)]
        assert first.shape == picture.shape
        error = first.astype(float) - picture
        assert 10 * np.log10(255**2 / (error**2).mean()) > 35  # dB; colours are halved in size
        assert 10 * np.log10(255**2 / ((error @ luma) ** 2).mean()) > 42


@pytest.mark.parametrize("time_ms", [500, 600, 1500])
def test_the_frame_that_begins_a_picture_is_one_that_others_refer_to(tmp_path, time_ms):
    film, patches, times, _ = painted(layer="max", shape="4x4")
    starts = [number * time_ms // 100 for number in range(len(times))]
    film = film._replace(beats_ms={time_ms, 100})
    write(tmp_path / "a.mp4", film, patches, [time_ms] * (len(times) - 1) + [100])
    with av.open(str(tmp_path / "a.mp4")) as file:
        kinds = [frame.pict_type for frame in file.decode(video=0)]
    assert {kinds[start] for start in starts[1:]} == {PictureType.P}
    assert kinds.count(PictureType.B) > len(kinds) / 2


def test_a_picture_that_stands_still_costs_next_to_nothing(tmp_path):
    film, patches, _ = random_film(1, 450, 800)
    sizes = []
    for time_ms in (100, 10_100):
        write(tmp_path / "a.mp4", film, patches, [time_ms])
        sizes.append((tmp_path / "a.mp4").stat().st_size)
    assert sizes[1] - sizes[0] < 100 * 100  # bytes, for as many frames


def test_mp4_is_encoded_on_one_thread(tmp_path):
    film, patches, _ = random_film(3, 450, 800)  # enough for more threads than one
    write(tmp_path / "a.mp4", film, patches, [100] * 3)
    said = (tmp_path / "a.mp4").read_bytes()  # x264 writes its settings into the stream
    assert b" threads=1 " in said
    assert b" qp=22 " in said
    assert b" mbtree=0 " in said  # with it the same pictures give other bytes, once in a while


@pytest.mark.parametrize("ending", ["mp4", "webm"])
def test_a_video_gets_the_same_bytes_again(tmp_path, ending):
    film, patches, _ = random_film(3, 450, 800)
    for name in ("a", "b"):
        write(tmp_path / f"{name}.{ending}", film, patches, [300] * 3)
    assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()


def test_a_folder_has_a_png_for_each_picture(tmp_path):
    film, patches, pictures = random_film(3)
    frames = all_formats()["frames"]
    with frames.writer(tmp_path, film) as writer:
        for patch in patches:
            writer.add(frames.encode(patch, film), 100)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["frame-0001.png", "frame-0002.png", "frame-0003.png"]
    for name, picture in zip(names, pictures, strict=True):
        with Image.open(tmp_path / name) as image:
            np.testing.assert_array_equal(np.asarray(image.convert("RGB")), picture)


def test_mp4_begins_with_its_index_so_that_it_can_start_before_it_is_loaded(tmp_path):
    film, patches, _ = random_film(3, 32, 32)
    write(tmp_path / "a.mp4", film, patches, [100] * 3)
    content = (tmp_path / "a.mp4").read_bytes()
    assert 0 < content.find(b"moov") < content.find(b"mdat")


def test_png_comes_back_exactly(tmp_path):
    film, patches, [picture] = random_film(1)
    write_png(tmp_path / "a", patches[0].over(0), film.colours)
    with Image.open(tmp_path / "a") as image:
        assert image.format == "PNG"
        np.testing.assert_array_equal(np.asarray(image.convert("RGB")), picture)


def parsed(**fields):
    figure = Figure(**fields)
    return json.loads(to_json(figure, run(figure)))


def test_the_trace_in_json_is_complete():
    record = parsed(
        layer="max", kernel_size=2, stride="1x2", padding="1x0", input="1 2; 3 4", grad="5; 6; 7"
    )
    assert record == {
        "layer": "max",
        "direction": "backward",
        "kernel_size": [2, 2],
        "stride": [1, 2],
        "padding": [1, 0],
        "dilation": [1, 1],
        "ceil_mode": False,
        "crop": False,
        "ties": "all",
        "input": [[1, 2], [3, 4]],
        "output": [[2], [4], [4]],
        "grad_output": [[5], [6], [7]],
        "grad_input": [[0, 5], [0, 13]],
        "scans": [
            {"index": [0, 0], "window": [0, 1, 0, 2], "value": 2, "grad": 5, "deltas": [[0, 1, 5]]},
            {"index": [1, 0], "window": [0, 2, 0, 2], "value": 4, "grad": 6, "deltas": [[1, 1, 6]]},
            {"index": [2, 0], "window": [1, 2, 0, 2], "value": 4, "grad": 7, "deltas": [[1, 1, 7]]},
        ],
    }


def arrays(path, **fields):
    animate(Figure(**fields), path)
    with np.load(path) as file:
        return dict(file)


@pytest.mark.parametrize("layer", ["avg", "max"])
def test_the_trace_as_arrays_sums_to_the_gradient(tmp_path, layer):
    trace = arrays(tmp_path / "a.npz", layer=layer, padding=1, direction="both")
    record = run(Figure(layer=layer, padding=1))
    backward = record.passes["backward"]
    assert (str(trace["layer"]), str(trace["direction"])) == (layer, "both")
    assert [trace[key].tolist() for key in ("kernel_size", "stride", "padding")] == [
        [3, 3],
        [1, 1],
        [1, 1],
    ]
    for key in ("input", "output", "grad_output", "grad_input"):
        np.testing.assert_array_equal(trace[key], record.grids[key])
    summed = np.zeros_like(record.grids["input"])
    np.add.at(summed, tuple(trace["delta_cells"].T), trace["deltas"])
    np.testing.assert_array_equal(summed, record.grids["grad_input"])
    assert trace["delta_scans"].tolist() == [
        scan for scan in range(len(backward)) for _ in backward.added("grad_input", scan)
    ]
    assert trace["indices"].tolist() == [list(scan.index) for scan in backward]
    assert trace["windows"][[0, -1]].tolist() == [[0, 2, 0, 2], [3, 5, 3, 5]]


def test_arrays_of_a_forward_pass_have_no_gradients_and_no_date(tmp_path):
    trace = arrays(tmp_path / "a.npz", layer="max", direction="forward")
    assert not {"grad_output", "grad_input", "deltas"} & set(trace)
    arrays(tmp_path / "b.npz", layer="max", direction="forward")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_both_lists_each_scan_once_and_forward_has_no_gradients():
    assert len(parsed(layer="avg", direction="both")["scans"]) == 9
    record = parsed(layer="avg", direction="forward")
    assert record["grad_output"] is record["grad_input"] is None
    assert set(record["scans"][0]) == {"index", "window", "value"}


def test_what_json_has_no_number_for_is_text():
    record = parsed(layer="max", kernel_size=1, input="nan inf -inf", grad="inf nan 1")
    assert record["input"] == record["output"] == [["NaN", "Infinity", "-Infinity"]]
    assert record["scans"][0]["value"] == "NaN"
    assert record["scans"][0]["deltas"] == [[0, 0, "Infinity"]]
    assert record["grad_input"] == [["Infinity", "NaN", 1]]


def test_unpooling_in_json_tells_where_values_return():
    record = parsed(layer="unpool", direction="both", input="1 3; 2 0", grad="5 6; 7 8")
    assert record["input"] == [[3]]
    assert record["output"] == [[0, 3], [0, 0]]
    assert record["grad_output"] == [[5, 6], [7, 8]]
    assert record["grad_input"] == [[6]]
    assert record["scans"] == [
        {"index": [0, 0], "window": [0, 2, 0, 2], "value": 3, "cell": [0, 1], "grad": 6}
    ]


def test_layers_without_sizes_have_arrays_too():
    for layer in LAYERS:
        figure = Figure(layer=layer)
        arrays = to_arrays(figure, run(figure))
        assert all(array.dtype != object for array in arrays.values())
        assert arrays["input"].size


@pytest.mark.parametrize(("motion", "most"), [("steps", 200_000), ("smooth", 400_000)])
def test_the_default_gif_is_small(tmp_path, motion, most):
    path = tmp_path / "a.gif"
    animate(Figure(layer="avg", motion=motion), path)
    assert path.stat().st_size < most


def on_white(image):
    """A picture as pixels, with white behind what is transparent."""
    white = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(white, image.convert("RGBA")).convert("RGB"), float)


def begins(path):
    """The first two pictures of a film as pixels, each with its time in ms."""
    if path.suffix not in (".mp4", ".webm"):
        with Image.open(path) as image:
            frames = islice(ImageSequence.Iterator(image), 2)
            return [(on_white(frame), frame.info.get("duration", 0)) for frame in frames]
    with av.open(path) as file:
        rate = int(file.streams.video[0].average_rate)
        frames = islice(file.decode(video=0), 2)
        return [(on_white(frame.to_image()), 1000 // rate) for frame in frames]


def unlike(one, other):
    """How far pictures are from each other, in levels."""
    return np.sqrt(np.mean((one - other) ** 2))


@pytest.mark.parametrize("background", ["paper", "transparent"])
def test_a_film_begins_with_its_poster_for_a_moment_if_one_is_chosen(tmp_path, background):
    names = [*LOSSLESS, *(["mp4", "webm"] if background == "paper" else [])]
    figure = Figure(layer="max", shape=4, poster=3, background=background, width=480)
    opening, poster = tmp_path / "first.png", tmp_path / "poster.png"
    animate(figure, opening, still="first")
    films = animate(figure, *(tmp_path / f"a.{name}" for name in names), poster)
    expected = [on_white(Image.open(path)) for path in (poster, opening)]
    assert unlike(*expected) > 15
    for name, film in zip(names, films, strict=False):
        shown = begins(film.path)
        # A GIF has no half transparent pixels, and a codec leaves a little noise.
        for (picture, _), wanted in zip(shown, expected, strict=True):
            assert unlike(picture, wanted) <= (0 if name in ("apng", "webp") else 4), name
        assert shown[0][1] == (0 if name == "apng" else 20), name


def test_a_folder_of_frames_and_a_film_that_begins_with_its_poster_have_no_other(tmp_path):
    chosen = Figure(layer="max", shape=4, poster=3)
    [frames] = animate(chosen, f"{tmp_path}/frames/")
    assert len(list(frames.path.iterdir())) == frames.frames
    for name, poster in (("a", None), ("b", "first")):
        animate(Figure(layer="max", shape=4, poster=poster), tmp_path / f"{name}.gif")
    assert (tmp_path / "a.gif").read_bytes() == (tmp_path / "b.gif").read_bytes()


def test_an_apng_shows_its_poster_only_where_it_does_not_play(tmp_path):
    for name, poster in (("a", None), ("b", 3)):
        animate(Figure(layer="max", shape=4, poster=poster), tmp_path / f"{name}.apng")
    with Image.open(tmp_path / "a.apng") as plain, Image.open(tmp_path / "b.apng") as other:
        assert (plain.default_image, other.default_image) == (False, True)
        assert other.n_frames == plain.n_frames + 1
        frames = [list(map(np.asarray, ImageSequence.Iterator(each))) for each in (plain, other)]
        assert all(map(np.array_equal, frames[0], frames[1][1:]))
