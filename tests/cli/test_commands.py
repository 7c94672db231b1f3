from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import fields
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from poolanim import Figure, __version__, animate
from poolanim.cli import commands
from poolanim.formats.catalogue import all_formats
from poolanim.formats.outputs import Output
from tests.command import run

ANOTHER = "; give --kernel-layout for another order"
COMMAND = [sys.executable, "-m", "poolanim"]


def test_the_default_figure(tmp_path):
    result = run("avg", "--size", "3", "--stride", "1", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    path = "out/avg-backward-5x5-k3-s1.gif"
    assert re.fullmatch(rf"{re.escape(path)}  164 frames  17\.5 s  [0-9.]+ KB\n", result.stdout)
    assert (tmp_path / path).read_bytes()[:6] == b"GIF89a"


def test_a_line_for_each_file(tmp_path):
    result = run(
        "max",
        "--input",
        "-",
        "--size",
        "2x1",
        "--direction",
        "both",
        "-o",
        "a.png",
        "-o",
        "b.json",
        "--output",
        "c.mp4",
        "-o",
        "d.pdf",
        "--motion",
        "steps",
        cwd=tmp_path,
        stdin="1 2\n3 4\n",
    )
    lines = result.stdout.splitlines()
    assert [re.sub(r"[0-9.]+ KB", "", line) for line in lines] == [
        "a.png  1 frame  ",
        "b.json  ",
        "c.mp4  12 frames  18.5 s  ",
        "d.pdf  12 pages  ",
    ]
    record = json.loads((tmp_path / "b.json").read_text())
    assert (record["kernel_size"], record["output"]) == ([2, 1], [[3, 4]])


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("avg", "--help"), ("-h",), ()])
def test_help_and_version_load_click_alone(arguments):
    code = (
        "import sys, poolanim.cli as cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "print('LOADED', *sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    text, loaded = result.stdout.split("LOADED")
    assert (
        ("poolanim " + __version__ in text)
        if arguments == ("--version",)
        else "Usage:" in (text + result.stderr)
    )
    ours = {name for name in loaded.split() if name.startswith("poolanim")}
    light = {"cli.batches", "cli.console", "errors", "files.limits", "parameters"}
    light |= {"records", "records.tuples"}
    light |= {"cli.commands", "files", "files.signals", "files.stopping", "layers", "layers.table"}
    light |= {"cli.command", "cli.layer"}
    light |= {"layers.entry", "layers.placement", "layers.geometry", "layers.axis"}
    light |= {"layers.correlation", "layers.cropping", "layers.fractional", "layers.restoring"}
    light |= {"files.plugins", "files.version"}
    light |= {"layers.window", "files.resources", "files.reals", "parameters.parameter"}
    light |= {"parameters.sizes", "parameters.domains", "parameters.numbers"}
    if arguments[:1] == ("avg",):
        light |= {"cli.options", "formats.outputs", "files.contents", "files.reals"}
        light |= {"grids", "grids.layouts", "grids.sources"}
        light |= {
            f"parameters.{name}"
            for name in ("filmed", "layered", "several", "shapes", "source", "table")
        }
    formats = {"catalogue", "codec", "deltas", "format", *all_formats()}
    light |= {"formats", *(f"formats.{name}" for name in formats)}
    assert ours <= {"poolanim", "poolanim.cli", *(f"poolanim.{name}" for name in light)}
    heavy = {"numpy", "matplotlib", "PIL", "imageio", "av", "jinja2", "markupsafe", "tomllib"}
    assert not heavy & set(loaded.split())


def complete(line, cwd):
    """What a shell offers for the last word of a line."""
    words = line.split(" ")
    environment = {"_POOLANIM_COMPLETE": "bash_complete", "COMP_CWORD": str(len(words) - 1)}
    environment = {**os.environ, **environment, "COMP_WORDS": line}
    result = subprocess.run(
        COMMAND, cwd=cwd, capture_output=True, text=True, env=environment, check=False
    )
    return {each.partition(",")[2] for each in result.stdout.splitlines()}


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("poolanim fra", {"fractional-max"}),
        ("poolanim avg --asp", {"--aspect"}),
        ("poolanim avg --aspect ", {"wide", "square", "tall"}),
        ("poolanim avg --theme da", {"dark"}),
        ("poolanim max --p", {"--padding", "--poster", "--precision"}),  # it has no --p
        ("poolanim batch --che", {"--check"}),
    ],
)
def test_a_shell_completes_commands_options_and_words(tmp_path, line, offered):
    assert complete(line, tmp_path) == offered


def test_a_manifest_that_poolanim_brings_is_found_by_its_name(tmp_path):
    result = run("check", "article", cwd=tmp_path)
    assert (result.returncode, result.stdout[:34]) == (0, "average-forward  avg forward  out/")


def test_quiet_prints_nothing_but_errors(tmp_path):
    result = run("avg", "--quiet", "-o", "a.png", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / "a.png").exists()
    assert run("avg", "--quiet", "--size", "7", cwd=tmp_path).stderr.count("\n") == 1


def test_the_list_of_commands_tells_whole_sentences(tmp_path):
    text = " ".join(run("--help", cwd=tmp_path).stdout.split())
    for name, command in commands.poolanim.commands.items():
        assert f" {name} {command.help}" in text


@pytest.mark.parametrize("layer", ["avg", "max"])
def test_options_are_the_fields_of_a_figure_with_the_same_defaults(layer):
    options = commands.poolanim.commands[layer].make_context(layer, []).params
    ours = {field.name for field in fields(Figure)} - {"layer"}
    of_outputs = {field.name for field in fields(Output)} - {"path"}
    ours_alone = {"output", "place", "embed", "embed_base", "opens", "quiet"}
    assert set(options) == ours | ours_alone | of_outputs
    chosen = {name: options[name] for name in ours}
    assert Figure(layer=layer, **chosen) == Figure(layer=layer)
    asked = {name: options[name] for name in of_outputs}
    assert Output("a.png", **asked) == Output("a.png")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["avg", "--size", "0"], 2, "--size is '0'; each number must be at least 1"),
        (["avg", "--stride", "-1"], 2, "stride is '-1'; each number must be at least 1"),
        (["avg", "--size", "7"], 2, "at most 5x5"),
        (["avg", "--scale", "1.5"], 2, "scale is '1.5'; give a whole number from 1 to 2"),
        (["avg", "--seed", "x"], 2, "seed is 'x'; give a whole number from 0 to"),
        (["avg", "--sise", "3"], 2, "no option --sise; did you mean --size?"),
        (["avg", "--p", "3", "--stide", "1"], 2, "no option --stide; did you mean --stride?"),
        (["avg", "--fps", "3"], 2, "no option --fps; use --step-ms: The usual time of a scan;"),
        (["--size", "3"], 2, "no option --size here; name the layer first"),
        (["avg", "--size"], 2, "requires an argument"),
        (["agv"], 2, "no command 'agv'; did you mean 'avg'?"),
        (["MaxPool2d"], 2, "no command 'MaxPool2d'; did you mean 'max'?"),
        (["avg", "1 2"], 2, "'1 2' belongs to no option; if it is the grid, use --input '1 2'"),
        (["avg", "--theme", "drak"], 2, "theme is 'drak'; did you mean 'dark'?"),
        (["avg", "-o", "a.gfi"], 2, "did you mean '.gif'?"),
        (["avg", "--input", "1 2; 3"], 1, "row 2 is 1 long"),
        (["avg", "--input", "nope.csv"], 1, "no such file"),
        (["avg", "--input", "Random"], 1, "did you mean 'random'?"),
        (["avg", "--input", "."], 1, "neither numbers nor a file of known kind; use one of .csv"),
        (["avg", "-o", "/dev/null/a.gif"], 1, "/dev/null is no folder"),
        (["conv", "--size", "6"], 2, "--size is 6; it must be at most 5x5, since the input"),
        (["conv", "--kernel", "1 2; 3 4", "--size", "2"], 2, "but the kernel has its own;"),
        (["conv", "--stride", "0"], 2, "stride is '0'; each number must be at least 1"),
        (["conv", "--padding", "-1"], 2, "padding is '-1'; each number must be at least 0"),
        (["conv", "--shape", "5x5x3", "--groups", "2"], 2, "groups is 2, but the input has 3"),
        (["conv", "--bias", "1 2"], 2, "bias is 1x2; give one number"),
        (["conv", "--kernel", "sobell"], 1, "did you mean 'sobel'?"),
        (["conv", "--kernel", "1 2", "--shape", "5x5x2"], 2, "kernel is for 1 channel, but the"),
        (["conv", "--wrt", "weight", "--direction", "forward"], 2, "a forward pass has none"),
        (["conv", "--wrt", "weight", "--focus", "3,0"], 2, "focus is 3,0, but the weight is 3x3"),
        (["conv-transpose", "--output-padding", "1"], 2, "--output-padding is 1; with stride 1"),
        (["conv", "--kernel-layout", "oihw"], 2, "--kernel-layout is oihw, but the kernel is made"),
        (["conv-transpose", "--padding", "3"], 2, "which crops all of an output of 5x5"),
        (["conv-transpose", "--output-size", "9"], 2, "it must be 5"),
        (["batch", "nope.toml"], 2, "no such file"),
        (["batch"], 2, "Missing argument"),
        (["batch", "artcle"], 2, "there is no manifest artcle; give the path of a .toml file, or"),
        (["batch", "a.toml", "--output", "x"], 2, "no option --output; use --out: The folder"),
        (["batch", "a.toml", "b.toml"], 2, "'b.toml' belongs to no option; leave it out"),
        (
            ["batch", "article", "--shard", "3/2"],
            2,
            "--shard is '3/2'; give I/N with I from 1 to N",
        ),
        (["batch", "a.toml", "--jobs", "0"], 2, "0 is not in the range x>=1"),
        (["new", "nope/a.toml"], 1, "cannot write nope/a.toml: no such file or directory; name"),
    ],
)
def test_mistakes_get_one_line_and_a_code_and_leave_no_file(tmp_path, arguments, code, message):
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode == code
    assert result.stdout == ""
    assert result.stderr.startswith("poolanim: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], f"HWIO: 2 filters of 2 channels, 3x3; it fits as HWOI too{ANOTHER}"),
        (["--like", "torch"], f"OIHW: 3 filters of 3 channels, 2x2; it fits as IOHW too{ANOTHER}"),
        (["--kernel-layout", "iohw"], "IOHW: 3 filters of 3 channels, 2x2"),
    ],
)
def test_how_a_kernel_was_read_is_told(tmp_path, arguments, told):
    np.save(tmp_path / "k.npy", np.ones((3, 3, 2, 2)))
    channels = told.split(" of ")[1][0]
    result = run(
        *["conv", "--kernel", "k.npy", "--shape", f"5x5x{channels}", *arguments, "-o", "a.json"],
        cwd=tmp_path,
    )
    assert (result.returncode, result.stderr) == (0, f"poolanim: kernel read as {told}\n")


@pytest.mark.parametrize(
    ("number", "code", "told"),
    [
        (signal.SIGINT, 130, "interrupted"),
        (signal.SIGTERM, 143, "terminated"),
        (signal.SIGHUP, 129, "hung up"),
    ],
)
def test_signals_stop_at_once_and_leave_no_file(tmp_path, number, code, told):
    process = subprocess.Popen(
        [*COMMAND, "avg", "--shape", "16x16", "-o", "a.gif"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, number, signal.SIG_DFL),  # nohup lets it be ignored
    )
    deadline = time.monotonic() + 30
    while not any(path.stat().st_size for path in tmp_path.iterdir()):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.kill(process.pid, number)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == code
    assert errors == f"poolanim: {told}\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("module", ["click", "poolanim.errors", "poolanim.cli.batches"])
def test_an_interrupt_while_the_command_line_loads_is_told_in_one_line(module):
    code = (
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from poolanim.cli import main\n"
        "main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (130, "poolanim: interrupted\n")


def test_outputs_that_collide_are_refused_before_anything_is_written(tmp_path):
    result = run("avg", "-o", "o/", "-o", "o/f.gif", cwd=tmp_path)
    assert (result.returncode, list(tmp_path.iterdir())) == (2, [])
    assert result.stderr == (
        "poolanim: output 'o/f.gif' is in output 'o/', which is replaced as a whole; "
        "use another path\n"
    )
    assert run("avg", "-o", "own.png", cwd=tmp_path).returncode == 0
    before = (tmp_path / "own.png").read_bytes()
    result = run("avg", "--input", "own.png", "-o", "own.png", cwd=tmp_path)
    assert (result.returncode, (tmp_path / "own.png").read_bytes()) == (2, before)
    assert "would replace 'own.png', a source of the figure" in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits here")
@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.gif", "f/"])
def test_a_full_disk_is_told_in_one_line(tmp_path, name):
    code = (
        "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (2000, r.RLIM_INFINITY))\n"
        "from poolanim.cli import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, "avg", "--motion", "steps", "-o", name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, list(tmp_path.iterdir())) == (1, [])
    assert result.stderr == (
        f"poolanim: cannot write {name.rstrip('/')}: file too large; "
        "name another file with --output\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_standard_output_is_told_in_one_line(tmp_path):
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [*COMMAND, "avg", "-o", "a.json"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert result.returncode == 1
    assert result.stderr == "poolanim: cannot go on: no space left on device\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_standard_output_for_a_file_is_named(tmp_path):
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [*COMMAND, "max", "--shape", "3x3", "-o", "-", "--format", "json"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert result.returncode == 1
    assert result.stderr == (
        "poolanim: cannot write to standard output: no space left on device; "
        "name a file with --output\n"
    )


BROKEN = """
import poolanim.manifest.reading
def broken(*arguments, **options):
    raise BrokenPipeError(32, "Broken pipe")
poolanim.manifest.reading.read_manifest = broken
from poolanim.cli import main
main()
"""


@pytest.mark.parametrize("reads", [True, False])
def test_a_broken_pipe_is_told_unless_it_is_standard_output(tmp_path, reads):
    ours, theirs = os.pipe()
    if not reads:
        os.close(ours)
    result = subprocess.run(
        [sys.executable, "-c", BROKEN, "check", "article"],
        cwd=tmp_path,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(theirs)
    told = "poolanim: cannot go on: broken pipe; run it again\n" if reads else ""
    assert (result.returncode, result.stderr) == (1, told)
    if reads:
        os.close(ours)


@pytest.mark.parametrize(
    ("name", "start"), [("gif", b"GIF89a"), ("mp4", b"\0\0\0"), ("svg", b"<svg")]
)
def test_a_file_for_standard_output(tmp_path, name, start):
    arguments = ["avg", "--shape", "3x4", "--motion", "steps", "-o", "-", "-o", "a.png"]
    arguments += ["--format", name]
    result = subprocess.run([*COMMAND, *arguments], cwd=tmp_path, capture_output=True, check=True)
    animate(Figure(layer="avg", shape="3x4", motion="steps"), tmp_path / f"a.{name}")
    assert result.stdout == (tmp_path / f"a.{name}").read_bytes()
    assert result.stdout.startswith(start)
    lines = result.stderr.decode().splitlines()
    assert [line.split("  ")[0] for line in lines] == ["-", "a.png"]
    assert (tmp_path / "a.png").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--embed", "html"], "embed is given, but output '-' is no file"),
        (["--theme", "light,dark"], "output '-' takes one file; name one theme and one aspect"),
    ],
)
def test_what_does_not_go_with_standard_output(tmp_path, arguments, message):
    result = run("avg", "-o", "-", "--format", "gif", *arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_reader_of_standard_output_may_leave(tmp_path):
    arguments = ["avg", "--shape", "12", "-o", "-", "--format", "gif"]  # more than a pipe holds
    process = subprocess.Popen(
        [*COMMAND, *arguments], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout.read(6) == b"GIF89a"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(timeout=10)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals here")
def test_no_file_goes_to_a_terminal(tmp_path):
    master, terminal = os.openpty()
    result = subprocess.run(
        [*COMMAND, "avg", "-o", "-", "--format", "json"],
        cwd=tmp_path,
        stdout=terminal,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(terminal)
    os.close(master)
    assert result.returncode == 1
    assert result.stderr.startswith("poolanim: standard output is a terminal; send it")


def test_a_closed_standard_output_is_no_disaster():
    process = subprocess.Popen(
        [*COMMAND, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=10) == 1


def test_progress_grows_to_all_of_it(tmp_path):
    told = []
    figure = Figure(layer="avg", motion="steps")
    animate(figure, tmp_path / "a.gif", tmp_path / "a.webp", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(told) == 20
