from __future__ import annotations

import json
import os
import resource
import signal
import threading

import pytest

from poolanim.batch.lock import HEADER, Lock, Record, record_of
from poolanim.errors import OutputError

MANIFEST = "../a.toml"


def record(name, key="k", manifest=MANIFEST):
    return Record(name, key, "numpy 2", manifest, {f"{name}.gif": "0" * 64})


def names(lock):
    with lock.records() as records:
        return [name for _, name in records]


def keys(lock):
    with lock.records() as records:
        return [records.get(place).key for place in records]


def test_a_line_says_what_the_record_does():
    assert record_of(record("größe").line()) == record("größe")
    assert "größe" in record("größe").line()


def test_a_path_whose_bytes_are_no_text_is_kept(tmp_path):
    odd = Record("a", "k", "numpy 2", "../\udcff/größe.toml", {"\udce9.gif": "0" * 64})
    lock = Lock(tmp_path)
    lock.add(odd)
    lock.settle()
    with lock.records() as records:
        assert list(records) == [odd.place]
        assert records.get(odd.place) == odd
    assert "größe" in (tmp_path / "poolanim.lock").read_text("utf-8")


ODD = [
    {"name": 5},
    {"key": None},
    {"made_with": ["x"]},
    {"manifest": {}},
    {"files": []},
    {"files": "a.gif"},
    {"files": {"a.gif": 5}},
    {"name": "\ud800"},
    {"files": {"\ud800": ""}},
    {"more": ""},
]


@pytest.mark.parametrize("odd", ODD)
def test_a_line_whose_values_are_of_other_kinds_is_no_record(tmp_path, odd):
    line = json.dumps({**json.loads(record("a").line()), **odd})
    assert record_of(line) is None
    path = tmp_path / "poolanim.lock"
    path.write_text(f"{HEADER}\n{line}\n{record('b').line()}\n")
    lock = Lock(tmp_path)
    assert names(lock) == ["b"]
    lock.settle()
    assert path.read_text() == f"{HEADER}\n{record('b').line()}\n"


@pytest.mark.parametrize("line", ["[" * 100_000, '{"name": 1' + "0" * 9999 + "}", "x" * 99])
def test_a_line_of_any_length_is_no_record(tmp_path, line, monkeypatch):
    monkeypatch.setattr("poolanim.batch.lock.RECORD_BYTES", 2000)
    path = tmp_path / "poolanim.lock"
    path.write_text(f"{HEADER}\n{line * 30}\n{record('b').line()}\n")
    lock = Lock(tmp_path)
    assert names(lock) == ["b"]
    lock.settle()
    assert path.read_text() == f"{HEADER}\n{record('b').line()}\n"


@pytest.mark.parametrize("line", ["", "x", "[1]", HEADER, record("a").line()[:-3], "<<<<<<< ours"])
def test_a_line_that_is_no_record(line):
    assert record_of(line) is None


def test_lines_are_kept_as_they_come_and_put_in_order(tmp_path):
    lock = Lock(tmp_path / "out")
    assert names(lock) == []
    for name, key in [("b", "1"), ("a", "1"), ("b", "2")]:
        lock.add(record(name, key))
    path = tmp_path / "out" / "poolanim.lock"
    assert len(path.read_text().splitlines()) == 4
    lock.settle()
    assert path.read_text() == f"{HEADER}\n{record('a', '1').line()}\n{record('b', '2').line()}\n"
    assert names(lock) == ["a", "b"]
    assert json.loads(path.read_text().splitlines()[1])["files"] == {"a.gif": "0" * 64}


def test_what_is_in_order_is_not_written_again(tmp_path):
    lock = Lock(tmp_path)
    lock.settle()
    assert list(tmp_path.iterdir()) == []
    lock.add(record("a"))
    lock.settle()
    before = (tmp_path / "poolanim.lock").stat().st_mtime_ns
    lock.settle()
    assert (tmp_path / "poolanim.lock").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "lines",
    [
        [record("a").line(), HEADER],
        [HEADER, record("b").line(), record("a").line()],
        [HEADER, record("a", manifest="b.toml").line(), record("b", manifest="a.toml").line()],
        [HEADER, record("a").line(), record("a").line()],
        [HEADER, record("a").line(), "<<<<<<<", record("b").line()],
        ["=======", record("a").line(), record("b").line()],
    ],
)
def test_what_is_not_in_order_is_put_so(tmp_path, lines):
    path = tmp_path / "poolanim.lock"
    path.write_text("\n".join(lines))
    Lock(tmp_path).settle()
    told = {line for line in lines if record_of(line)}
    found = sorted(told, key=lambda line: record_of(line).place)
    assert path.read_text() == "\n".join([HEADER, *found, ""])


def test_a_figure_that_was_never_made_has_no_record(tmp_path):
    lock = Lock(tmp_path)
    lock.add(record("a"))
    with lock.records() as records:
        assert (records.get((MANIFEST, "a")), records.get((MANIFEST, "b"))) == (record("a"), None)


def test_two_manifests_may_use_one_name(tmp_path):
    lock = Lock(tmp_path)
    for manifest in ("../b.toml", "../a.toml"):
        lock.add(record("x", manifest, manifest))
    lock.settle()
    assert keys(lock) == ["../a.toml", "../b.toml"]
    lock.settle(without=[("../a.toml", "x")])
    assert keys(lock) == ["../b.toml"]


def test_names_can_be_left_out(tmp_path):
    lock = Lock(tmp_path)
    for name in "abc":
        lock.add(record(name))
    lock.settle(without=[(MANIFEST, "b")])
    assert names(lock) == ["a", "c"]
    lock.settle(without=[(MANIFEST, "a"), (MANIFEST, "c")])
    assert (tmp_path / "poolanim.lock").read_text() == f"{HEADER}\n"


def test_a_line_that_was_cut_off_costs_nothing_else(tmp_path):
    lock = Lock(tmp_path)
    lock.add(record("a"))
    with (tmp_path / "poolanim.lock").open("a") as file:
        file.write(record("b").line()[:20])
    lock.add(record("c"))
    assert names(lock) == ["a", "c"]


def test_parts_have_files_of_their_own_until_a_whole_batch_puts_them_together(tmp_path):
    whole, first, second = Lock(tmp_path), Lock(tmp_path, "1-of-2"), Lock(tmp_path, "2-of-2")
    whole.add(record("a", "old"))
    first.add(record("a", "new"))
    second.add(record("b"))
    second.settle()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "poolanim.1-of-2.lock",
        "poolanim.2-of-2.lock",
        "poolanim.lock",
    ]
    for lock in (whole, first, second):
        assert keys(lock) == ["new", "k"]
    whole.settle()
    assert [path.name for path in tmp_path.iterdir()] == ["poolanim.lock"]
    assert keys(whole) == ["new", "k"]


def test_many_at_once_lose_nothing(tmp_path):
    def some(start):
        lock = Lock(tmp_path)
        for number in range(start, start + 40):
            lock.add(record(f"{number:03}"))
            if number % 9 == 0:
                lock.settle()

    threads = [threading.Thread(target=some, args=(start,)) for start in (0, 40, 80)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    Lock(tmp_path).settle()
    assert names(Lock(tmp_path)) == [f"{number:03}" for number in range(120)]


@pytest.mark.parametrize("part", ["", "1-of-2"])
def test_a_link_in_place_of_the_lock_file_is_refused_and_not_followed(tmp_path, part):
    (tmp_path / "out").mkdir()
    lock = Lock(tmp_path / "out", part)
    name = f"poolanim.{part}.lock" if part else "poolanim.lock"
    for target in ("precious.txt", "missing.txt"):
        (tmp_path / "precious.txt").write_text("mine")
        (tmp_path / "out" / name).symlink_to(f"../{target}")
        for use in (lock.records, lambda: lock.add(record("a")), lock.settle):
            with pytest.raises(OutputError, match=rf"{name}: is a link, which is not followed; "):
                use()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "precious.txt"]
        assert (tmp_path / "precious.txt").read_text() == "mine"
        (tmp_path / "out" / name).unlink()
    os.mkfifo(tmp_path / "out" / name)
    with pytest.raises(OutputError, match="is no ordinary file"):
        lock.records()


def test_a_line_that_cannot_be_written_whole_is_not_written(tmp_path):
    lock = Lock(tmp_path)
    lock.add(record("a"))
    before = (tmp_path / "poolanim.lock").read_bytes()
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 10, most))
        with pytest.raises(OutputError, match=r"poolanim.lock: file too large; correct that"):
            lock.add(record("b"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        signal.signal(signal.SIGXFSZ, old)
    assert (tmp_path / "poolanim.lock").read_bytes() == before
