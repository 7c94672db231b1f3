from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from poolanim.batch.fingerprints import digest
from poolanim.files.resources import templates
from poolanim.manifest.schema import schema_text
from tests import command
from tests.workers import records, whole

COMMAND = [sys.executable, "-m", "poolanim"]
TWO = (
    '[[figure]]\nname = "one"\nlayer = "avg"\nshape = 3\noutput = "one.json"\n'
    '[[figure]]\nname = "two"\nlayer = "avg"\nshape = 3\noutput = "x/two.json"\n'
)
BAD = '[[figure]]\nname = "bad"\nlayer = "avg"\nkernel_size = 9\ninput = "bad.csv"\n'
SLOW = (
    '[[figure]]\nname = "a"\nlayer = "max"\nshape = 4\nmotion = "steps"\n'
    "[figure.matrix]\nseed = { first = 1, last = 400 }\n"
)


def run(*arguments, cwd, text=None):
    if text is not None:
        (cwd / "a.toml").write_text(text)
        (cwd / "bad.csv").write_text("1,2\n3,4\n")
    return command.run(*arguments, cwd=cwd)


def test_a_batch_tells_a_line_for_each_figure_and_what_came_of_it(tmp_path):
    result = run("batch", "a.toml", cwd=tmp_path, text=TWO + BAD)
    *lines, summary = sorted(result.stdout.splitlines(), key=lambda line: line[0].isdigit())
    reason = (
        "kernel_size is 9; it must be at most 2x2, since the input with its padding is only 2x2"
    )
    told = dict(line.split("  ", 1) for line in lines)
    assert told["one"].startswith("one.json  ")
    assert told["two"].startswith("x/two.json  ")
    assert told["bad"] == f"failed: {reason}"
    assert summary.startswith("2 made, 1 failed  ")
    assert result.stderr.splitlines() == [
        f"figure bad: {reason}",
        "poolanim: 1 of 3 figures failed",
    ]
    assert result.returncode == 3
    assert whole(tmp_path / "out") == {"one.json", "x/two.json"}


def test_checks_and_dry_runs_tell_what_is_to_do_and_write_nothing(tmp_path):
    for option, code in [("--dry-run", 0), ("--check", 3)]:
        result = run("batch", "a.toml", option, cwd=tmp_path, text=TWO)
        assert result.stdout == "one  new\ntwo  new\n"
        assert result.returncode == code
        assert not (tmp_path / "out").exists()
    assert result.stderr == (
        "poolanim: 2 figures are not current, of 2 figures; run poolanim batch a.toml\n"
    )
    one = run("batch", "a.toml", "--check", "--only", "two", cwd=tmp_path)
    assert one.stderr.endswith("of 1 figure; run poolanim batch a.toml --only two\n")
    assert run("batch", "a.toml", "--quiet", cwd=tmp_path).stdout == ""
    result = run("batch", "a.toml", "--check", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert run("batch", "a.toml", cwd=tmp_path).stdout.startswith("2 current  ")
    result = run("batch", "a.toml", "--check", "--force", "--only", "t*", "--json", cwd=tmp_path)
    assert json.loads(result.stdout) == {"figure": "two", "state": "stale", "reason": "forced"}


def test_the_hint_of_a_check_repeats_the_options_and_counts_pages_apart(tmp_path):
    text = 'page = "index.html"\n' + TWO
    options = ["--out", "o o", "--only", "t*", "--strict"]
    result = run("batch", "a.toml", *options, "--check", cwd=tmp_path, text=text)
    assert result.stderr == (
        "poolanim: 1 figure is not current, of 1 figure; "
        "run poolanim batch a.toml --out 'o o' --only 't*' --strict\n"
    )
    result = run("batch", "a.toml", "--check", cwd=tmp_path)
    assert "2 figures and 1 page are not current, of 2 figures and 1 page; run" in result.stderr


def test_files_that_are_left_over_are_found_and_listed_before_they_go(tmp_path):
    text = 'out = "docs/figures"\n' + TWO
    assert run("batch", "a.toml", "--quiet", cwd=tmp_path, text=text).returncode == 0
    old = tmp_path / "docs" / "figures" / "one.json"
    assert old.exists()
    text = text.replace('"one', '"eins')
    run("batch", "a.toml", "--quiet", cwd=tmp_path, text=text)
    listed = "docs/figures/one.json  left over\n"
    dry = run("batch", "a.toml", "--prune", "--dry-run", cwd=tmp_path)
    assert (dry.returncode, dry.stdout) == (0, listed)
    assert run("batch", "a.toml", "--dry-run", cwd=tmp_path).stdout == ""
    check = run("batch", "a.toml", "--check", cwd=tmp_path)
    assert (check.returncode, check.stdout) == (3, listed)
    assert check.stderr == ("poolanim: 1 file is left over; run poolanim batch a.toml --prune\n")
    assert old.exists()
    run("batch", "a.toml", "--prune", cwd=tmp_path)
    assert not old.exists()
    assert run("batch", "a.toml", "--check", cwd=tmp_path).returncode == 0


def test_lines_of_json_tell_the_same_to_programs(tmp_path):
    result = run("batch", "a.toml", "--json", "--out", "o", cwd=tmp_path, text=TWO + BAD)
    *figures, summary = map(json.loads, result.stdout.splitlines())
    told = {figure["figure"]: figure for figure in figures}
    assert told["two"]["state"] == "made"
    assert told["two"]["files"] == {"x/two.json": digest(tmp_path / "o" / "x" / "two.json")}
    assert told["two"]["size"] == (tmp_path / "o" / "x" / "two.json").stat().st_size
    assert told["bad"]["state"] == "failed"
    assert told["bad"]["error"].startswith("kernel_size is 9")
    del summary["seconds"]
    assert summary == {"made": 2, "current": 0, "failed": 1, "not_begun": 0}


def test_mistakes_of_a_manifest_are_lines_with_their_places(tmp_path):
    result = run("batch", "a.toml", cwd=tmp_path, text=TWO + "stride = 0\nseed = -1\n")
    assert result.returncode == 2
    assert result.stderr.splitlines() == [
        "a.toml:11: figure two: stride is 0; each number must be at least 1",
        "a.toml:12: figure two: seed is -1; give a whole number from 0 to 9223372036854775807",
        "poolanim: manifest a.toml has 2 mistakes; nothing is made",
    ]
    assert run("check", "a.toml", cwd=tmp_path).stderr == result.stderr
    assert not (tmp_path / "out").exists()


def test_a_manifest_is_listed(tmp_path):
    result = run("check", "a.toml", "--out", "o", cwd=tmp_path, text=TWO)
    assert result.stdout == "one  avg backward  o/one.json\ntwo  avg backward  o/x/two.json\n"
    assert not (tmp_path / "o").exists()


def test_a_new_manifest_is_the_starter_and_never_in_place_of_another(tmp_path):
    result = run("new", "figures.toml", cwd=tmp_path)
    assert result.stdout == "figures.toml  now: poolanim batch figures.toml\n"
    content = (templates() / "starter" / "figures.toml").read_text("utf-8")
    assert (tmp_path / "figures.toml").read_text("utf-8") == content
    (tmp_path / "figures.toml").write_text("mine")
    result = run("new", "figures.toml", cwd=tmp_path)
    assert (result.returncode, (tmp_path / "figures.toml").read_text()) == (1, "mine")
    assert result.stderr == (
        "poolanim: cannot write figures.toml: file exists; name another file\n"
    )


def test_the_schema_is_printed(tmp_path):
    assert run("schema", cwd=tmp_path).stdout == schema_text()


def test_a_batch_with_nothing_to_do_loads_little(tmp_path):
    run("batch", "a.toml", cwd=tmp_path, text=TWO)
    code = (
        "import sys, poolanim.cli as cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "print('LOADED', *sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "batch", "a.toml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    told, loaded = result.stdout.split("LOADED")
    assert told.startswith("2 current  ")
    heavy = {"numpy", "matplotlib", "PIL", "imageio", "av", "distributed", "multiprocessing"}
    assert not heavy & set(loaded.split())


def start(folder, *options, session=False):
    (folder / "slow.toml").write_text(SLOW)
    return subprocess.Popen(
        [*COMMAND, "batch", "slow.toml", "--jobs", "2", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=session,
    )


def is_true(out):
    """Whether all that a lock file says is so, and nothing unfinished lies about."""
    for record in records(out):
        for path, sha in record.files.items():
            assert digest(out / path) == sha
    assert list(out.rglob("*.poolanim-tmp")) == []
    return True


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")],
)
def test_signals_stop_a_batch_soon_and_leave_whole_files_and_a_true_lock(
    tmp_path, number, code, said
):
    with start(tmp_path) as process:
        first = process.stdout.readline()
        assert first.startswith("a-")
        os.kill(process.pid, number)
        begun = time.monotonic()
        # Not `communicate`, which loses the lines that came together with the first.
        rest, errors = process.stdout.read(), process.stderr.read()
        process.wait(timeout=60)
    assert time.monotonic() - begun < 30  # it is 2 s where nothing else runs
    assert (process.returncode, errors) == (code, f"poolanim: {said}\n")
    made = [line.split()[0] for line in [first, *rest.splitlines()[:-1]]]
    assert "not begun" in rest.splitlines()[-1]
    assert is_true(tmp_path / "out")
    assert {record.name for record in records(tmp_path / "out")} == set(made)
    assert 0 < len(made) < 400
    assert whole(tmp_path / "out") >= {f"{name}.gif" for name in made}
    result = run("batch", "slow.toml", "--dry-run", cwd=tmp_path)
    assert len(result.stdout.splitlines()) == 400 - len(made)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no groups of processes")
def test_an_interrupt_at_the_keyboard_is_told_in_one_line_even_while_workers_start(tmp_path):
    process = start(tmp_path, session=True)
    deadline = time.monotonic() + 60
    while not (tmp_path / "out").exists():  # which the first worker makes, or before
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors.strip()) == (130, "poolanim: interrupted")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_batch_that_is_killed_takes_its_workers_along_and_the_next_goes_on(tmp_path):
    process = start(tmp_path)
    made = {process.stdout.readline().split()[0] for _ in range(3)}
    process.kill()
    process.communicate(timeout=60)  # the workers have the same pipes, until they end
    assert made <= {record.name for record in records(tmp_path / "out")}
    result = run("batch", "slow.toml", "--only", "a-1", "--force", cwd=tmp_path)
    assert result.returncode == 0
    assert is_true(tmp_path / "out")


LITTLE_MEMORY = """
import os, signal
from poolanim.batch import work

def killed_as_the_kernel_does_it(figure, trace, places, **more):
    if figure.title == "large" and os.path.exists("little-memory"):
        places[0].path.write_text("half of a file")
        os.kill(os.getpid(), signal.SIGKILL)
    return write(figure, trace, places, **more)

write, work.write_figure = work.write_figure, killed_as_the_kernel_does_it
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_worker_that_the_kernel_kills_for_its_memory_costs_one_figure(tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(LITTLE_MEMORY)
    (tmp_path / "little-memory").touch()
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))  # of the workers
    large = '[[figure]]\nname = "large"\nlayer = "max"\ntitle = "large"\noutput = "large.json"\n'
    arguments = ["batch", "a.toml", "--jobs", "2"]
    result = run(*arguments, cwd=tmp_path, text=large + TWO)
    cause = "it killed its worker; maybe it needs more memory than there is"
    assert result.stderr.splitlines() == [
        f"figure large: {cause}",
        "poolanim: 1 of 3 figures failed",
    ]
    assert f"large  failed: {cause}" in result.stdout
    assert "2 made, 1 failed" in result.stdout
    assert result.returncode == 3
    assert {record.name for record in records(tmp_path / "out")} == {"one", "two"}
    (tmp_path / "little-memory").unlink()
    result = run(*arguments, cwd=tmp_path)
    assert re.match(r"large  large.json  .*\n1 made, 2 current  ", result.stdout)
    assert (result.returncode, result.stderr) == (0, "")
    assert whole(tmp_path / "out") == {"large.json", "one.json", "x/two.json"}


def test_two_batches_at_once_leave_whole_and_right_files(tmp_path):
    both = [start(tmp_path, "--jobs", "1", "--only", "a-1?") for _ in range(2)]
    for process in both:
        _, errors = process.communicate(timeout=100)
        assert (process.returncode, errors) == (0, "")
    assert is_true(tmp_path / "out")
    assert len(whole(tmp_path / "out")) == 10
    result = run("batch", "slow.toml", "--only", "a-1?", "--check", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (0, "")


def test_a_batch_that_watches_makes_what_a_saved_file_touches(tmp_path):
    pytest.importorskip("watchfiles")
    (tmp_path / "grid.csv").write_text("1,2,3\n4,5,6\n7,8,9\n")
    text = (
        TWO + '[[figure]]\nname = "three"\nlayer = "max"\noutput = "3.json"\ninput = "grid.csv"\n'
    )
    (tmp_path / "a.toml").write_text(text)
    process = subprocess.Popen(
        [*COMMAND, "batch", "a.toml", "--watch"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def until_summary():
        lines = [process.stdout.readline()]
        while not lines[-1][:1].isdigit():
            lines.append(process.stdout.readline())
        return sorted(line.split()[0] for line in lines[:-1])

    assert until_summary() == ["one", "three", "two"]
    (tmp_path / "grid.csv").write_text("9,2,3\n4,5,6\n7,8,9\n")
    assert until_summary() == ["three"]
    (tmp_path / "a.toml").write_text(text.replace("one.json", "one.jsn"))
    assert process.stderr.readline().startswith("a.toml:5: figure one: output is 'one.jsn'")
    (tmp_path / "a.toml").write_text(text.replace("one.json", "eins.json"))
    assert until_summary() == ["one"]
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors.splitlines()[-1]) == (130, "poolanim: interrupted")
    assert "" not in errors.splitlines()
    assert Path(tmp_path / "out" / "eins.json").exists()


SMALL_DISK = """
mount -t tmpfs -o size=1200k none "$0" && cd "$0" && cat > a.toml && exec 2>&1
batch="$1 -m poolanim batch a.toml --jobs 1 --quiet"
$batch; echo "code $?"; ls out | wc -l
rm out/a-10[0-4].gif && $batch --only "a-10[12]"; echo "code $?"
$batch --check --only "a-10[12]"; echo "code $?"
"""
MANY = (
    '[[figure]]\nname = "a"\nlayer = "max"\nshape = 3\nmotion = "steps"\n'
    "[figure.matrix]\nseed = { first = 100, last = 180 }\n"
)


def test_a_full_disk_ends_a_run_at_once_and_the_next_one_goes_on(tmp_path):
    disk = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if subprocess.run([*disk, "mount -t tmpfs none /tmp"], check=False).returncode:
        pytest.skip("a process cannot have a disk of its own here")
    command = [*disk, SMALL_DISK, str(tmp_path), sys.executable]
    done = subprocess.run(command, input=MANY, capture_output=True, text=True, check=True)
    figure, reason, code, count, *rest = (
        line for line in done.stdout.splitlines() if "poolanim.lock: no space" not in line
    )
    assert re.fullmatch(
        r"figure a-1\d\d: cannot write .*/a-1\d\d.gif: no space left .*; name another .*", figure
    )
    assert reason == (
        "poolanim: 1 of 81 figures failed, as the disk of out is full; free some of it, and run "
        "again: figures that are made stay"
    )
    assert code == "code 3"
    assert int(count) > 20
    assert rest == ["code 0", "code 0"]
