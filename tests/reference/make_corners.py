"""Make corners.npz: what PyTorch gives for random small layers over unusual numbers and types.

    python -m tests.reference.make_corners

Run it in an environment with PyTorch. Tests read the file only. A case is a class of poolanim, its
parameters, a type, and four grids: input, gradient of the output, output, gradient of the input.
Inputs hold ties, NaN, infinities, zeros of both signs, and numbers whose powers and sums overflow
or vanish; integers reach to the limits of their types. PyTorch has no gradients of integers, so
their cases have empty gradients.

Left out is what poolanim does not copy: in LP pooling the gradient of a window whose sum is 0 if
p < 1, that of a cell outside all windows (NaN if its power is), what is near to overflow, roots of
minus infinity and minus zero, and float16, which PyTorch rounds after each step; in
`torch.amax` the gradient of NaN. Gradients are positive in LP pooling, as PyTorch adds those of
several windows before it multiplies them by an infinite slope.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import torch

from tests.reference.make_pooling import fits, pool

PATH = Path(__file__).with_name("corners.npz")
COUNT = 1200
FLOATS = ("float16", "float32", "float64")
INTEGERS = ("int8", "uint8", "int16", "int32", "int64")
POWERS = (1, 2, 3, 4, 0.5, 1.5, 2.5, -1, -2, -3, -0.5, float("inf"), float("-inf"))


def spec_of(chosen, name, shape):
    """Random parameters of a class."""
    size = [chosen.randint(1, min(4, n)) for n in shape]
    if name.startswith("Global"):
        return {"ties": "split"} if name == "GlobalMaxPool" else {}
    if name.startswith("Adaptive"):
        ties = {"ties": "first"} if name == "AdaptiveMaxPool" else {}
        return {"output_size": [chosen.randint(1, 5) for _ in shape]} | ties
    spec = {
        "kernel_size": size,
        "stride": chosen.choice([None, [chosen.randint(1, 3) for _ in shape]]),
    }
    if name == "LpPool":
        return spec | {"p": chosen.choice(POWERS)}
    spec |= {
        "padding": [chosen.randint(0, k // 2) for k in size],
        "dilation": [1, 1],
        "ceil_mode": chosen.random() < 0.3,
    }
    if name == "AvgPool":
        counted, divisor = chosen.random() < 0.5, chosen.choice([None, None, 3, -2])
        return spec | {"count_include_pad": counted, "divisor_override": divisor}
    if name == "SumPool":
        return spec
    return spec | {"dilation": [chosen.randint(1, 2) for _ in shape], "ties": "first"}


def integers(chosen, kind, shape):
    """A grid of a type of integers: small ones that tie, or neighbours at a limit of the type."""
    limits = np.iinfo(kind)
    low = chosen.choice([limits.min, limits.max - 3, max(limits.min, -2)])
    if kind == "int64":
        low = chosen.choice([low, 2**53 - 1, -(2**53) - 3])
    return np.array(
        [[low + chosen.randint(0, 3) for _ in range(shape[1])] for _ in range(shape[0])]
    )


def floats(chosen, generator, kind, shape, *, moderate):
    """A grid of a type of floats; a moderate one has none near to overflow."""
    x = (
        generator.integers(-3, 4, shape) / 2
        if chosen.random() < 0.5
        else generator.normal(size=shape)
    )
    x = abs(x) if chosen.random() < 0.4 else x
    greatest, least = (float(getattr(np.finfo(kind), name)) for name in ("max", "tiny"))
    odd = [np.nan, np.inf, -np.inf, 0.0, -0.0, greatest, -greatest / 2, least]
    odd = odd[:5] if moderate else odd
    for _ in range(chosen.choice([0, 0, 1, 2, 4])):
        x[tuple(chosen.randrange(n) for n in shape)] = chosen.choice(odd)
    return x


def is_left_out(name, spec, x):
    """Whether poolanim does not copy what PyTorch gives."""
    if name == "GlobalMaxPool":
        return bool(np.isnan(x).any())
    if name != "LpPool" or not np.isfinite(spec["p"]):
        return False
    powers = torch.tensor(x[None, None]) ** spec["p"]
    sums = pool("SumPool", spec | {"padding": 0, "ceil_mode": False}, powers)
    vanish = spec["p"] < 1 and bool((sums == 0).any())
    ends = np.signbit(x) & ((x == 0) | np.isinf(x))
    roots = abs(spec["p"]) == 0.5 and ends.any()
    return x.dtype == np.float16 or vanish or bool(roots)


def covered(spec, shape):
    """Which cells lie in windows without padding."""
    given = torch.zeros((1, 1, *shape), requires_grad=True)
    pool("SumPool", spec | {"padding": 0, "ceil_mode": False}, given).sum().backward()
    return given.grad > 0


def case(chosen, generator):
    """A random case: name, parameters, type, grids. None if its windows do not fit."""
    kind = chosen.choice([*FLOATS, *FLOATS, *INTEGERS])
    names = ["MaxPool", "MinPool", "GlobalMaxPool"]
    if kind in FLOATS:
        names += ["AvgPool", "LpPool", "LpPool", "AdaptiveAvgPool", "AdaptiveMaxPool"]
        names += ["GlobalAvgPool", "SumPool"]
    name, shape = chosen.choice(names), (chosen.randint(1, 6), chosen.randint(1, 6))
    spec = spec_of(chosen, name, shape)
    if not fits(name, spec, shape):
        return None
    if kind in INTEGERS:
        x = integers(chosen, kind, shape).astype(kind)
        output = pool(name, spec, torch.tensor(x[None, None])).numpy()[0, 0]
        return name, spec, kind, (x, x[:0], output, x[:0])
    x = floats(chosen, generator, kind, shape, moderate=name == "LpPool").astype(kind)
    if is_left_out(name, spec, x):
        return None
    given = torch.tensor(x[None, None], requires_grad=True)
    output = pool(name, spec, given)
    grad_output = (generator.integers(-9, 10, output.shape[2:]) / 2).astype(kind)
    if name == "LpPool":
        grad_output = abs(grad_output) + grad_output.dtype.type(0.5)
    output.backward(torch.tensor(grad_output[None, None]))
    if name == "LpPool":
        given.grad[~covered(spec, shape)] = 0
    return (
        name,
        spec,
        kind,
        (x, grad_output, output.detach().numpy()[0, 0], given.grad.numpy()[0, 0]),
    )


def main() -> None:
    """Write the cases."""
    chosen, generator = random.Random(1), np.random.default_rng(1)
    cases, numbers = [], {kind: [] for kind in (*FLOATS, *INTEGERS)}
    while len(cases) < COUNT:
        made = case(chosen, generator)
        if made is not None:
            name, spec, kind, grids = made
            cases.append([name, spec, kind, [grid.shape for grid in grids]])
            numbers[kind] += [grid.ravel() for grid in grids]
    text = json.dumps({"torch": torch.__version__, "cases": cases})
    flat = {kind: np.concatenate(grids) for kind, grids in numbers.items()}
    np.savez_compressed(PATH, cases=np.array(text), **flat)
    print(f"{len(cases)} cases in {PATH}")


if __name__ == "__main__":
    main()
