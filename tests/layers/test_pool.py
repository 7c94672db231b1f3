from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import poolanim
from poolanim import (
    AdaptiveAvgPool,
    AdaptiveMaxPool,
    AvgPool,
    FractionalMaxPool,
    GlobalAvgPool,
    GlobalMaxPool,
    LpPool,
    MaxPool,
    MaxUnpool,
    MinPool,
    SoftmaxPool,
    StochasticPool,
    SumPool,
    trace,
)
from poolanim.errors import GridError, ParameterError
from tests.article import pool_backward, pool_forward
from tests.onnx_operators import pool as onnx_pool
from tests.strategies import article_setups, fits, setups

LAYERS = {"avg": AvgPool, "max": MaxPool}


ANY = [
    *(layer((3, 2), (1, 2), (1, 1)) for layer in (AvgPool, MaxPool, MinPool, SumPool)),
    AvgPool((3, 2), (2, 2), (1, 1), ceil_mode=True, count_include_pad=False),
    AvgPool(2, 1, 1, dilation=2, divisor_override=5),
    LpPool(3, (3, 2), (1, 2), (1, 1), absolute=True),
    LpPool(p=2.5, kernel_size=2, stride=1),
    LpPool(float("inf"), kernel_size=2),
    GlobalAvgPool(),
    GlobalMaxPool(),
    AdaptiveAvgPool((3, 4)),
    AdaptiveMaxPool((7, 2)),
    FractionalMaxPool(2, (3, 4), seed=1),
    StochasticPool(2, seed=3),
    SoftmaxPool((3, 2), 1),
]


def reference():
    """PyTorch's cases: a layer, input, gradient of the output, output, gradient of the input."""
    with np.load(Path(__file__).parent.parent / "reference" / "pooling.npz") as archive:
        cases, numbers = json.loads(archive["cases"].item())["cases"], archive["numbers"]
    begun = 0
    for name, spec, shapes in cases:
        grids = []
        for shape in shapes:
            size = shape[0] * shape[1]
            grids.append(numbers[begun : begun + size].reshape(shape))
            begun += size
        yield name, {key: as_pair(value) for key, value in spec.items()}, grids
    assert begun == len(numbers)


def as_pair(value):
    return tuple(value) if isinstance(value, list) else value


def compare(name, spec, grids):
    x, grad_output, output, grad_input = grids
    layer = getattr(poolanim, name)(**spec)
    close = {"rtol": 1e-12, "atol": 1e-12, "err_msg": str(layer)}
    np.testing.assert_allclose(layer.forward(x), output, **close)
    np.testing.assert_allclose(layer.backward(grad_output, x), grad_input, **close)


def test_passes_equal_those_of_pytorch():
    seen = {}
    for name, spec, grids in reference():
        compare(name, spec, grids)
        seen[name] = seen.get(name, 0) + 1
    assert seen.pop("GlobalAvgPool") == seen.pop("GlobalMaxPool") == 5
    assert len(seen) == 6
    assert min(seen.values()) >= 25


def corners():
    """PyTorch's cases over unusual numbers and types: a layer, a type, and the same grids."""
    with np.load(Path(__file__).parent.parent / "reference" / "corners.npz") as archive:
        cases = json.loads(archive["cases"].item())["cases"]
        numbers = {kind: archive[kind] for kind in archive.files if kind != "cases"}
    begun = dict.fromkeys(numbers, 0)
    for name, spec, kind, shapes in cases:
        grids = []
        for shape in shapes:
            end = begun[kind] + shape[0] * shape[1]
            grids.append(numbers[kind][begun[kind] : end].reshape(shape))
            begun[kind] = end
        layer = getattr(poolanim, name)(**{key: as_pair(value) for key, value in spec.items()})
        yield layer, kind, grids


TOLERANCES = {"float16": 1e-3, "float32": 1e-5, "float64": 1e-12}


def test_unusual_numbers_and_types_pass_as_in_pytorch():
    seen = set()
    for layer, kind, (x, grad_output, output, grad_input) in corners():
        seen.add((type(layer).__name__, kind))
        given = layer.forward(x)
        assert given.dtype == kind
        if kind not in TOLERANCES:
            assert given.tolist() == output.tolist(), layer
            continue
        close = {"rtol": TOLERANCES[kind], "atol": TOLERANCES[kind], "err_msg": f"{layer} {x}"}
        np.testing.assert_allclose(given, output, **close)
        np.testing.assert_allclose(layer.backward(grad_output, x), grad_input, **close)
    assert len(seen) == 9 * 3 + 3 * 5


def test_passes_equal_those_of_the_pytorch_that_is_installed():
    pytest.importorskip("torch", reason="PyTorch is not installed here")
    from tests.reference import make_pooling as made

    generator = np.random.default_rng(1)
    for number, (name, spec, shape) in enumerate(made.specs()):
        if number % 5 == 0 and made.fits(name, spec, shape):
            compare(name, spec, made.case(name, spec, shape, generator))


@pytest.mark.parametrize("ends", ["pads", "SAME_UPPER", "SAME_LOWER", "VALID"])
@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("AvgPool", {"count_include_pad": True}),
        ("AvgPool", {"count_include_pad": False}),
        ("MaxPool", {}),
        ("LpPool", {"p": 3, "absolute": True}),
    ],
)
def test_values_are_those_of_onnx_operators(name, options, ends):
    random = np.random.default_rng(0)
    compared = 0
    for _ in range(300):
        kernel, strides, dilations = (tuple(random.integers(1, 4, 2).tolist()) for _ in range(3))
        spans = [d * (k - 1) + 1 for d, k in zip(dilations, kernel, strict=True)]
        sides = [[int(random.integers(0, span)) for _ in range(2)] for span in spans]
        padding = sides if ends == "pads" else ends.lower().replace("_", "-")
        ceil_mode = bool(random.integers(2))
        cls = getattr(poolanim, name)
        layer = cls(
            kernel_size=kernel,
            stride=strides,
            padding=padding,
            dilation=dilations,
            ceil_mode=ceil_mode,
            crop=True,
            **options,
        )
        x = random.normal(size=random.integers(1, 8, 2))
        if not fits(layer, x.shape):
            continue
        expected = onnx_pool(
            {"AvgPool": "AveragePool"}.get(name, name),
            x,
            kernel,
            strides=strides,
            dilations=dilations,
            pads=(sides[0][0], sides[1][0], sides[0][1], sides[1][1]),
            auto_pad="NOTSET" if ends == "pads" else ends,
            ceil_mode=ceil_mode,
            count_include_pad=options.get("count_include_pad", False),
            p=options.get("p", 2),
        )
        np.testing.assert_allclose(layer.forward(x), expected, rtol=1e-12, err_msg=str(layer))
        compared += 1
    assert compared > 100


def test_published_examples_of_onnx():
    x = np.arange(1.0, 17).reshape(4, 4)
    ceil = AvgPool(3, 2, ceil_mode=True, count_include_pad=False)
    assert ceil.forward(x).tolist() == [[6, 7.5], [12, 13.5]]
    assert MaxPool(3, 2, ceil_mode=True).forward(x).tolist() == [[11, 12], [15, 16]]
    assert MaxPool(2, 1, dilation=2).forward(x).tolist() == [[11, 12], [15, 16]]
    x = np.arange(1.0, 26).reshape(5, 5)
    same = AvgPool(3, 2, "same-upper", count_include_pad=False).forward(x)
    assert same.tolist() == [[4, 5.5, 7], [11.5, 13, 14.5], [19, 20.5, 22]]
    padded = AvgPool(5, 1, 2, count_include_pad=False).forward(x)
    assert padded[0].tolist() == [7, 7.5, 8, 8.5, 9]
    counted = AvgPool(5, 1, 2).forward(x)
    np.testing.assert_allclose(counted[0], [2.52, 3.6, 4.8, 4.08, 3.24])


@given(article_setups())
def test_passes_equal_the_article_s_loops(setup):
    name, layer, x, grad_output = setup
    sizes = layer.kernel_size, layer.stride or layer.kernel_size, layer.padding
    np.testing.assert_allclose(layer.forward(x), pool_forward(name, x, *sizes), atol=1e-12)
    np.testing.assert_array_equal(
        layer.backward(grad_output, x), pool_backward(name, grad_output, x, *sizes)
    )


@given(setups(), st.integers(1, 3), st.integers(1, 3))
def test_each_image_and_channel_of_a_batch_is_pooled_on_its_own(setup, images, channels):
    layer, x, grad_output = setup
    if isinstance(layer, StochasticPool):
        return  # has random numbers for each
    scales = 1.0 + np.arange(images * channels).reshape(images, 1, 1, channels)
    batch, grads = x[None, :, :, None] * scales, grad_output[None, :, :, None] * scales
    output, grad_input = layer.forward(batch), layer.backward(grads, batch)
    assert output.shape == layer.output_shape(batch.shape)
    for n in range(images):
        for c in range(channels):
            np.testing.assert_array_equal(output[n, :, :, c], layer.forward(batch[n, :, :, c]))
            np.testing.assert_array_equal(
                grad_input[n, :, :, c], layer.backward(grads[n, :, :, c], batch[n, :, :, c])
            )


@pytest.mark.parametrize("layer", ANY, ids=str)
def test_gradients_are_those_of_finite_differences(layer):
    random = np.random.default_rng(0)
    x = random.permutation(30).reshape(5, 6) / 7 + 0.5  # no ties
    grad_output = random.normal(size=layer.output_shape(x.shape))
    numeric = np.zeros_like(x)
    for cell in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[cell] += 1e-5
        down[cell] -= 1e-5
        difference = layer.forward(up) - layer.forward(down)
        numeric[cell] = (grad_output * difference).sum() / 2e-5
    np.testing.assert_allclose(layer.backward(grad_output, x), numeric, atol=1e-8)


@given(setups())
def test_a_batch_in_blocks_is_a_batch(setup):
    layer, x, grad_output = setup
    batch, grads = np.stack([x, 2 * x, x + 1])[..., None], np.stack([grad_output] * 3)[..., None]
    whole = layer.forward(batch), layer.backward(grads, batch)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("poolanim.layers.batches.BLOCK_BYTES", 1)
        patch.setattr("poolanim.layers.sliding.PART_BYTES", 1)
        parts = layer.forward(batch), layer.backward(grads, batch)
    for one, other in zip(whole, parts, strict=True):
        assert one.tobytes() == other.tobytes()


def test_infinities_pass_without_a_warning():
    x = [[np.inf, -np.inf], [1.0, 2.0]]
    assert np.isnan(AvgPool(2).forward(x)).all()
    assert MaxPool(2).forward(x).tolist() == [[np.inf]]
    assert MaxPool(2).backward([[np.inf]], x).tolist() == [[np.inf, 0], [0, 0]]


@pytest.mark.parametrize("layer", ANY, ids=str)
@pytest.mark.parametrize("kind", [np.float32, np.int8, np.uint64, bool])
def test_floats_keep_their_type_and_integers_where_cells_are_picked(layer, kind):
    x = np.eye(6, dtype=kind)
    output, name = layer.forward(x), type(layer).__name__
    computed = np.float32 if kind == np.float32 else np.float64
    picks = name.endswith(("MaxPool", "MinPool")) and kind is not bool
    assert output.dtype == (kind if picks else computed)
    assert layer.backward(np.ones(output.shape), x).dtype == computed
    grids = trace(layer, x, np.ones(output.shape)).grids
    assert (grids["output"].dtype, grids["grad_input"].dtype) == (output.dtype, computed)


def test_stride_is_kernel_size_by_default():
    assert AvgPool((2, 3)).output_shape((6, 6)) == (3, 2)
    assert AvgPool((2, 3), stride=1).output_shape((6, 6)) == (5, 4)


def test_passes_leave_their_arguments_as_they_are():
    for layer in (*ANY, AvgPool(1), MaxPool(1), SumPool(1), LpPool(1, kernel_size=1)):
        x = np.arange(36.0).reshape(6, 6)
        grad_output = np.ones(layer.output_shape(x.shape))
        layer.forward(x)[...] = -1
        layer.backward(grad_output, x)[...] = -1
        assert x.tolist() == np.arange(36.0).reshape(6, 6).tolist()
        assert (grad_output == 1).all()


def test_padding_is_less_than_the_window():
    assert AvgPool(3, padding=2).output_shape((1, 1)) == (1, 1)
    assert MaxPool(2, padding=2, dilation=2).output_shape((2, 2)) == (2, 2)
    for padding in ((2, 3), ((0, 0), (0, 3))):
        with pytest.raises(ParameterError, match=r"padding is .*; with a window of 3 .* most 2,"):
            AvgPool(3, padding=padding)


@pytest.mark.parametrize("field", ["kernel_size", "stride"])
def test_sizes_are_positive(field):
    with pytest.raises(ParameterError, match=f"{field} is 0;"):
        MaxPool(**{"kernel_size": 2, field: 0})
    with pytest.raises(ParameterError, match="padding is -1;"):
        MaxPool(2, padding=-1)


def test_a_gradient_of_another_shape_is_refused():
    with pytest.raises(GridError, match=r"grad_output is 2x2, but the output is 1x1"):
        MaxPool(2).backward(np.ones((2, 2)), np.ones((2, 2)))
    with pytest.raises(GridError, match=r"grad_output is 1x1x1x1, but the output is 2x1x1x1"):
        MaxPool(2).backward(np.ones((1, 1, 1, 1)), np.ones((2, 2, 2, 1)))


def test_scalars_of_numpy_are_parameters_like_others():
    given = {"kernel_size": np.array([2, 3]), "stride": np.int64(1), "ceil_mode": np.bool_(True)}
    layers = [
        (AvgPool, given | {"divisor_override": np.int64(4), "count_include_pad": np.bool_(False)}),
        (LpPool, given | {"p": np.float64(2), "absolute": np.bool_(True)}),
        (LpPool, given | {"p": np.int8(2)}),
        (MaxPool, given | {"ties": np.str_("first"), "padding": np.array([[0, 1], [1, 1]])}),
        (StochasticPool, {"kernel_size": 2, "seed": np.uint32(1)}),
        (
            FractionalMaxPool,
            {"kernel_size": 2, "output_size": np.array([1, 2]), "seed": np.int8(1)},
        ),
        (GlobalMaxPool, {"ties": np.str_("first")}),
        (AdaptiveMaxPool, {"output_size": np.int8(1), "ties": np.str_("first")}),
    ]
    for cls, parameters in layers:
        kinds = {type(value) for value in cls(**parameters).parameters.values()}
        assert kinds <= {tuple, int, float, bool, str, type(None)}


def test_batches_may_be_empty():
    for shape in ((0, 4, 4, 2), (2, 4, 4, 0)):
        output = AvgPool(2).forward(np.ones(shape))
        assert output.shape == (shape[0], 2, 2, shape[3])
        assert AvgPool(2).backward(output, np.ones(shape)).shape == shape


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: MaxUnpool(3, padding=3), ParameterError, "padding is 3; .* at most 2, less"),
        (lambda: MaxUnpool(2).forward([[1.0]], [[4]]), GridError, "from 4 to 4, .* 0 to 3"),
        (lambda: MaxUnpool(2).forward([[1.0]], [[-1]]), GridError, "from -1 to -1"),
        (lambda: MaxUnpool(2).forward([[1.0]], [[0.5]]), GridError, "indices are float64"),
        (lambda: MaxUnpool(2).forward([[1.0]], [[1, 2]]), GridError, "of shape 1x2; give"),
        (
            lambda: MaxUnpool(2, output_size=(4, 2)).forward([[1.0]], [[1]]),
            ParameterError,
            "output_size is 4x2; .* from 1 to 3",
        ),
        (lambda: MaxUnpool(2).output_shape((1, 2, 3)), GridError, "rank 3"),
        (
            lambda: MaxUnpool(2).backward(np.ones((1, 2, 2, 1)), [[1.0]], [[1]]),
            GridError,
            "grad_output has rank 4",
        ),
        (
            lambda: MaxUnpool(2).backward(np.ones((2, 2, 2, 1)), np.ones((1, 1, 1, 1)), [[1]]),
            GridError,
            "grad_output is 2x2x2x1; for this input give 1x2x2x1",
        ),
        (lambda: MaxPool(2, ties="last"), ParameterError, "ties is 'last'; .* 'first'|all, first"),
        (lambda: GlobalMaxPool("none"), ParameterError, "ties is 'none'"),
        (lambda: AdaptiveMaxPool(2, None), ParameterError, "ties is None"),
        (lambda: MinPool(2, ties="a"), ParameterError, "ties is 'a'"),
        (lambda: AvgPool(2, divisor_override=0), ParameterError, "divisor_override is 0"),
        (lambda: AvgPool(2, count_include_pad=2), ParameterError, "count_include_pad is 2"),
        (lambda: AvgPool(2, dilation=0), ParameterError, "dilation is 0; .* at least 1"),
        (lambda: AvgPool(2, ceil_mode=None), ParameterError, "ceil_mode is None"),
        (lambda: AdaptiveAvgPool(0), ParameterError, "output_size is 0; .* at least 1"),
        (lambda: LpPool(0, kernel_size=2), ParameterError, "p is 0"),
        (lambda: LpPool(2), ParameterError, "kernel_size is missing; give one whole number"),
        (lambda: LpPool(2, 3, absolute=2), ParameterError, "absolute is 2"),
        (lambda: LpPool(10**400, 3), ParameterError, "p is 10*…; give"),
        (
            lambda: MaxPool(2, padding=2**69, dilation=2**70),
            ParameterError,
            "each number must be at most",
        ),
        (
            lambda: AdaptiveAvgPool(10**20),
            ParameterError,
            "output_size is 1.*must be at",
        ),
        (lambda: MaxUnpool(2).forward(np.ones((2, 1)), [[1], [1, 2]]), GridError, "is no grid"),
        (lambda: MaxUnpool(2, padding=1).forward([[1]], [[0]]), ParameterError, "is 0x0 with pad"),
        (lambda: MaxUnpool(2).output_shape((2, 0)), ParameterError, "is 2x0; give it a row"),
        (lambda: SumPool(2, 1, 1).forward(np.ones((1, 0, 4, 2))), ParameterError, "is 0x4; give"),
        (lambda: StochasticPool(2, seed=-1), ParameterError, "seed is -1"),
        (lambda: FractionalMaxPool(2, 2, seed=1.5), ParameterError, "seed is 1.5"),
    ],
)
def test_bad_parameters_are_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("kind", ["f2", ">f2", "f4", ">f4", "f8"])
@pytest.mark.parametrize(
    "layer",
    [
        *ANY,
        MaxPool(2, 1, ties="split"),
        AvgPool(12, 1),
        SumPool(12, 1),
        SoftmaxPool(12, 1),
        LpPool(p=3.5, kernel_size=12),
    ],
    ids=str,
)
def test_all_numbers_have_the_type_of_the_input_and_a_trace_those_of_the_passes(layer, kind):
    random = np.random.default_rng(0)
    x = random.integers(1, 9, (12, 13)).astype(kind)
    grad_output = random.normal(size=layer.output_shape(x.shape))
    output, grad_input = layer.forward(x), layer.backward(grad_output, x)
    traced_pass = trace(layer, x, grad_output)
    grids, terms = traced_pass.grids, traced_pass.passes["backward"].terms["grad_input"]
    pairs = ((grids["output"], output), (grids["grad_input"], grad_input))
    for traced, passed in pairs:
        assert traced.dtype == passed.dtype == terms.amounts.dtype == x.dtype
        assert traced.tobytes() == passed.tobytes()


def test_half_precision_is_computed_as_single_as_in_pytorch():
    assert GlobalAvgPool().forward(np.ones((64, 64), "f2")) == 1
    assert GlobalAvgPool().forward(np.ones((300, 300), "f2")) == 1
    assert GlobalAvgPool().backward([[90000]], np.ones((300, 300), "f2"))[0, 0] == np.inf
    share = GlobalMaxPool("split").backward([[60000]], np.ones((300, 300), "f2"))[7, 7]
    assert share == np.float16(60000 / 90000)
    assert AvgPool(2).forward(np.full((2, 2), 60000, "f2")) == np.float16(60000)
    assert LpPool(p=2, kernel_size=2).forward(np.full((2, 2), 300, "f2")) == 600
