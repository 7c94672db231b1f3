"""Make unpooling.json: what PyTorch gives for small max unpooling layers, forward and backward.

    python -m tests.reference.make_unpooling

Run it in an environment with PyTorch. Tests read the file only. A case is the parameters of
`MaxUnpool` and of its input, five grids, and the heights and widths that PyTorch takes as
`output_size`. Windows overlap in half of the cases. Values of equal indices are equal if a pooling
made both, and differ in cases with indices at random, where the last one that PyTorch writes stays:
these planes are so small that one thread writes them.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import torch
from torch.nn import functional

PATH = Path(__file__).with_name("unpooling.json")
COUNT = 60


def accepted(layer, shape):
    """The least and the largest height and width that PyTorch takes for maxima of a shape."""
    x, indices = torch.zeros(1, 1, *shape), torch.zeros(1, 1, *shape, dtype=torch.int64)
    usual = [0, 0]
    for axis in (0, 1):
        kernel, stride, padding = (layer[key][axis] for key in ("kernel", "stride", "padding"))
        usual[axis] = (shape[axis] - 1) * stride - 2 * padding + kernel
    found = []
    for axis in (0, 1):
        taken = []
        for size in range(1, usual[axis] + 9):
            wanted = [size if axis == number else usual[number] for number in (0, 1)]
            try:
                functional.max_unpool2d(x, indices, *layer.values(), output_size=wanted)
            except ValueError:
                continue
            taken.append(size)
        found.append([min(taken), max(taken)])
    return found


def halves(chosen, shape):
    """Numbers of a shape."""
    return torch.tensor(
        [[chosen.randint(-9, 9) / 2 for _ in range(shape[1])] for _ in range(shape[0])]
    )


def case(chosen):
    """Parameters, grids and accepted sizes."""
    kernel = [chosen.randint(1, 3) for _ in "hw"]
    overlap = chosen.random() < 0.5
    stride = [chosen.randint(1, k) if overlap else chosen.randint(k, 4) for k in kernel]
    padding = [chosen.randint(0, k // 2) for k in kernel]
    layer = {"kernel": kernel, "stride": stride, "padding": padding}
    size = [chosen.randint(k + s, 7) for k, s in zip(kernel, stride, strict=True)]
    pooled = halves(chosen, size)
    maxima, indices = functional.max_pool2d(pooled[None], *layer.values(), return_indices=True)
    shape = list(maxima.shape[1:])
    sizes = accepted(layer, shape)
    if chosen.random() < 0.5:
        pooled, size = None, [chosen.randint(*each) for each in sizes]
        maxima = halves(chosen, shape)[None]
        cells = [chosen.randrange(size[0] * size[1]) for _ in range(maxima.numel())]
        indices = torch.tensor(cells).reshape(maxima.shape)
    given = maxima.detach().requires_grad_()
    output = functional.max_unpool2d(given, indices, *layer.values(), output_size=size)
    grad_output = halves(chosen, size)
    output.backward(grad_output[None])
    grids = {"pooled": pooled, "input": maxima[0], "indices": indices[0], "output": output[0]}
    grids |= {"grad_output": grad_output, "grad_input": given.grad[0]}
    lists = {name: None if grid is None else grid.tolist() for name, grid in grids.items()}
    return {**layer, "output_size": size, "accepted": sizes, **lists}


def main() -> None:
    """Write the cases, one a line."""
    chosen = random.Random(0)
    lines = [json.dumps(case(chosen)) for _ in range(COUNT)]
    text = ",\n".join(lines)
    PATH.write_text(f'{{"torch": "{torch.__version__}", "cases": [\n{text}\n]}}\n')
    print(f"{COUNT} cases in {PATH}")


if __name__ == "__main__":
    main()
