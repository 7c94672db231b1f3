"""A layer with weights, written as another package writes one, for tests of traces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poolanim.layers.axis import Axis
from poolanim.layers.geometry import Geometry
from poolanim.layers.layer import Run
from poolanim.layers.scans import Along, Scans
from poolanim.layers.terms import Cells, Terms
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

    def forward_scans(self, run):
        x, weight, bias = (run.grids[name] for name in ("input", "weight", "bias"))
        nothing, count = np.full((len(bias), 1), -1), x.size + 1
        own, (inputs, weights, biases) = self.outputs(run), self.places(run)
        of = (
            cells("input", x, np.hstack([nothing, inputs])),
            cells("weight", weight, np.hstack([nothing, weights])),
            cells("bias", bias, np.hstack([biases, nothing.repeat(x.size, axis=1)])),
        )
        amounts = np.column_stack([bias, weight * x.ravel()]).ravel()
        to = cells("output", own, np.repeat(own, count, axis=0).T)
        terms = {"output": Terms(to, of, amounts, amounts.dtype, start=-0.0)}
        return self.scans(run, "output", terms, ("input", "weight", "bias"))

    def backward_scans(self, run, grad_output):
        x, weight, bias = (run.grids[name] for name in ("input", "weight", "bias"))
        own, (inputs, weights, biases) = self.outputs(run), self.places(run)
        grad = run.output_plane.of(grad_output).reshape(-1, 1)
        on_input, on_weight = cells("input", x, inputs), cells("weight", weight, weights)

        def terms(name, like, places, origins, amounts):
            count = places.shape[1]
            of = cells("grad_output", own, np.repeat(own, count, axis=0).T), *origins
            return Terms(cells(name, like, places), of, amounts.ravel(), grad.dtype)

        return self.scans(
            run,
            "grad_output",
            {
                "grad_input": terms("grad_input", x, inputs, [on_weight], grad * weight),
                "grad_weight": terms("grad_weight", weight, weights, [on_input], grad * x.ravel()),
                "grad_bias": terms("grad_bias", bias, biases, [], grad),
            },
            ("grad_input", "grad_weight", "grad_bias"),
        )

    def outputs(self, run):
        return np.arange(len(run.grids["bias"]))[np.newaxis]

    def places(self, run):
        """The places of the input, of the weights and of the bias that each scan reads."""
        features, count = run.grids["weight"].shape
        inputs = np.tile(np.arange(count), (features, 1))
        weights = np.arange(features * count).reshape(features, count)
        return inputs, weights, np.arange(features)[:, np.newaxis]

    def scans(self, run, own, terms, names):
        features, count = run.grids["weight"].shape
        single = Along(tuple(range(i, i + 1) for i in range(features)), 1)
        covered = tuple(Along((range(size),)) for size in run.grids["input"].shape)
        spans = covered, (single, Along((range(count),))), (single,)
        return Scans(
            shape=(1, features),
            own=own,
            terms=terms,
            spans={**dict(zip(names, spans, strict=True)), own: (Along((range(1),)), single)},
        )


def cells(name, like, places):
    """The cells at some places, (scans, n)."""
    ends = np.arange(len(places) + 1) * places.shape[1]
    return Cells(name, like.shape, tuple(map(range, like.shape)), places.ravel(), ends)
