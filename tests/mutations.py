"""Mutates the package at random, and reports which mutations the tests catch.

    python -m tests.mutations [--count 30] [--seed 0] [ROOM ...]

Each mutation changes one operator, constant or condition of a module in a copy of the checkout, and
runs the tests that mirror the module's room there. What survives is either no fault, or a missing
test. A run of 30 takes a quarter of an hour, so it is no part of the suite.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import subprocess
import sys
import tempfile
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SWAPS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
"""What each operator becomes."""
TIMEOUT_S = 600


def places(tree):
    """The nodes of a module that can be mutated, in order; annotations and decorators cannot."""
    skipped = set()
    for node in ast.walk(tree):
        declared = [getattr(node, name, None) for name in ("annotation", "returns")]
        for part in filter(None, [*declared, *getattr(node, "decorator_list", ())]):
            skipped.update(map(id, ast.walk(part)))
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            skipped.update(map(id, ast.walk(node)))
    return [
        node for node in ast.walk(tree) if id(node) not in skipped and mutated(node) is not None
    ]


def mutated(node):
    """A changed copy of a node, or None if there is nothing to change."""
    new = copy.copy(node)
    if isinstance(node, ast.Compare) and type(node.ops[0]) in SWAPS:
        new.ops = [SWAPS[type(node.ops[0])](), *node.ops[1:]]
    elif isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in SWAPS:
        new.op = SWAPS[type(node.op)]()
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        new.value = not node.value
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        new.value = node.value + 1
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        new.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return node.operand
    else:
        return None
    return new


def mutate(text, number):
    """The source of a module with one of its places changed, and what was changed."""
    tree = ast.parse(text)
    target = places(tree)[number]
    replacement = mutated(target)

    class Swap(ast.NodeTransformer):
        def visit(self, node):
            return replacement if node is target else self.generic_visit(node)

    first = ast.unparse(target).splitlines()[0]
    change = f"line {target.lineno}: {first} -> {ast.unparse(replacement).splitlines()[0]}"
    return ast.unparse(ast.fix_missing_locations(Swap().visit(tree))), change


def tests_of(module, root):
    """The tests of a module itself; then those of its room, where there is a folder of them."""
    room = module.relative_to(root / "poolanim").parent
    folder, name = root / "tests" / room, f"test_{module.stem}.py"
    own = [module, folder / name, root / "tests" / name]
    near = [str(path) for path in dict.fromkeys(own) if path.is_file()]
    return [near, [str(folder)]] if room.parts and folder.is_dir() else [near]


def caught(module, text, root):
    """Whether a test fails once a module has this text. What is nearest to it runs first."""
    original = module.read_text("utf-8")
    module.write_text(text, "utf-8")
    try:
        return any(fail(tests, root) for tests in tests_of(module, root))
    finally:
        module.write_text(original, "utf-8")


def fail(tests, root):
    """Whether one of these tests fails, or does not end. Where there is none, none fails."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    environment = os.environ | {"PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        result = subprocess.run(
            [*command, *tests], cwd=root, env=environment, capture_output=True, timeout=TIMEOUT_S
        )
    except subprocess.TimeoutExpired:
        return True
    return result.returncode not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rooms", nargs="*", default=["layers", "tracing", "grids", "formats"])
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    order = parser.parse_args()
    draw, survivors = random.Random(order.seed), 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "checkout"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(root)], check=True)
        modules = sorted(
            path for room in order.rooms for path in (root / "poolanim" / room).rglob("*.py")
        )
        every = [
            (module, number)
            for module in modules
            for number in range(len(places(ast.parse(module.read_text("utf-8")))))
        ]
        drawn = draw.sample(every, order.count)
        tests = chain.from_iterable(tests_of(module, root) for module, _ in drawn)
        if fail(sorted(set(chain.from_iterable(tests))), root):
            sys.exit("the tests fail without a mutation")
        for module, number in drawn:
            text, change = mutate(module.read_text("utf-8"), number)
            verdict = "caught" if caught(module, text, root) else "SURVIVED"
            survivors += verdict == "SURVIVED"
            print(f"{verdict:9}{module.relative_to(root)}, {change}", flush=True)
    print(f"{order.count - survivors} of {order.count} mutations were caught")


if __name__ == "__main__":
    main()
