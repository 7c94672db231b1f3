"""Time the passes against PyTorch's, and against the article's loops.

    python -m tests.benchmark.passes

Everything runs on one thread. With PyTorch installed, its tensors are contiguous (N, C, H, W). The
two libraries take turns, and the shortest times of the processor are compared, as other programs
can only lengthen them. It prints a table of eight pooling layers over four shapes, forward plus
backward in float32; and one of four convolutions in both types, forward, and backward with all
three gradients. The article's loops would take minutes: they are run over one channel of one image,
and their time for all follows from it. The exit code is 1 if something wanted does not hold.
"""

from __future__ import annotations

import os
import sys
from time import process_time

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import numpy as np  # noqa: E402

from poolanim import (  # noqa: E402
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    AvgPool,
    Conv,
    GlobalAvgPool,
    GlobalMaxPool,
    MaxPool,
)
from tests.article import pool_backward, pool_forward  # noqa: E402

SHAPES = [(8, 112, 112, 64), (32, 28, 28, 128), (1, 512, 512, 3), (64, 7, 7, 512)]
LEAST_TURNS, LEAST_SECONDS = 5, 1.5
MOST_OF_TORCH = 3.0
MOST_OF_SLIDING = {"avg": 1.0, "max": 1.3}
"""Of windows of 3x3 with stride 2 over the first shape."""
LEAST_OF_LOOPS = 100
LAYERS = {
    "avg 2x2, stride 2": (AvgPool(2, 2), ("avg_pool2d", 2, 2)),
    "avg 3x3, stride 2": (AvgPool(3, 2), ("avg_pool2d", 3, 2)),
    "max 2x2, stride 2": (MaxPool(2, 2, ties="first"), ("max_pool2d", 2, 2)),
    "max 3x3, stride 2": (MaxPool(3, 2, ties="first"), ("max_pool2d", 3, 2)),
    "global avg": (GlobalAvgPool(), ("adaptive_avg_pool2d", 1)),
    "global max": (GlobalMaxPool("first"), ("adaptive_max_pool2d", 1)),
    "adaptive avg 5x5": (AdaptiveAvgPool(5), ("adaptive_avg_pool2d", 5)),
    "adaptive max 5x5": (AdaptiveMaxPool(5, ties="first"), ("adaptive_max_pool2d", 5)),
}
"""Each layer, and the function of PyTorch with its arguments."""
CONVOLUTIONS = [
    ((8, 56, 56, 64), 64, 3, 1),
    ((8, 28, 28, 128), 128, 3, 1),
    ((8, 112, 112, 3), 32, 3, 2),
    ((2, 224, 224, 3), 64, 7, 2),
]
"""The shape of the input, the filters, the size of the kernel (half is padding), the stride."""
MOST_OF_CONVOLUTION = {"forward": 1.5, "backward": 1.7}


def seconds(call):
    begun = process_time()
    call()
    return process_time() - begun


def ours(layer, x):
    grad_output = np.ones(layer.output_shape(x.shape), np.float32)

    def run():
        layer.forward(x)
        layer.backward(grad_output, x)

    return run


def torch_s(call, x):
    """PyTorch's two passes; None if it is not installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    name, *arguments = call
    pool = getattr(torch.nn.functional, name)
    given = torch.tensor(np.ascontiguousarray(x.transpose(0, 3, 1, 2)), requires_grad=True)
    grad_output = torch.ones_like(pool(given, *arguments))

    def run():
        given.grad = None
        pool(given, *arguments).backward(grad_output)

    return run


def shortest(*runs):
    """The shortest time of each, while they take turns."""
    times, ends = [[] for _ in runs], process_time() + LEAST_SECONDS
    while len(times[0]) < LEAST_TURNS or process_time() < ends:
        for taken, run in zip(times, runs, strict=True):
            taken.append(seconds(run))
    return [min(taken) for taken in times]


def most_of_torch(label, shape):
    """How many times PyTorch's time a layer may take."""
    sliding = "3x3" in label and shape == SHAPES[0]
    return MOST_OF_SLIDING[label[:3]] if sliding else MOST_OF_TORCH


def against_torch(label, shape):
    """Print a row of the table, and return whether it is as wanted."""
    layer, call = LAYERS[label]
    x = np.random.default_rng(0).normal(size=shape).astype(np.float32)
    theirs = torch_s(call, x)
    runs = [ours(layer, x), *([theirs] if theirs else [])]
    own, *others = (1000 * each for each in shortest(*runs))
    row, met = f"| {label} | {shape} | {own:.1f} ms |", True
    for other in others:
        most = most_of_torch(label, shape)
        met = own / other <= most
        row += f" {other:.1f} ms | {own / other:.2f} | ≤ {most}{'' if met else ' does not hold'} |"
    print(row, flush=True)
    return met


def convolution(shape, filters, size, stride, kind):
    """A convolution's passes, and PyTorch's if it is installed: forward, and all gradients."""
    random, padding = np.random.default_rng(0), size // 2
    x, weight, bias = (
        random.normal(size=each).astype(kind)
        for each in (shape, (size, size, shape[3], filters), (filters,))
    )
    layer = Conv(weight, bias, stride, padding)
    grad_output = random.normal(size=layer.output_shape(shape)).astype(kind)
    own = (lambda: layer.forward(x)), (lambda: layer.gradients(grad_output, x))
    try:
        import torch
    except ImportError:
        return own, (None, None)
    torch.set_num_threads(1)
    turned = (x.transpose(0, 3, 1, 2), weight.transpose(3, 2, 0, 1), bias)
    given = [torch.tensor(np.ascontiguousarray(each), requires_grad=True) for each in turned]
    grads = torch.tensor(np.ascontiguousarray(grad_output.transpose(0, 3, 1, 2)))
    output = torch.nn.functional.conv2d(*given, stride, padding)

    def forward():
        with torch.no_grad():
            torch.nn.functional.conv2d(*given, stride, padding)

    def backward():
        torch.autograd.grad(output, given, grads, retain_graph=True)

    return own, (forward, backward)


def convolution_against_torch(case, kind):
    """Print the two rows of a convolution, and return whether both are as wanted."""
    shape, filters, size, stride = case
    label, met = f"{size}x{size}, stride {stride}, to {filters}, {kind}", True
    for name, *runs in zip(MOST_OF_CONVOLUTION, *convolution(*case, kind), strict=True):
        times = [1000 * each for each in shortest(*filter(None, runs))]
        row = f"| {label} | {shape} | {name} | {times[0]:.1f} ms |"
        if len(times) == 2:
            ratio, most = times[0] / times[1], MOST_OF_CONVOLUTION[name]
            met &= ratio <= most
            holds = "" if ratio <= most else " does not hold"
            row += f" {times[1]:.1f} ms | {ratio:.2f} | ≤ {most}{holds} |"
        print(row, flush=True)
    return met


def against_loops(name):
    """Print how many times faster than the article's loops a layer is; return whether enough."""
    x = np.random.default_rng(0).normal(size=SHAPES[0]).astype(np.float32)
    plane, sizes = x[0, :, :, 0], ((3, 3), (2, 2), (0, 0))
    grad_output = np.ones_like(pool_forward(name, plane, *sizes))

    def loops():
        pool_forward(name, plane, *sizes)
        pool_backward(name, grad_output, plane, *sizes)

    layer = {"avg": AvgPool(3, 2), "max": MaxPool(3, 2)}[name]
    own, looping = shortest(ours(layer, x), loops)
    factor = looping * x.shape[0] * x.shape[3] / own
    print(f"{name}: {factor:.0f} times as fast as loops, {LEAST_OF_LOOPS} wanted at least")
    return factor >= LEAST_OF_LOOPS


def main():
    print("| layer | shape | poolanim | PyTorch | ratio | wanted |\n|---|---|---|---|---|---|")
    met = [against_torch(label, shape) for label in LAYERS for shape in SHAPES]
    met += [against_loops(name) for name in ("avg", "max")]
    print("\n| convolution | shape | pass | poolanim | PyTorch | ratio | wanted |")
    print("|---|---|---|---|---|---|---|")
    kinds = "float64", "float32"
    met += [convolution_against_torch(case, kind) for kind in kinds for case in CONVOLUTIONS]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
