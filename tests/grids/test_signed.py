from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from poolanim.grids.signed import FIRST_GRAD, GRAD_VALUES, random_grad


def test_the_default_gradient():
    """It is the same on all systems."""
    assert tuple(random_grad((1, 3, 3, 1), 0).ravel()) == FIRST_GRAD


@given(
    *[st.integers(1, 3), st.integers(1, 6), st.integers(1, 6), st.integers(1, 3)],
    st.integers(0, 10**6),
)
def test_a_gradient_has_both_signs_in_each_plane(images, height, width, channels, seed):
    grad = random_grad((images, height, width, channels), seed)
    assert grad.shape == (images, height, width, channels)
    assert set(grad.ravel()) <= set(GRAD_VALUES)
    if height * width > 1:
        assert (grad.min(axis=(1, 2)) < 0).all()
        assert (grad.max(axis=(1, 2)) > 0).all()
