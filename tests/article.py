"""The source article's NumPy loops, with padding by slices: slow, plain, and not ours."""

from __future__ import annotations

import numpy as np


def windows(shape, kernel_size, stride, padding):
    """Each output cell with the slices of its window, row by row."""
    (n_h, n_w), (k_h, k_w), (s_h, s_w), (p_h, p_w) = shape, kernel_size, stride, padding
    for i in range((n_h + 2 * p_h - k_h) // s_h + 1):
        for j in range((n_w + 2 * p_w - k_w) // s_w + 1):
            top, left = i * s_h - p_h, j * s_w - p_w
            rows = slice(max(top, 0), min(top + k_h, n_h))
            columns = slice(max(left, 0), min(left + k_w, n_w))
            yield (i, j), (rows, columns)


def output_shape(shape, kernel_size, stride, padding):
    """(rows, columns) of the output."""
    last = max(index for index, _ in windows(shape, kernel_size, stride, padding))
    return last[0] + 1, last[1] + 1


def pool_forward(mode, a_prev, kernel_size, stride, padding):
    """`mode` is avg or max."""
    a = np.zeros(output_shape(a_prev.shape, kernel_size, stride, padding))
    for index, window in windows(a_prev.shape, kernel_size, stride, padding):
        a_prev_slice = a_prev[window]
        if mode == "max":
            a[index] = np.max(a_prev_slice)
        else:
            a[index] = np.sum(a_prev_slice) / (kernel_size[0] * kernel_size[1])
    return a


def pool_backward(mode, da, a_prev, kernel_size, stride, padding):
    """`mode` is avg or max."""
    da_prev = np.zeros(a_prev.shape)
    for index, window in windows(a_prev.shape, kernel_size, stride, padding):
        a_prev_slice = a_prev[window]
        if mode == "max":
            mask = a_prev_slice == np.max(a_prev_slice)
            da_prev[window] += mask * da[index]
        else:
            average_da = da[index] / (kernel_size[0] * kernel_size[1])
            da_prev[window] += np.ones(a_prev_slice.shape) * average_da
    return da_prev
