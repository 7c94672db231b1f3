"""The sum of each channel, as texts print it."""

from __future__ import annotations

from poolanim import Figure
from poolanim.scene.runs import plain
from tests.scenes import telling_of

FIELDS = {"layer": "conv", "kernel": "random", "kernel_size": 1, "direction": "forward"}


def gives_of(scan=0, **fields):
    telling = telling_of(Figure(**{**FIELDS, **fields}))
    return plain(telling.scan(scan).say("gives")), telling.scan(scan)


def test_sums_of_channels_are_printed_with_their_numbers_and_the_bias():
    x = [[[2, 3, 0]]]
    said, texts = gives_of(input=x, layout="hwc", bias="-4", seed=1)
    parts = [part for part, _ in texts.nodes]
    told = [f"c{number}: {part.removeprefix('+')}" for number, part in enumerate(parts)]
    value = texts.fields["value"]
    assert said == f"{', '.join(told)}, − 4 = {value}"
    assert texts.say("slots_name") == "three products by channel"


def test_a_group_prints_its_own_channels():
    said, texts = gives_of(scan=1, input=[[[2, 3, 4, 5]]], layout="hwc", groups=2, filters=2)
    assert said.startswith("c2: ")
    assert "c3: " in said
    assert len(texts.nodes) == 2


def test_one_channel_prints_its_products():
    said, texts = gives_of(input=[[1, 2]])
    assert said.startswith("∑")
    assert len(texts.reads) == 1


def test_what_filters_give_back_adds_up_to_the_gradient_of_the_input():
    fields = {"layer": "conv-transpose", "shape": (2, 3, 2), "filters": 3, "wrt": "all"}
    telling = telling_of(Figure(**fields, direction="backward"))
    grads = telling.story.view.trace.grids["grad_input"]
    for scan in range(len(telling.story.view)):
        texts = telling.scan(scan)
        assert len(texts.nodes) == 3
        assert sum(number for _, number in texts.nodes) == grads[texts.step.index]
