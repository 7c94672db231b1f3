from __future__ import annotations

import click
import pytest

from poolanim.cli.batches import batch
from poolanim.cli.commands import poolanim
from poolanim.cli.guidance import MEANT, stray, unknown_command, unknown_option
from poolanim.layers.names import MEANT as LAYERS_MEANT
from poolanim.layers.table import LAYERS


def options_of(name):
    command = poolanim.commands[name]
    return command.get_params(click.Context(command))


FLAGS = {flag for name in (*LAYERS, "batch") for each in options_of(name) for flag in each.opts}


def test_words_that_people_type_lead_to_options_that_exist():
    assert set(MEANT) <= FLAGS
    words = [word for flag, words in MEANT.items() if flag != "--out" for word in words]
    assert len(words) == len(set(words))
    for word in words:
        assert f"--{word}" not in {flag for each in options_of("avg") for flag in each.opts}


def test_words_for_layers_lead_to_layers():
    assert set(LAYERS_MEANT) <= set(LAYERS)
    words = [word for words in LAYERS_MEANT.values() for word in words]
    assert len(words) == len(set(words))
    assert not set(words) & set(LAYERS)


@pytest.mark.parametrize(
    ("layer", "given", "told"),
    [
        ("avg", "--duration", "use --step-ms: The usual time of a scan;"),
        ("avg", "--dpi", "use --scale: 2 draws twice as many pixels each way."),
        ("avg", "--window", "use --size: The window; over one row"),
        ("avg", "--weights", "see --help for all options"),  # it has no --kernel
        ("conv", "--weights", "use --kernel: The weights, spelled as --input,"),
        ("avg", "--tie", "did you mean --title?"),
        ("max", "--tie", "did you mean --ties?"),
        ("avg", "--zebra", "see --help for all options"),
        ("max", "--no-absolut", "see --help for all options"),
        ("lp", "--no-absolut", "did you mean --no-absolute?"),
    ],
)
def test_only_options_of_the_layer_are_advised(layer, given, told):
    assert unknown_option(given, options_of(layer)).startswith(f"no option {given}; {told}")


def test_a_batch_has_options_of_its_own():
    advice = unknown_option("--workers", batch.params)
    assert advice == "no option --workers; use --jobs: Number of processes."


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("avgpool", "did you mean 'avg'?"),
        ("AveragePooling2D", "did you mean 'avg'?"),
        ("max_pool2d", "did you mean 'max'?"),
        ("nn.zebra", "use one of adaptive-avg, "),
        ("globalavgpool", "did you mean 'global-avg'?"),
        ("ConvTranspose2d", "did you mean 'conv-transpose'?"),
        ("Avg", "did you mean 'avg'?"),
    ],
)
def test_layers_by_the_names_of_frameworks(given, told):
    assert unknown_command(given, poolanim.commands).startswith(f"no command {given!r}; {told}")


def test_stray_words_are_quoted_as_a_shell_needs():
    assert stray(["a b.csv", "c"], takes_input=True).endswith("use --input 'a b.csv'")
    assert stray(["b.toml"], takes_input=False) == "'b.toml' belongs to no option; leave it out"
