"""Make pooling.json: what PyTorch gives for small pooling layers, forward and backward.

Run in an environment with PyTorch: python tests/reference/make_pooling.py
Tests read the file only. Inputs have no ties, since PyTorch gives a tied gradient to the first
maximum alone, and the article's mask gives it to all of them.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import torch
from torch.nn.functional import avg_pool2d, max_pool2d

SHAPES = [(1, 1), (1, 7), (5, 5), (6, 4), (4, 9)]
KERNELS = [(1, 1), (2, 2), (3, 3), (3, 2), (1, 4)]
STRIDES = [(1, 1), (2, 2), (3, 1)]
PADDINGS = [(0, 0), (1, 1), (1, 0), (0, 2)]


def case(layer, shape, kernel_size, stride, padding, generator):
    """One layer's output and gradient for a random grid without ties."""
    cells = shape[0] * shape[1]
    # Distinct values, some negative, so that zero padding would win if it were used for max.
    x = (torch.randperm(cells, generator=generator).double() - cells * 3 // 4).reshape(shape) / 4
    x.requires_grad_()
    pool = {"avg": avg_pool2d, "max": max_pool2d}[layer]
    output = pool(x[None, None], kernel_size, stride, padding)[0, 0]
    grad_output = torch.randint(-9, 10, output.shape, generator=generator).double() / 2
    output.backward(grad_output)
    return {
        "layer": layer,
        "kernel_size": kernel_size,
        "stride": stride,
        "padding": padding,
        "input": x.tolist(),
        "grad_output": grad_output.tolist(),
        "output": output.tolist(),
        "grad_input": x.grad.tolist(),
    }


def main() -> None:
    """Write every case that PyTorch accepts."""
    generator = torch.Generator().manual_seed(0)
    cases = []
    for layer, shape, kernel, stride, padding in itertools.product(
        ["avg", "max"], SHAPES, KERNELS, STRIDES, PADDINGS
    ):
        too_large = any(k > n + 2 * p for k, n, p in zip(kernel, shape, padding, strict=True))
        if too_large or any(2 * p > k for p, k in zip(padding, kernel, strict=True)):
            continue
        cases.append(case(layer, shape, kernel, stride, padding, generator))
    content = {"torch": torch.__version__, "cases": cases}
    path = Path(__file__).with_name("pooling.json")
    lines = ",\n".join(json.dumps(each) for each in content["cases"])
    path.write_text(f'{{"torch": "{content["torch"]}", "cases": [\n{lines}\n]}}\n')
    print(f"{len(cases)} cases in {path}")


if __name__ == "__main__":
    main()
