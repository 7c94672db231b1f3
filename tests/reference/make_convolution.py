"""Make convolution.npz: what PyTorch gives for small convolutions, forward and backward.

    python -m tests.reference.make_convolution

Run it in an environment with PyTorch. Tests read the file only. A case is a class of poolanim with
its parameters, and eight arrays in the layout of poolanim: input, weight, bias, gradient of the
output, output, and the gradients of input, weight and bias. A case without bias has an empty one.
All is computed in float64 from newly laid out (N, C, H, W) tensors. Most cases hold whole numbers,
so that results are exact in any order of adding; the others hold real numbers.
"""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

PATH = Path(__file__).with_name("convolution.npz")
WHOLE, REAL = 700, 40
MODES = ["zeros", "zeros", "zeros", "reflect", "replicate", "circular"]


def numbers(generator, shape, *, whole):
    """Random numbers of a shape."""
    return (
        generator.integers(-9, 10, shape).astype(float) if whole else generator.normal(size=shape)
    )


def spec_of(chosen, name):
    """Random parameters of a class, and the size of its kernel."""
    window = [chosen.randint(1, 4) for _ in "hw"] if chosen.random() < 0.8 else [1, 4]
    spec = {
        "stride": [chosen.randint(1, 3) for _ in "hw"],
        "padding": [[chosen.choice([0, 0, 1, 2, 5]) for _ in "ab"] for _ in "hw"],
        "dilation": [chosen.choice([1, 1, 2, 3]) for _ in "hw"],
        "groups": chosen.choice([1, 1, 1, 2, 3]),
    }
    if name == "ConvTranspose":
        spec["padding"] = [chosen.randint(0, 3) for _ in "hw"]
        most = [max(pair) - 1 for pair in zip(spec["stride"], spec["dilation"], strict=True)]
        return spec | {"output_padding": [chosen.randint(0, each) for each in most]}, window
    if chosen.random() < 0.15:
        spec |= {"padding": "same-upper", "stride": [1, 1]}
    return spec | {"padding_mode": chosen.choice(MODES)}, window


def convolve(name, spec, x, weight, bias):
    """What PyTorch gives for x of shape (N, C, H, W)."""
    if name == "ConvTranspose":
        keys = "stride", "padding", "output_padding", "groups", "dilation"
        return functional.conv_transpose2d(x, weight, bias, *(spec[key] for key in keys))
    steps = spec["dilation"], spec["groups"]
    if spec["padding"] == "same-upper" and spec["padding_mode"] == "zeros":
        return functional.conv2d(x, weight, bias, 1, "same", *steps)
    sides = spec["padding"]
    if sides == "same-upper":  # as torch.nn.Conv2d divides it
        spans = [d * (k - 1) for d, k in zip(spec["dilation"], weight.shape[2:], strict=True)]
        sides = [[span // 2, span - span // 2] for span in spans]
    (top, bottom), (left, right) = sides
    mode = spec["padding_mode"].replace("zeros", "constant")
    padded = functional.pad(x, (left, right, top, bottom), mode)
    return functional.conv2d(padded, weight, bias, spec["stride"], 0, *steps)


def case(chosen, generator, *, whole):
    """A random case: name, parameters, arrays. None if its parameters do not fit."""
    name = chosen.choice(["Conv", "ConvTranspose"])
    spec, window = spec_of(chosen, name)
    depth, each = (chosen.randint(1, 2) for _ in "cf")
    counts = spec["groups"] * depth, spec["groups"] * each
    channels, filters = counts if name == "Conv" else counts[::-1]
    row = window[0] == 1 and chosen.random() < 0.5
    most = 7 if whole else 4
    size = [1 if row else chosen.randint(1, most), chosen.randint(1, most)]
    x = numbers(generator, (chosen.randint(1, 2), *size, channels), whole=whole)
    weight = numbers(generator, (*window, depth, counts[1]), whole=whole)
    bias = numbers(generator, (filters if chosen.random() < 0.6 else 0,), whole=whole)
    given = [
        torch.tensor(np.ascontiguousarray(array), requires_grad=True)
        for array in (x.transpose(0, 3, 1, 2), weight.transpose(3, 2, 0, 1), bias)
    ]
    try:
        output = convolve(name, spec, *given[:2], given[2] if len(bias) else None)
    except (RuntimeError, ValueError):  # the window is too large, or the padding
        return None
    if not output.numel():
        return None
    batch, filters, *size = output.shape
    grad = numbers(generator, (batch, *size, filters), whole=whole)
    output.backward(torch.tensor(np.ascontiguousarray(grad.transpose(0, 3, 1, 2))))
    found = (array.detach().numpy() for array in (output, given[0].grad, given[1].grad))
    axes = (0, 2, 3, 1), (0, 2, 3, 1), (2, 3, 1, 0)
    turned = [array.transpose(order) for array, order in zip(found, axes, strict=True)]
    of_bias = given[2].grad.numpy() if len(bias) else grad.sum((0, 1, 2))
    return name, spec, [x, weight, bias, grad, *turned, of_bias]


def main() -> None:
    """Write the cases."""
    chosen, generator = random.Random(0), np.random.default_rng(0)
    cases, flat = [], {True: [], False: []}
    while len(cases) < WHOLE + REAL:
        whole = len(cases) < WHOLE
        made = case(chosen, generator, whole=whole)
        if made is not None:
            name, spec, arrays = made
            cases.append([name, spec, whole, [array.shape for array in arrays]])
            flat[whole] += [array.ravel() for array in arrays]
    text = json.dumps({"torch": torch.__version__, "cases": cases})
    wholes = np.concatenate(flat[True])
    assert (wholes == wholes.astype(np.int16)).all()
    np.savez_compressed(
        PATH,
        cases=np.array(text),
        whole=wholes.astype(np.int16),
        real=np.concatenate(flat[False]),
    )
    print(f"{len(cases)} cases in {PATH}")


if __name__ == "__main__":
    main()
