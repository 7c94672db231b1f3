from __future__ import annotations

import os
import shutil
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from poolanim import Figure, animate
from poolanim.batch import fingerprints, watching, work
from poolanim.batch.fingerprints import digest, made_with
from poolanim.batch.lock import Lock
from poolanim.batch.plan import Selection
from poolanim.batch.results import Results
from poolanim.batch.run import Order, planned, run_batch
from poolanim.batch.task import Result, Task
from poolanim.batch.work import make
from poolanim.errors import BatchError, ManifestError, OutputError, ParameterError
from poolanim.files.owned import UNFINISHED, owned_file
from poolanim.formats.outputs import Output
from poolanim.manifest.entries import Entry
from poolanim.manifest.reading import read_manifest
from tests.workers import Here, Notes, records, whole

SMALL = 'layer = "max"\nsize = 2\n'
GRID = 'input = "1 2 3; 3 4 1"\n'
TWO = (
    f'[[figure]]\nname = "one"\noutput = ["x/one.gif", "one.json"]\n{SMALL}{GRID}'
    f'[[figure]]\nname = "two"\n{SMALL}input = "two.csv"\ntheme = "dark"\n'
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to be in, where batches are made by this process."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("poolanim.batch.workers.Processes", Here)
    (tmp_path / "two.csv").write_text("1 2\n3 4\n5 6\n".replace(" ", ","))
    return tmp_path


def batch(text, out="out", **order):
    """Run a batch, and give what was noted; BatchError is noted as well."""
    Path("figures.toml").write_text(text, "utf-8")
    out = Path(out)
    notes = Notes()
    selection = Selection(**{key: order.pop(key) for key in list(order) if key in SELECTION})
    ordered = Order(out, selection, **order)
    try:
        run_batch(read_manifest(Path("figures.toml"), out), ordered, notes)
    except BatchError as error:
        notes.error = error
    return notes


SELECTION = ("only", "shard", "force", "strict")


def stale(text, **selection):
    Path("figures.toml").write_text(text, "utf-8")
    order = Order(Path("out"), Selection(**selection))
    return dict(planned(read_manifest(Path("figures.toml"), Path("out")), order).stale)


def test_a_batch_makes_every_file_and_then_nothing(folder):
    notes = batch(TWO)
    assert notes.plan.stale == {"one": "new", "two": "new"}
    assert notes.names == list(notes.made_of) == ["one", "two"]
    assert whole(folder / "out") == {"x/one.gif", "one.json", "two.gif"}
    assert notes.made_of["one"].size == sum(
        (folder / "out" / path).stat().st_size for path in ("x/one.gif", "one.json")
    )
    found = records(Path("out"))
    assert [(record.name, record.manifest) for record in found] == [
        ("one", "../figures.toml"),
        ("two", "../figures.toml"),
    ]
    assert found[0].files == {
        path: digest(folder / "out" / path) for path in ("x/one.gif", "one.json")
    }
    assert str(folder) not in (folder / "out" / "poolanim.lock").read_text()
    before = {path: path.stat().st_mtime_ns for path in (folder / "out").rglob("*")}
    notes = batch(TWO)
    assert (notes.plan.stale, notes.plan.current, notes.names) == ({}, 2, [])
    assert before == {path: path.stat().st_mtime_ns for path in (folder / "out").rglob("*")}


def test_files_are_those_that_animate_makes(folder):
    batch(TWO)
    [alone] = animate(
        Figure(layer="max", kernel_size=2, input="two.csv", theme="dark"), folder / "alone.gif"
    )
    assert alone.path.read_bytes() == Path("out/two.gif").read_bytes()


@pytest.mark.usefixtures("folder")
def test_what_is_not_current_is_made_again_and_nothing_else():
    batch(TWO)
    assert stale(TWO) == {}
    assert stale(TWO.replace('"dark"', '"light"')) == {"two": "changed"}
    assert stale(TWO.replace("one.json", "eins.json")) == {"one": "changed"}
    assert stale(TWO.replace("size = 2", "kernel_size = [2, 2]")) == {}
    Path("two.csv").write_text("1,2\n3,4\n5,7\n")
    assert stale(TWO) == {"two": "changed"}
    batch(TWO)
    Path("out/two.gif").unlink()
    assert stale(TWO) == {"two": "out/two.gif is missing"}
    Path("out/two.gif").write_bytes(b"GIF")
    assert stale(TWO) == {"two": "out/two.gif was altered"}
    batch(TWO)
    content = Path("out/one.json").read_bytes()
    Path("out/one.json").write_bytes(content[:-1] + b" ")
    assert stale(TWO) == {"one": "out/one.json was altered"}
    Path("out/one.json").write_bytes(content)
    os.utime("out/one.json", (0, 0))
    assert stale(TWO) == {}
    assert stale(TWO, force=True) == {"one": "forced", "two": "forced"}


@pytest.mark.usefixtures("folder")
def test_versions_of_libraries_are_noted_and_count_only_if_strict(monkeypatch):
    batch(TWO)
    monkeypatch.setattr(fingerprints, "__version__", "9.9")
    plan = planned(read_manifest(Path("figures.toml"), Path("out")), Order(Path("out")))
    assert (plan.stale, plan.current) == ({}, 2)
    version = "poolanim 0.1.0 (2 figures)"
    assert plan.note == f"current, though made with {version}; --strict makes these again"
    whys = stale(TWO, strict=True)
    assert set(whys) == {"one", "two"}
    assert whys["one"].startswith("made with poolanim 0.1.0; here is numpy ")
    assert whys["one"].endswith("poolanim 9.9")
    batch(TWO, strict=True)
    assert stale(TWO, strict=True) == {}


@pytest.mark.usefixtures("folder")
def test_keys_of_another_schema_are_told_apart(monkeypatch):
    batch(TWO)
    monkeypatch.setattr(fingerprints, "SCHEMA", "3")
    monkeypatch.setattr("poolanim.batch.plan.SCHEMA", "3")
    assert set(stale(TWO).values()) == {"recorded in schema 2 of the lock file; here is 3"}
    lock = Path("out/poolanim.lock")
    lock.write_text(lock.read_text().replace('"2:', '"'))
    assert set(stale(TWO).values()) == {"recorded in schema 1 of the lock file; here is 3"}


@pytest.mark.usefixtures("folder")
def test_of_the_records_that_a_merge_leaves_the_true_one_counts_and_stays():
    lock = Path("out/poolanim.lock")
    batch(TWO)
    ours = lock.read_text().splitlines()
    batch(TWO.replace("size = 2", "size = 1"))
    theirs = lock.read_text().splitlines()
    batch(TWO)
    for merged in (
        [ours[0], "<<<<<<< ours", *ours[1:], "=======", *theirs[1:], ">>>>>>> theirs"],
        [*ours, *theirs],  # as the driver "union" of Git merges
        [*theirs, *ours],
    ):
        lock.write_text("\n".join(merged) + "\n")
        assert stale(TWO) == {}
        batch(TWO)
        assert lock.read_text().splitlines() == ours


@pytest.mark.usefixtures("folder")
def test_a_theme_that_is_changed_touches_only_its_figures():
    text = TWO.replace('"dark"', '"mine.toml"')
    theme = Path("mine.toml")
    theme.write_text('inherits = "dark"\n')
    batch(text)
    assert stale(text) == {}
    theme.write_text('[colours]\ntracked = "#ffb3c7"\n')
    assert stale(text) == {"two": "changed"}


def test_a_layer_s_words_touch_all_of_its_figures(folder, monkeypatch):
    copy = folder / "templates"
    shutil.copytree(fingerprints.templates() / "words", copy / "words")
    batch(TWO)
    monkeypatch.setattr(fingerprints, "templates", lambda: copy)
    monkeypatch.setattr("poolanim.layers.entry.templates", lambda: copy)
    assert stale(TWO) == {}
    (copy / "words" / "avg.toml").write_text("# others")
    assert stale(TWO) == {}
    (copy / "words" / "max.toml").write_text("# others")
    assert stale(TWO) == {"one": "changed", "two": "changed"}


def test_a_figure_s_libraries_are_those_that_its_files_need():
    def libraries(*outputs, **fields):
        figure = Figure(layer="max", **fields)
        told = made_with(Entry("a", (figure,), tuple(map(Output, outputs)), ()))
        return [each.split()[0] for each in told.split(", ")]

    assert libraries("a.json", "a.svg") == ["numpy", "poolanim"]
    assert libraries("a.gif", "a.png") == ["numpy", "pillow", "poolanim"]
    assert libraries("a.mp4") == ["av", "imageio", "numpy", "poolanim"]
    assert libraries("a.json", input="a.png") == ["numpy", "pillow", "poolanim"]
    assert libraries("a.json", grad="a.jpg") == ["numpy", "pillow", "poolanim"]
    assert libraries("a.json", font="my.ttf", width=640) == ["numpy", "poolanim"]
    assert libraries("a.svg", width=640) == ["numpy", "poolanim"]
    assert libraries("a.svg", title="Größe") == ["matplotlib", "numpy", "poolanim"]
    for fields in ({"width": 800}, {"scale": 2}, {"aspect": "tall", "width": 450}):
        assert libraries("a.png", **fields) == ["numpy", "pillow", "poolanim"]
    assert "matplotlib" in libraries("a.mp4", width=640)
    assert "matplotlib" in libraries("a.png", aspect="tall", width=800)
    for fields in ({"title": "Größe"}, {"font": "my.ttf"}, {"math": True}):
        assert libraries("a.gif", **fields) == ["matplotlib", "numpy", "pillow", "poolanim"]


@pytest.mark.usefixtures("folder")
def test_a_figure_that_fails_does_not_stop_the_others():
    bad = '[[figure]]\nname = "bad"\nlayer = "max"\nsize = 4\ninput = "two.csv"\n'
    notes = batch(bad + TWO)
    assert list(notes.made_of) == ["one", "two"]
    assert notes.failed.keys() == {"bad"}
    assert str(notes.error) == "1 of 3 figures failed"
    [detail] = notes.error.details
    assert detail.startswith("figure bad: kernel_size is 4; it must be at most")
    assert whole(Path("out")) == {"x/one.gif", "one.json", "two.gif"}
    assert stale(bad + TWO) == {"bad": "new"}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "there is not enough memory; make the figure smaller"),
        (KeyError("x"), "KeyError: 'x'; this is a fault of poolanim"),
    ],
)
def test_whatever_goes_wrong_in_a_figure_is_told(monkeypatch, error, told):
    def film(*_, **__):
        raise error

    monkeypatch.setattr(work, "write_figure", film)
    assert told in batch(TWO).failed["one"]
    assert whole(Path("out")) == set()


@pytest.mark.usefixtures("folder")
def test_a_file_that_cannot_be_written_leaves_none_of_the_figure_s():
    Path("out/x/one.gif").mkdir(parents=True)
    notes = batch(TWO)
    assert "out/x/one.gif" in notes.failed["one"]
    assert whole(Path("out")) == {"two.gif"}


MANY = (
    f'[[figure]]\nname = "a"\n{SMALL}{GRID}matrix = {{ step_ms = {{ first = 101, last = 110 }} }}\n'
)


@pytest.mark.parametrize(
    ("selection", "names"),
    [
        ({"only": ["a-103"]}, ["a-103"]),
        ({"only": ["a-109", "a-10[12]"]}, ["a-101", "a-102", "a-109"]),
        ({"shard": (1, 3)}, ["a-101", "a-104", "a-107", "a-110"]),
        ({"shard": (3, 3)}, ["a-103", "a-106", "a-109"]),
        ({"only": ["a-10?"], "shard": (2, 4)}, ["a-102", "a-106"]),
        ({"shard": (11, 11)}, []),
    ],
)
@pytest.mark.usefixtures("folder")
def test_figures_can_be_chosen(selection, names):
    assert list(stale(MANY, **selection)) == names


@pytest.mark.usefixtures("folder")
def test_a_name_of_no_figure_cannot_be_chosen():
    with pytest.raises(
        ParameterError, match=r"'a-1o1', but no figure has this name; did you mean 'a-1"
    ):
        stale(MANY, only=["a-101", "a-1o1"])


@pytest.mark.usefixtures("folder")
def test_parts_of_a_batch_make_the_whole():
    for part in (1, 2, 3):
        batch(MANY, shard=(part, 3))
    assert sorted(path.name for path in Path("out").glob("*.lock")) == [
        "poolanim.1-of-3.lock",
        "poolanim.2-of-3.lock",
        "poolanim.3-of-3.lock",
    ]
    notes = batch(MANY)
    assert (notes.plan.stale, notes.plan.current) == ({}, 10)
    assert [path.name for path in Path("out").glob("*.lock")] == ["poolanim.lock"]


@pytest.mark.usefixtures("folder")
def test_what_is_in_the_manifest_no_more_is_deleted_on_request():
    batch(TWO)
    Path("out/own.gif").write_bytes(b"")
    only_two = TWO[TWO.index("[[figure]]", 1) :]
    assert batch(only_two).deleted == []
    assert batch(only_two, prune=True).deleted == [Path("out/x/one.gif"), Path("out/one.json")]
    assert whole(Path("out")) == {"two.gif", "own.gif"}
    assert [record.name for record in records(Path("out"))] == ["two"]
    assert batch(only_two, prune=True).deleted == []


@pytest.mark.usefixtures("folder")
def test_what_a_figure_was_written_to_before_is_deleted_on_request():
    batch(TWO)
    renamed = TWO.replace("one.json", "eins.json")
    batch(renamed)
    assert whole(Path("out")) == {"x/one.gif", "one.json", "eins.json", "two.gif"}
    assert batch(renamed, prune=True).deleted == [Path("out/one.json")]
    assert whole(Path("out")) == {"x/one.gif", "eins.json", "two.gif"}


@pytest.mark.usefixtures("folder")
def test_a_file_that_now_is_another_figure_s_is_not_deleted():
    batch(TWO)
    assert batch(TWO.replace('"two"', '"TWO"\noutput = "two.gif"'), prune=True).deleted == []
    assert whole(Path("out")) == {"x/one.gif", "one.json", "two.gif"}


@pytest.mark.usefixtures("folder")
def test_no_file_is_deleted_that_is_not_as_it_was_made_or_not_ours():
    batch(TWO)
    Path("out/one.json").write_text("mine")
    Path("other.toml").write_text(f'[[figure]]\nname = "other"\n{SMALL}{GRID}')
    run_batch(read_manifest(Path("other.toml"), Path("out")), Order(Path("out")), Notes())
    Path("outside.gif").write_bytes(b"")
    lock = Lock(Path("out"))
    one = records(Path("out"))[0]
    files = {"../outside.gif": digest(Path("outside.gif"))}
    lock.add(replace(one, name="evil", files=files))
    only_two = TWO[TWO.index("[[figure]]", 1) :]
    assert batch(only_two, prune=True).deleted == [Path("out/x/one.gif")]
    assert whole(Path("out")) == {"one.json", "two.gif", "other.gif"}
    assert Path("outside.gif").exists()


@pytest.mark.usefixtures("folder")
def test_it_does_not_matter_how_a_manifest_is_called(folder):
    batch(TWO)
    manifest = read_manifest(folder / "figures.toml", folder / "out")
    assert planned(manifest, Order(folder / "out")).stale == {}


@pytest.mark.parametrize(("jobs", "processes"), [(1, 1), (3, 1), (4, 2), (9, 4)])
@pytest.mark.usefixtures("folder")
def test_figures_share_the_processes(monkeypatch, jobs, processes):
    monkeypatch.setattr(
        "poolanim.batch.dispatch.make",
        lambda task: Result(task.entry.name, error=f"{task.processes}"),
    )
    assert batch(TWO, jobs=jobs).failed == {"one": f"{processes}", "two": f"{processes}"}


@pytest.mark.usefixtures("folder")
def test_what_is_saved_while_a_manifest_is_read_is_made_again(monkeypatch):
    pytest.importorskip("watchfiles")
    Path("figures.toml").write_text(TWO)
    made = []

    def read(*arguments, **options):
        manifest = read_manifest(*arguments, **options)
        if len(made) == 1:
            Path("two.csv").write_text("1,2\n3,4\n5,678\n")
        return manifest

    def run_once(*_):
        made.append(None)
        if len(made) == 3:
            raise KeyboardInterrupt

    def waited(*_, **__):
        if len(made) == 1:
            Path("two.csv").write_text("1,2\n3,4\n5,67\n")
        yield set()
        pytest.fail("waited for what was saved already")

    monkeypatch.setattr(watching, "read_manifest", read)
    monkeypatch.setattr(watching, "run_batch", run_once)
    monkeypatch.setattr("watchfiles.watch", waited)
    with pytest.raises(KeyboardInterrupt):
        watching.run_and_watch(Path("figures.toml"), Order(Path("out")), False, Notes, print)


@pytest.mark.usefixtures("folder")
def test_what_killed_runs_left_is_swept_and_what_lives_is_not():
    Path("out/x").mkdir(parents=True)
    living = owned_file(Path("out/x"))
    for left in (f"out/.1{UNFINISHED}", f"out/x/.2{UNFINISHED}"):
        Path(left).mkdir()
        (Path(left) / "a.gif").touch()
    Path(f"out/x/.3{UNFINISHED}").touch()
    batch(TWO)
    assert list(Path("out").rglob(f"*{UNFINISHED}")) == [living.path]
    living.release()
    assert list(Path("out").rglob(f"*{UNFINISHED}")) == []


def test_a_worker_that_does_not_see_the_folder_sends_back_what_it_made(folder):
    Path("mine.toml").write_text('inherits = "dark"')
    Path("mine.md").write_text("$alt")
    text = TWO.replace('"dark"', '"mine.toml"') + 'embed = "mine.md"\n'
    Path("figures.toml").write_text(text)
    _, entry = read_manifest(Path("figures.toml"), Path("out")).entries()
    contents = {file.path: Path(file.path).read_bytes() for file in entry.files}
    task = Task(entry, "k", folder / "out", proof=folder / "out" / "proof", contents=contents)
    (folder / "elsewhere").mkdir()
    os.chdir("elsewhere")
    made = make(task)
    assert made.error == ""
    assert not (folder / "out").exists()
    out, manifest = folder / "out", read_manifest(folder / "figures.toml", folder / "out")
    lock = Lock(out)
    with lock.records() as before:
        assert Results(manifest, out, before, lock).keep(made) == ""
    assert whole(folder / "out") == {"two.gif", "two.embed.md"}
    assert {path: digest(folder / "out" / path) for path in made.files} == made.files
    (folder / "out" / "proof").touch()
    os.chdir(folder)
    here = make(task)
    assert (here.error, here.files, here.contents) == ("", made.files, {})


@pytest.mark.usefixtures("folder")
def test_a_figure_in_several_themes_is_embedded_as_one():
    text = (
        '[[figure]]\nname = "a"\ntheme = "light,dark"\noutput = "x/a.png"\nembed = "html"\n'
        f"{SMALL}{GRID}"
    )
    batch(text)
    assert whole(Path("out")) == {"x/a-light.png", "x/a-dark.png", "a.embed.html"}
    snippet = Path("out/a.embed.html").read_text("utf-8")
    assert "x/a-light.png" in snippet
    assert "x/a-dark.png" in snippet
    assert stale(text) == {}
    Path("out/a.embed.html").write_text("")
    assert stale(text) == {"a": "out/a.embed.html was altered"}
    assert stale(text.replace('"html"', '"markdown"')) == {"a": "changed"}


@pytest.mark.usefixtures("folder")
def test_a_template_of_one_s_own_touches_what_is_embedded_by_it():
    Path("mine.md").write_text("$alt")
    text = f'[[figure]]\nname = "a"\noutput = "a.png"\nembed = "mine.md"\n{SMALL}{GRID}'
    batch(text)
    assert stale(text) == {}
    Path("mine.md").write_text("$caption")
    assert stale(text) == {"a": "changed"}


def test_a_template_is_found_wherever_the_manifest_is(folder):
    Path("mine.md").write_text("$alt")
    text = f'[[figure]]\nname = "a"\noutput = "a.png"\nembed = "mine.md"\n{SMALL}{GRID}'
    Path("figures.toml").write_text(text)
    order = Order(Path("out"))
    run_batch(read_manifest(folder / "figures.toml", Path("out")), order, Notes())
    assert whole(Path("out")) == {"a.png", "a.embed.md"}


@pytest.mark.usefixtures("folder")
def test_two_manifests_with_one_name_in_one_folder_are_current_and_pruned_each_alone():
    texts = {
        path: f'[[figure]]\nname = "a"\noutput = "{path}.json"\n{SMALL}{GRID}'
        for path in ("one.toml", "two.toml")
    }
    for path, text in texts.items():
        Path(path).write_text(text)
    out = Path("out")
    for path in texts:
        run_batch(read_manifest(Path(path), out), Order(out), Notes())
    for path in texts:
        assert planned(read_manifest(Path(path), out), Order(out)).current == 1
    Path("one.toml").write_text(texts["one.toml"].replace('"a"', '"b"').replace("one", "new"))
    run_batch(read_manifest(Path("one.toml"), out), Order(out, prune=True), Notes())
    assert whole(out) == {"new.toml.json", "two.toml.json"}


@pytest.mark.parametrize("below", ["", "/x"])
@pytest.mark.usefixtures("folder")
def test_a_file_in_place_of_the_folder_of_results_is_told_before_anything_is_made(below):
    Path("figures.toml").write_text(TWO)
    Path("file").touch()
    out = Path(f"file{below}")
    with pytest.raises(OutputError, match=r"cannot make the folder file.*; name another with"):
        run_batch(read_manifest(Path("figures.toml"), out), Order(out), Notes())


@pytest.mark.usefixtures("folder")
def test_what_is_more_than_its_place_takes_is_told():
    text = (
        f'[[figure]]\nname = "a"\nfor = "readme"\noutput = "a.gif"\nhold_ms = 60_000\n{SMALL}{GRID}'
    )
    warnings = batch(text).made_of["a"].warnings
    assert [each.partition(" plays ")[0] for each in warnings] == ["a-wide.gif", "a-tall.gif"]


@pytest.mark.usefixtures("folder")
def test_what_was_sent_back_but_cannot_be_written_has_failed(monkeypatch):
    monkeypatch.setattr(work, "_made", lambda task: Result(task.entry.name, contents={"x": b"1"}))
    Path("out/x").mkdir(parents=True)
    notes = batch(TWO)
    assert notes.failed["one"] == "cannot write out/x: is a folder; name another file with --output"


def test_without_dask_a_batch_says_so_and_nothing_else(folder, monkeypatch):  # noqa: ARG001
    monkeypatch.setitem(sys.modules, "distributed", None)
    Path("figures.toml").write_text(TWO, "utf-8")
    manifest, notes = read_manifest(Path("figures.toml"), Path("out")), Notes()
    with pytest.raises(ParameterError, match="Dask is not installed"):
        run_batch(manifest, Order(Path("out"), scheduler="tcp://localhost:1"), notes)
    assert (notes.plan, notes.ends) == (None, 0)
    batch(TWO)
    run_batch(manifest, Order(Path("out"), scheduler="tcp://localhost:1"), notes)
    assert notes.ends == 1


@pytest.mark.usefixtures("folder")
def test_errors_of_figures_are_told_though_the_lock_file_cannot_be_written(monkeypatch):
    def refused(*_):
        raise OutputError("lock file out/poolanim.lock: no space left on device; mend that")

    bad = '[[figure]]\nname = "bad"\nlayer = "max"\nsize = 4\ninput = "two.csv"\n'
    monkeypatch.setattr(Lock, "add", refused)
    monkeypatch.setattr(Lock, "settle", refused)
    notes = batch(bad + TWO)
    assert notes.failed.keys() == {"bad", "one", "two"}
    assert str(notes.error) == "3 of 3 figures failed"
    details = [detail.split(": ")[0] for detail in notes.error.details]
    assert details == ["figure bad", "figure one", "figure two", "lock file out/poolanim.lock"]
    assert notes.error.details[0].startswith("figure bad: kernel_size is 4")


@pytest.mark.usefixtures("folder")
def test_a_lock_file_that_cannot_be_put_in_order_is_an_error_of_its_own(monkeypatch):
    def refused(*_):
        raise OutputError("lock file out/poolanim.lock: no space left on device; mend that")

    monkeypatch.setattr(Lock, "settle", refused)
    with pytest.raises(OutputError, match="no space left"):
        batch(TWO)


@pytest.mark.usefixtures("folder")
def test_what_is_told_is_what_the_lock_file_says_even_if_it_is_interrupted():
    def interrupted():
        signal.raise_signal(signal.SIGINT)

    Path("figures.toml").write_text(TWO)
    manifest, notes = read_manifest(Path("figures.toml"), Path("out")), Notes(interrupted)
    with pytest.raises(KeyboardInterrupt):
        run_batch(manifest, Order(Path("out")), notes)
    assert list(notes.made_of) == [record.name for record in records(Path("out"))] == ["one"]


@pytest.mark.usefixtures("folder")
def test_an_output_that_is_a_file_of_its_figure_is_refused():
    Path("out").mkdir()
    Image.new("L", (3, 3)).save("out/a.png")
    text = f'[[figure]]\nname = "a"\n{SMALL}input = "out/a.png"\noutput = "a.png"\n'
    with pytest.raises(ManifestError) as caught:
        batch(text)
    assert "output 'a.png' would replace out/a.png, a source of the figure" in str(
        caught.value.details
    )


SOURCES = {
    "an input": f'{SMALL}input = "src.png"',
    "a gradient": 'layer = "max"\ngrad = "src.png"',
    "an input of an earlier figure": 'layer = "max"\nsize = 2\ninput = "src.png"\n[[figure]]\n'
    'name = "c"\nlayer = "max"',
}


@pytest.mark.parametrize("of", SOURCES)
@pytest.mark.parametrize("first", ["writes", "reads"])
@pytest.mark.usefixtures("folder")
def test_an_output_that_is_a_file_of_another_figure_is_refused(of, first):
    Image.new("L", (3, 3)).save("src.png")
    before = Path("src.png").read_bytes()
    writes = f'[[figure]]\nname = "a"\n{SMALL}output = "src.png"\n'
    reads = f'[[figure]]\nname = "b"\n{SOURCES[of]}\n'
    with pytest.raises(ManifestError, match="has 1 mistake"):
        batch(writes + reads if first == "writes" else reads + writes, out=".")
    assert Path("src.png").read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_a_page_that_is_the_template_of_a_figure_is_refused():
    Path("index.md").write_text("{{ gif }}")
    page = 'page = "index.md"\n'
    text = f'{page}[[figure]]\nname = "a"\n{SMALL}embed = "index.md"\n'
    with pytest.raises(ManifestError) as caught:
        batch(text, out=".")
    assert "output 'index.md' would replace index.md, a source of a" in str(caught.value.details)


@pytest.mark.usefixtures("folder")
def test_an_output_that_is_a_file_of_the_manifest_is_refused():
    Path("a.embed.md").write_text("")
    text = f'include = "a.embed.md"\n[[figure]]\nname = "a"\n{SMALL}embed = "markdown"\n'
    with pytest.raises(ManifestError) as caught:
        batch(text, out=".")
    assert "manifest is 'a.embed.md', which output 'a.embed.md' of a would replace" in str(
        caught.value.details
    )


@pytest.mark.usefixtures("folder")
def test_an_output_that_became_a_source_is_not_pruned():
    batch(f'[[figure]]\nname = "a"\n{SMALL}output = "src.png"\n', out=".")
    text = f'[[figure]]\nname = "b"\n{SMALL}input = "src.png"\n'
    notes = batch(text, out=".", prune=True)
    assert notes.deleted == []
    assert Path("src.png").exists()
