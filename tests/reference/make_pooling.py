"""Make pooling.npz: what PyTorch gives for small pooling layers, forward and backward.

Run in an environment with PyTorch: python -m tests.reference.make_pooling
Tests read the file only, and where PyTorch is installed compare with it as well. A case is a class
of poolanim with its parameters, and the rows of four grids. Inputs are small integers, so that
maxima tie, many of them negative, so that zero padding would win; some hold NaN.
"""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

PATH = Path(__file__).with_name("pooling.npz")
SHAPES = [(1, 1), (1, 7), (5, 5), (6, 4), (4, 9)]
KERNELS = [(1, 1), (2, 2), (3, 3), (3, 2), (1, 4)]
STRIDES = [None, (1, 1), (2, 2), (3, 1), (4, 3)]
PADDINGS = [(0, 0), (1, 1), (1, 0), (0, 2)]
DILATIONS = [(1, 1), (2, 2), (1, 3)]
POWERS = [1, 2, 3, 1.5, -2, float("inf"), float("-inf")]
OUTPUT_SIZES = [(1, 1), (2, 2), (3, 3), (2, 5), (5, 7)]


def windows():
    """Parameters that PyTorch's layers have in common."""
    for kernel, stride, padding, dilation, ceil_mode in itertools.product(
        KERNELS, STRIDES, PADDINGS, DILATIONS, [False, True]
    ):
        if all(2 * p <= k for p, k in zip(padding, kernel, strict=True)):
            yield {
                "kernel_size": kernel,
                "stride": stride,
                "padding": padding,
                "dilation": dilation,
                "ceil_mode": ceil_mode,
            }


def specs():
    """Each class with its parameters and the shape of an input."""
    for shape, common in itertools.product(SHAPES, windows()):
        yield "MaxPool", common | {"ties": "first"}, shape
        if common["dilation"] == (1, 1):
            for counted, divisor in ((True, None), (False, None), (True, 3), (False, -2)):
                options = {"count_include_pad": counted, "divisor_override": divisor}
                yield "AvgPool", common | options, shape
            if common["padding"] == (0, 0) and not common["ceil_mode"]:
                for p in POWERS:
                    yield "LpPool", common | {"p": p}, shape
    for shape, size in itertools.product(SHAPES, OUTPUT_SIZES):
        yield "AdaptiveAvgPool", {"output_size": size}, shape
        yield "AdaptiveMaxPool", {"output_size": size, "ties": "first"}, shape
        for kernel, seed in itertools.product(KERNELS, range(3)):
            spec = {"kernel_size": kernel, "output_size": size, "seed": seed}
            yield "FractionalMaxPool", spec, shape
    for shape in SHAPES:
        yield "GlobalAvgPool", {}, shape
        yield "GlobalMaxPool", {"ties": "split"}, shape


def fits(name, spec, shape):
    """Whether each window lies over the input: PyTorch writes anywhere if one does not."""
    if name == "FractionalMaxPool":
        sizes = zip(spec["kernel_size"], spec["output_size"], shape, strict=True)
        return all(k + o - 1 <= n for k, o, n in sizes)
    if "dilation" not in spec:
        return True
    for axis in (0, 1):
        k, p, d, n = (
            *(spec[key][axis] for key in ("kernel_size", "padding", "dilation")),
            shape[axis],
        )
        s = (spec["stride"] or spec["kernel_size"])[axis]
        count = (n + 2 * p - d * (k - 1) - 1 + (s - 1) * spec["ceil_mode"]) // s + 1
        for i in range(count):
            cells = range(i * s - p, i * s - p + d * k, d)
            if cells.start < n and not any(0 <= cell < n for cell in cells):
                return False
        if count < 1:
            return False
    return True


def pool(name, spec, x):
    """What PyTorch gives for x of shape (1, 1, H, W)."""
    size, stride = spec.get("kernel_size"), spec.get("stride")
    padding, ceil_mode = spec.get("padding"), spec.get("ceil_mode")
    if name == "MaxPool":
        return functional.max_pool2d(x, size, stride, padding, spec["dilation"], ceil_mode)
    if name == "MinPool":
        if x.dtype.is_floating_point:
            return -functional.max_pool2d(-x, size, stride, padding, spec["dilation"], ceil_mode)
        # ~x turns the order of integers round, also at their limits.
        return ~functional.max_pool2d(~x, size, stride, padding, spec["dilation"], ceil_mode)
    if name == "SumPool":
        return functional.avg_pool2d(x, size, stride, padding, ceil_mode, divisor_override=1)
    if name == "AvgPool":
        options = spec["count_include_pad"], spec["divisor_override"]
        return functional.avg_pool2d(x, size, stride, padding, ceil_mode, *options)
    if name == "LpPool":
        return functional.lp_pool2d(x, spec["p"], size, stride)
    if name == "AdaptiveAvgPool":
        return functional.adaptive_avg_pool2d(x, spec["output_size"])
    if name == "AdaptiveMaxPool":
        return functional.adaptive_max_pool2d(x, spec["output_size"])
    if name == "FractionalMaxPool":
        # Columns first; each seed's numbers are those of poolanim.
        samples = torch.tensor(np.random.default_rng(spec["seed"]).random(2)[::-1].copy())
        return functional.fractional_max_pool2d(
            x, size, spec["output_size"], _random_samples=samples[None, None]
        )
    if name == "GlobalAvgPool":
        return x.mean((2, 3), keepdim=True)
    return torch.amax(x, (2, 3), keepdim=True)


def case(name, spec, shape, generator):
    """Input, gradient of the output, output and gradient of the input."""
    x = generator.integers(-6, 4, shape) / 2
    if name == "LpPool":
        x = abs(x) + 0.5
    elif generator.random() < 0.2:
        x[generator.random(shape) < 0.2] = np.nan
    given = torch.tensor(x[None, None], requires_grad=True)
    output = pool(name, spec, given)
    grad_output = generator.integers(-9, 10, output.shape[2:]) / 2
    output.backward(torch.tensor(grad_output[None, None]))
    return x, grad_output, output.detach().numpy()[0, 0], given.grad.numpy()[0, 0]


def main() -> None:
    """Write a third of the cases with sliding windows, and all others."""
    chosen = random.Random(0)
    generator = np.random.default_rng(0)
    cases, numbers = [], []
    for name, spec, shape in specs():
        if fits(name, spec, shape) and (chosen.random() < 1 / 3 or "stride" not in spec):
            grids = case(name, spec, shape, generator)
            cases.append([name, spec, [grid.shape for grid in grids]])
            numbers += [grid.ravel() for grid in grids]
    text = json.dumps({"torch": torch.__version__, "cases": cases})
    np.savez_compressed(PATH, cases=np.array(text), numbers=np.concatenate(numbers))
    print(f"{len(cases)} cases in {PATH}")


if __name__ == "__main__":
    main()
