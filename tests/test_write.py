from __future__ import annotations

import json
import os

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence

from poolanim import Figure
from poolanim.errors import OutputError
from poolanim.interchange import to_json
from poolanim.pipeline import run
from poolanim.render.painter import Painter, own_settings
from poolanim.render.palette import palette
from poolanim.theme import load_theme
from poolanim.write.gif import gif_writer
from poolanim.write.output import UNFINISHED, whole_files
from poolanim.write.still import write_png
from poolanim.write.video import frame_rate, mp4_writer
from tests.scenes import scene_of

THEME = load_theme("light")
COLOURS = np.array(palette(THEME), dtype=np.uint8)


def random_pictures(count, height=20, width=30):
    """Pictures in the palette's colours, each a little different from the one before."""
    random = np.random.default_rng(0)
    picture = COLOURS[random.integers(0, len(COLOURS), (height, width))]
    for _ in range(count):
        picture = picture.copy()
        top, left = random.integers(0, height), random.integers(0, width)
        picture[top : top + 5, left : left + 7] = COLOURS[random.integers(0, len(COLOURS))]
        yield picture


def decoded(path):
    """The pictures of a GIF with their times in ms."""
    with Image.open(path) as image:
        return [
            (np.asarray(frame.convert("RGB")), frame.info["duration"])
            for frame in ImageSequence.Iterator(image)
        ]


def write_gif(path, frames):
    with gif_writer(path, palette(THEME)) as writer:
        for picture, duration in frames:
            writer.add(picture, duration)
    return decoded(path)


def test_gif_frames_in_the_palette_s_colours_come_back_exactly(tmp_path):
    shown = [(picture, 100 + 10 * n) for n, picture in enumerate(random_pictures(12))]
    frames = write_gif(tmp_path / "a.gif", shown)
    assert len(frames) == 12
    for (expected, time), (picture, decoded_time) in zip(shown, frames, strict=True):
        np.testing.assert_array_equal(picture, expected)
        assert decoded_time == time


def test_a_gif_frame_pays_for_what_changed_alone(tmp_path):
    (noise,) = random_pictures(1, 100, 150)
    changed = noise.copy()
    changed[3, 3] = changed[-3, -3] = COLOURS[0]
    changed[3, 4] = changed[-3, -4] = COLOURS[1]
    sizes = []
    for pictures in ([noise], [noise, changed]):
        write_gif(tmp_path / "a.gif", [(picture, 100) for picture in pictures])
        sizes.append((tmp_path / "a.gif").stat().st_size)
    assert sizes[1] - sizes[0] < 0.05 * sizes[0]


def test_colours_that_the_palette_tells_not_apart_make_no_gif_frame(tmp_path):
    one = np.full((4, 4, 3), (198, 40, 40), dtype=np.uint8)
    other = np.full((4, 4, 3), (198, 41, 41), dtype=np.uint8)
    frames = write_gif(tmp_path / "a.gif", [(one, 100), (other, 100)])
    assert [time for _, time in frames] == [200]


def test_gif_colours_beyond_the_palette_become_the_nearest(tmp_path):
    picture = np.full((4, 4, 3), (198, 41, 41), dtype=np.uint8)  # peak is #c62828
    [(shown, _)] = write_gif(tmp_path / "a.gif", [(picture, 500)])
    assert tuple(shown[0, 0]) == THEME.colours["peak"]


def test_a_gif_picture_that_does_not_change_stands_longer(tmp_path):
    one, other = random_pictures(2)
    frames = write_gif(tmp_path / "a.gif", [(one, 100), (one, 200), (other, 300), (other, 50)])
    assert [time for _, time in frames] == [300, 350]


def test_gif_times_in_hundredths_do_not_drift(tmp_path):
    shown = [(picture, 333) for picture in random_pictures(9)]
    times = [time for _, time in write_gif(tmp_path / "a.gif", shown)]
    assert sum(times) == 3000
    assert set(times) == {330, 340}


def test_a_gif_runs_for_ever(tmp_path):
    write_gif(tmp_path / "a.gif", [(picture, 100) for picture in random_pictures(2)])
    with Image.open(tmp_path / "a.gif") as image:
        assert image.info["loop"] == 0


def painted(**fields):
    scene, _ = scene_of(**fields)
    with own_settings():
        painter = Painter(scene.width, scene.height, THEME, 1)
        pictures = []
        for frame in scene.frames():
            painter.show(frame)
            pictures.append((painter.pixels(), frame.duration_ms))
    return pictures


def test_a_film_s_gif_has_a_distinct_picture_for_every_frame_near_the_painted_one(tmp_path):
    shown = painted(layer="max", shape="4x4")
    frames = write_gif(tmp_path / "a.gif", shown)
    assert len({picture.tobytes() for picture, _ in frames}) == len(shown) == 9
    for (expected, time), (picture, decoded_time) in zip(shown, frames, strict=True):
        error = np.abs(picture.astype(int) - expected).max(axis=2)
        assert error.mean() < 0.25
        assert (error > 24).mean() < 1e-3  # blends that no pair of the palette foresees
        assert decoded_time == time


@pytest.mark.parametrize("times", [(1500, 400, 400), (333, 333, 333)])
def test_mp4_shows_each_picture_for_its_time(tmp_path, times):
    shown = [
        (picture, time)
        for (picture, _), time in zip(
            painted(layer="max", shape="3x3", kernel_size=2)[::3], times, strict=True
        )
    ]
    rate = frame_rate(times)
    with mp4_writer(tmp_path / "a.mp4", rate) as writer:
        for picture, time in shown:
            writer.add(picture, time)
    with av.open(str(tmp_path / "a.mp4")) as file:
        stream = file.streams.video[0]
        assert (stream.codec_context.pix_fmt, stream.average_rate) == ("yuv420p", rate)
        frames = [frame.to_ndarray(format="rgb24") for frame in file.decode(video=0)]
    assert len(frames) == round(sum(times) * rate / 1000)
    for picture, start in zip((p for p, _ in shown), np.cumsum((0, *times[:-1])), strict=True):
        first = frames[round(start * rate / 1000)]
        assert first.shape == picture.shape
        error = ((first.astype(float) - picture) ** 2).mean()
        assert 10 * np.log10(255**2 / error) > 33  # dB


def test_mp4_is_encoded_on_one_thread_and_names_its_colours(tmp_path):
    with mp4_writer(tmp_path / "a.mp4", 10) as writer:
        for picture in random_pictures(3, 450, 800):  # enough for more threads than one
            writer.add(picture, 100)
    said = (tmp_path / "a.mp4").read_bytes()  # x264 writes its settings into the stream
    assert b" threads=1 " in said
    assert b" crf=20.0 " in said
    assert b" mbtree=0 " in said  # with it the same pictures give other bytes, once in a while
    with av.open(str(tmp_path / "a.mp4")) as file:
        context = file.streams.video[0].codec_context
        tags = (context.color_primaries, context.color_trc, context.colorspace)
        assert [int(tag) for tag in tags] == [6, 6, 6]


def test_mp4_begins_with_its_index_so_that_it_can_start_before_it_is_loaded(tmp_path):
    with mp4_writer(tmp_path / "a.mp4", 10) as writer:
        for picture in random_pictures(3, 32, 32):
            writer.add(picture, 100)
    content = (tmp_path / "a.mp4").read_bytes()
    assert 0 < content.find(b"moov") < content.find(b"mdat")


def test_png_comes_back_exactly(tmp_path):
    (picture,) = random_pictures(1)
    write_png(tmp_path / "a", picture)
    with Image.open(tmp_path / "a") as image:
        assert image.format == "PNG"
        np.testing.assert_array_equal(np.asarray(image), picture)


def test_a_whole_file_takes_its_place_at_the_end(tmp_path):
    path = tmp_path / "new" / "a.txt"
    with whole_files([path]) as [temporary]:
        temporary.write_text("new")
        assert not path.exists()
        assert temporary.name.endswith(UNFINISHED)
    assert path.read_text() == "new"
    assert os.listdir(path.parent) == ["a.txt"]  # noqa: PTH208


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_failure_leaves_what_was_there(tmp_path, error):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(error), whole_files([path]) as [temporary]:  # noqa: PT012
        temporary.write_text("half")
        raise error
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_of_several_files_none_takes_its_place_before_all_can(tmp_path):
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    paths[0].write_text("old")
    with pytest.raises(ValueError, match="stop"), whole_files(paths) as (one, _):  # noqa: PT012
        one.write_text("new")
        raise ValueError("stop")
    assert paths[0].read_text() == "old"
    with whole_files(paths) as temporaries:
        for temporary in temporaries:
            temporary.write_text("new")
    assert [path.read_text() for path in paths] == ["new", "new"]


def test_what_is_no_matter_of_the_disk_is_no_output_error(tmp_path):
    with pytest.raises(FileNotFoundError), whole_files([tmp_path / "a.txt"]):
        raise FileNotFoundError(2, "No such file or directory", "theme.toml")


def test_folders_made_for_a_file_that_fails_go_with_it(tmp_path):
    with pytest.raises(ValueError, match="stop"), whole_files([tmp_path / "a" / "b" / "c.txt"]):
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []


def test_folders_stay_if_another_file_is_in_them(tmp_path):
    path = tmp_path / "a" / "b.txt"
    with pytest.raises(ValueError, match="stop"), whole_files([path]):  # noqa: PT012
        (tmp_path / "a" / "other.txt").touch()
        raise ValueError("stop")
    assert (tmp_path / "a" / "other.txt").exists()


def test_a_link_stays_one_and_what_it_leads_to_is_written(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    with whole_files([tmp_path / "link.txt"]) as [temporary]:
        temporary.write_text("new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_paths_that_cannot_be_written_are_known_at_once(tmp_path):
    (tmp_path / "file").touch()
    (tmp_path / "folder.gif").mkdir()
    for path, reason in (
        (tmp_path / "file" / "a.gif", "file is no folder"),
        (tmp_path / "file" / "deeper" / "a.gif", "file is no folder"),
        (tmp_path / "folder.gif", "is a folder"),
    ):
        with pytest.raises(OutputError, match=reason) as caught, whole_files([path]):
            pytest.fail("the block was entered")
        assert str(path) in str(caught.value)


def test_a_full_disk_is_told_in_one_line(tmp_path):
    with pytest.raises(OutputError, match="no space left"), whole_files([tmp_path / "a.gif"]):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


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
