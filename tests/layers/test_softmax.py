from __future__ import annotations

from poolanim import (
    SoftmaxPool,
)


def test_soft_pooling_survives_large_numbers():
    layer = SoftmaxPool((1, 2))
    assert layer.forward([[1e4, 0, -1e4, -1e4]]).tolist() == [[1e4, -1e4]]
