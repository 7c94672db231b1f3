"""Command lines and manifests at random, most of them nearly right."""

from __future__ import annotations

import random

from poolanim.formats.outputs import OUTPUT_PARAMETERS
from poolanim.layers.table import LAYERS
from poolanim.parameters.table import PARAMETERS
from tests.faults import runs

VALUES = (
    *("0", "1", "2", "3", "-1", "1.5", "2x2", "1x3", "0x1", "1:2x0:1", "x", "", " ", "nan", "inf"),
    *("1e400", "9" * 30, "1 2; 3 4", "1 2; 3", "1,2,3", "0,0", "all", "first", "last", "both"),
    *("forward", "backward", "same-upper", "valid", "torch", "keras", "jax", "onnx", "article"),
    *(
        "split",
        "none",
        "smooth",
        "steps",
        "dark",
        "light,dark",
        "drak",
        "tall",
        "square",
        "heatmap",
    ),
    *("transparent", "X,Y,Z,W", "größe", "a" * 300, "2:3", "readme", "paper", "html", "markdown"),
    *(
        "a.csv",
        "bad.csv",
        "missing.csv",
        "-",
        "random",
        "ones",
        ".",
        "/",
        "a.png",
        "\n",
        "$x",
        "%s",
    ),
)
OUTPUTS = ("a.gif", "a.json", "a.svg", "a.png", "f/", "x/a.gif", "a.gfi", "", "a", ".gif", "a.npz")
KINDS = ('"{}"', "{}", "[{}]", "[[{}]]", "{{ first = {} }}", "true", "1979-05-27", "[]", "{{}}")
GRAMMAR_S = 30


def command_line(pick):
    """The arguments of one."""
    arguments = [pick.choice([*LAYERS, "max", "avg"])]
    for option in pick.sample([*PARAMETERS, *OUTPUT_PARAMETERS], pick.randint(0, 4)):
        flag = pick.choice([each for flags in option.flags for each in flags.split("/")])
        arguments.append(flag)
        if option.metavar is not None and pick.random() < 0.95:
            arguments.append(pick.choice(VALUES))
    for _ in range(pick.randint(0, 2)):
        arguments += ["-o", pick.choice(OUTPUTS)]
    if pick.random() < 0.1:
        arguments += [pick.choice(["--for", "--embed", "--nothing"]), pick.choice(VALUES)]
    return arguments


def manifest(pick):
    """The text of one."""
    keys = [option.name for option in (*PARAMETERS, *OUTPUT_PARAMETERS)]
    lines = []
    if pick.random() < 0.3:
        lines += ["[defaults]", *_entries(pick, keys, 2)]
    if pick.random() < 0.2:
        lines.insert(0, f"{pick.choice(['page', 'include', 'title'])} = {_value(pick)}")
    for number in range(pick.randint(0, 2)):
        lines += ["[[figure]]", f'name = "{pick.choice(["a", f"b{number}", "c/d", ""])}"']
        lines += [f'layer = "{pick.choice([*LAYERS, "mux"])}"', *_entries(pick, keys, 3)]
        if pick.random() < 0.3:
            lines += ["[figure.matrix]", *_entries(pick, keys, 1)]
    if pick.random() < 0.1:
        lines.insert(pick.randrange(len(lines) + 1), pick.choice(["=", "[", "\0", "x", "é = 1"]))
    return "\n".join(lines) + "\n"


def _entries(pick, keys, most):
    chosen = pick.sample([*keys, "output", "for", "embed", "unknown"], pick.randint(0, most))
    return [f"{key} = {_value(pick)}" for key in chosen]


def _value(pick):
    value = pick.choice([value for value in VALUES if not set(value) & set('\\"\n')])
    return pick.choice(KINDS).format(value)


def command_lines(bench, chosen):
    """Command lines at random."""
    for seed in chosen(list(range(4000))):
        arguments = command_line(random.Random(seed))
        before = _prepared(bench)
        ended = bench.run(arguments, text="1 2\n3 4\n")
        yield " ".join(map(repr, arguments)), list(_faults(bench, ended, before))


def manifests(bench, chosen):
    """Manifests at random."""
    for seed in chosen(list(range(4000))):
        text = manifest(random.Random(seed))
        before = _prepared(bench)
        (bench.work / "m.toml").write_text(text)
        before["m.toml"] = runs.content(bench.work)["m.toml"]
        ended = bench.run(["batch", "m.toml", "--out", "o"])
        faults = list(_faults(bench, ended, before, batch=True))
        if (bench.work / "o").exists():
            faults += runs.lock_faults(bench.work / "o")
        yield repr(text), faults


def _prepared(bench):
    runs.fresh(bench.work, _empty(bench))
    (bench.work / "a.csv").write_text("1,2,3\n4,5,6\n7,8,9\n")
    (bench.work / "bad.csv").write_text("1,2\n3\n")
    return runs.content(bench.work)


def _empty(bench):
    empty = bench.root / "empty"
    (empty / "tmp").mkdir(parents=True, exist_ok=True)
    return empty


def _faults(bench, ended, before, *, batch=False):
    yield from runs.complaint_faults(ended)
    found = runs.content(bench.work)
    for name, what in before.items():
        if found.get(name) != what:
            yield "lost", name
    if left := runs.unfinished(found):
        yield "left over", ", ".join(left)
    if ended.code:
        lines = ended.errors.splitlines()
        if not lines or not lines[-1].startswith("poolanim: ") or (len(lines) > 1 and not batch):
            yield "traceback", f"it ended with {ended.code} and said {ended.errors[-200:]!r}"
        if not batch and set(found) != set(before):
            yield "left over", ", ".join(set(found) - set(before))
