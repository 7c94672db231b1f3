"""ONNX's pooling operators, by the formulas of their specification: slow, plain, and not ours.

Grids are (H, W); `pads` are (top, left, bottom, right), as ONNX orders them.
"""

from __future__ import annotations

import numpy as np


def padded(x, kernel, strides, dilations, pads, auto_pad, ceil_mode):
    """The output's shape, and the pads that are meant."""
    shape, begin, end = [], list(pads[:2]), list(pads[2:])
    for axis, n in enumerate(x.shape):
        k, s, d = kernel[axis], strides[axis], dilations[axis]
        if auto_pad in ("SAME_UPPER", "SAME_LOWER"):
            size = int(np.ceil(n / s))
            total = (size - 1) * s + ((k - 1) * d + 1) - n
            small, large = total // 2, total - total // 2
            begin[axis], end[axis] = (small, large) if auto_pad == "SAME_UPPER" else (large, small)
        elif auto_pad == "VALID":
            size = int(np.ceil((n - ((k - 1) * d + 1) + 1) / s))
            begin[axis] = end[axis] = 0
        else:
            rounded = np.ceil if ceil_mode else np.floor
            size = int(rounded((n + begin[axis] + end[axis] - d * (k - 1) - 1) / s + 1))
            if ceil_mode and (size - 1) * s >= n + begin[axis]:
                size -= 1
        shape.append(size)
    return shape, begin, end


def pool(
    mode,
    x,
    kernel,
    *,
    strides=(1, 1),
    dilations=(1, 1),
    pads=(0, 0, 0, 0),
    auto_pad="NOTSET",
    ceil_mode=0,
    count_include_pad=0,
    p=2,
):
    """AveragePool, MaxPool or LpPool."""
    shape, begin, end = padded(x, kernel, strides, dilations, pads, auto_pad, ceil_mode)
    y = np.zeros(shape)
    for i, j in np.ndindex(*shape):
        cells, counted = [], 0
        for u, v in np.ndindex(*kernel):
            row = i * strides[0] - begin[0] + u * dilations[0]
            column = j * strides[1] - begin[1] + v * dilations[1]
            if 0 <= row < x.shape[0] and 0 <= column < x.shape[1]:
                cells.append(x[row, column])
            counted += row < x.shape[0] + end[0] and column < x.shape[1] + end[1]
        if mode == "MaxPool":
            y[i, j] = max(cells)
        elif mode == "LpPool":
            y[i, j] = sum(abs(cell) ** p for cell in cells) ** (1 / p)
        else:
            y[i, j] = sum(cells) / (counted if count_include_pad else len(cells))
    return y
