from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from poolanim.errors import ParameterError
from poolanim.layers.correlation import Correlated
from poolanim.layers.cropping import Transposed

small, pairs = st.integers(1, 5), st.tuples(st.integers(1, 5), st.integers(1, 5))
sides = st.tuples(*[st.tuples(st.integers(0, 9), st.integers(0, 9))] * 2)


def sizes(formula, *axes):
    return tuple(formula(*each) for each in zip(*axes, strict=True))


@given(pairs, pairs, pairs, pairs, sides)
def test_the_output_of_a_convolution_has_the_size_of_the_formula(n, k, s, d, p):
    due = sizes(lambda n, k, s, d, p: (n + sum(p) - d * (k - 1) - 1) // s + 1, n, k, s, d, p)
    try:
        geometry = Correlated(k, s, p, d).geometry(n)
    except ParameterError:
        assert min(due) < 1
        return
    assert (geometry.output_shape, geometry.input_shape) == (due, n)
    assert [axis.windows[0].start for axis in geometry.axes] == [-before for before, _ in p]


@given(pairs, pairs, pairs, pairs, sides, st.data())
def test_the_output_of_a_transposed_convolution_has_the_size_of_the_formula(n, k, s, d, p, data):
    a = tuple(data.draw(st.integers(0, max(pair) - 1)) for pair in zip(s, d, strict=True))

    def formula(n, k, s, d, p, a):
        return (n - 1) * s - sum(p) + d * (k - 1) + a + 1

    due = sizes(formula, n, k, s, d, p, a)
    placed = Transposed(k, s, p, a, d)
    try:
        geometry = placed.geometry(n)
    except ParameterError:
        assert min(due) < 1
        return
    assert (geometry.input_shape, geometry.output_shape) == (due, n)
    assert geometry.kernel_shape == k
    sized = Transposed(k, s, p, (0, 0), d).sized(n, due)
    assert (sized.output_padding, sized.geometry(n)) == (a, geometry)


@given(pairs, pairs, pairs, pairs, st.sampled_from(["same-upper", "same-lower"]))
def test_same_gives_the_size_divided_or_multiplied_by_the_stride(n, k, s, d, word):
    there, back = Correlated(k, s, word, d).geometry(n), Transposed(k, s, word, (0, 0), d)
    assert there.output_shape == sizes(lambda n, s: -(-n // s), n, s)
    geometry = back.geometry(there.output_shape)
    assert geometry.input_shape == sizes(int.__mul__, there.output_shape, s)
    # An output of the size of the convolution's input has the convolution's windows.
    assert back.sized(there.output_shape, n).geometry(there.output_shape).axes == there.axes


@given(pairs, pairs, st.sampled_from(["reflect", "circular"]), sides)
def test_padding_copies_cells_that_there_are(n, k, mode, p):
    assume(all(sum(each) + size >= kernel for each, size, kernel in zip(p, n, k, strict=True)))
    most = [size - (mode == "reflect") for size in n]
    fits = all(max(each) <= limit for each, limit in zip(p, most, strict=True))
    try:
        Correlated(k, 1, p, 1, mode).geometry(n)
    except ParameterError:
        assert not fits
    else:
        assert fits
