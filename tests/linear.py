"""A layer with weights, written as another package writes one, for tests of traces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poolanim.layers.axis import Axis
from poolanim.layers.geometry import Geometry
from poolanim.layers.layer import Run
from poolanim.layers.links import Links
from poolanim.layers.places import Places, Side
from poolanim.layers.weights import Weights


@dataclass(frozen=True, eq=False)
class Linear(Weights):
    """Each of F outputs, (1, F), is a bias and a weighted sum of all n cells of the input.

    Weights are (F, n).
    """

    @property
    def filters(self):
        return len(self.weight)

    def geometry(self, shape):
        rows, columns = map(range, shape)
        axes = Axis(len(rows), (rows,)), Axis(len(columns), (columns,) * self.filters)
        return Geometry(axes)

    def traced_shape(self, shape):
        return shape[0], 1, self.filters, 1

    def value(self, batch, kernel, bias):
        return (batch.reshape(len(batch), -1) @ kernel.T + bias)[:, np.newaxis, :, np.newaxis]

    def input_gradient(self, grad, batch, kernel):
        return (grad[:, 0, :, 0] @ kernel).reshape(batch.shape)

    def weight_gradient(self, grad, batch):
        return grad[:, 0, :, 0].T @ batch.reshape(len(batch), -1)

    def bias_gradient(self, grad):
        return grad.sum((0, 1, 3))

    def run(self, x, choice):
        batch = self.batch(x)
        plane = self.plane(batch, choice)
        grids = {"input": plane.of(batch)}
        grids |= {name: np.array(getattr(self, name)) for name in ("weight", "bias")}
        return Run(grids, grids, self.geometry(batch.shape[1:-1]), plane, plane, {})

    def links(self, run):
        features, count = self.weight.shape
        each, own = Side.single(features, 1), np.arange(features)[:, np.newaxis]
        inputs = tuple(map(Side.whole, run.grids["input"].shape))
        weights = np.arange(features * count).reshape(features, count)
        return Links(
            shape=(1, features),
            order=None,
            covered=Places(inputs, np.tile(np.arange(count), (features, 1))),
            weight=Places((each, Side.whole(count)), weights),
            own=Places((Side.whole(1), each), own),
            unit=Places((each,), own),
            groups=(range(1),) * features,
        )
