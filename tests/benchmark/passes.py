"""Time the passes against PyTorch's, and against the article's loops: forward plus backward.

    python -m tests.benchmark.passes

Arrays are (8, 112, 112, 64) in float32, windows 3x3 with stride 2, everything runs on one thread.
With PyTorch installed, its tensor is a contiguous (8, 64, 112, 112). Runs take turns, and medians
are compared. The loops would take minutes: they are run over one channel of one image, and their
time for all follows from it. The exit code is 1 if something wanted does not hold.
"""

from __future__ import annotations

import os
import sys
from statistics import median
from time import perf_counter

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import numpy as np  # noqa: E402

from poolanim import AvgPool, MaxPool  # noqa: E402
from tests.article import pool_backward, pool_forward  # noqa: E402

SHAPE, KERNEL, STRIDE, TURNS = (8, 112, 112, 64), 3, 2, 9
MOST_OF_TORCH = {"avg": 1.0, "max": 1.3}
LEAST_OF_LOOPS = 100
LAYERS = {
    "avg": AvgPool(KERNEL, STRIDE),
    "max": MaxPool(KERNEL, STRIDE),
    "max, ties first": MaxPool(KERNEL, STRIDE, ties="first"),
}


def seconds(call):
    begun = perf_counter()
    call()
    return perf_counter() - begun


def ours(layer, x):
    grad_output = np.ones(layer.output_shape(x.shape), np.float32)

    def run():
        layer.forward(x)
        layer.backward(grad_output, x)

    return run


def torch_s(name, x):
    """PyTorch's two passes; None if it is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    pool = {"avg": torch.nn.functional.avg_pool2d, "max": torch.nn.functional.max_pool2d}[name]
    given = torch.tensor(np.ascontiguousarray(x.transpose(0, 3, 1, 2)), requires_grad=True)
    grad_output = torch.ones_like(pool(given, KERNEL, STRIDE))

    def run():
        given.grad = None
        pool(given, KERNEL, STRIDE).backward(grad_output)

    return run


def loops(name, x):
    """The article's two passes over one plane, and how many planes there are."""
    plane, sizes = x[0, :, :, 0], ((KERNEL, KERNEL), (STRIDE, STRIDE), (0, 0))
    grad_output = np.ones_like(pool_forward(name, plane, *sizes))

    def run():
        pool_forward(name, plane, *sizes)
        pool_backward(name, grad_output, plane, *sizes)

    return run, x.shape[0] * x.shape[3]


def main():
    x = np.random.default_rng(0).normal(size=SHAPE).astype(np.float32)
    met = True
    for label, layer in LAYERS.items():
        name = label[:3]
        runs = {"ours": ours(layer, x), "torch": torch_s(name, x)}
        times = {each: [] for each, run in runs.items() if run is not None}
        for _ in range(TURNS):
            for each, taken in times.items():
                taken.append(seconds(runs[each]))
        own = median(times["ours"])
        looping, planes = loops(name, x)
        factor = min(seconds(looping) for _ in range(3)) * planes / own
        told = f"{label}: {1000 * own:.1f} ms; {factor:.0f} times as fast as loops"
        met &= factor >= LEAST_OF_LOOPS
        if "torch" in times:
            ratio, most = own / median(times["torch"]), MOST_OF_TORCH[name]
            told += f"; {ratio:.2f} of PyTorch's time, {most} wanted at most"
            met &= ratio <= most
        print(told)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
