"""Writes `inputs/`: files as pandas, scikit-learn and PyTorch write them.

    pip install torch==2.15.* pandas==3.1.* scikit-learn==1.9.*
    python tests/reference/make_inputs.py

The numbers that each contains are in `tests/grids/test_inputs.py`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import torch
from sklearn.datasets import load_digits, load_iris
from sklearn.preprocessing import StandardScaler

FOLDER = Path(__file__).parent / "inputs"


def write_pandas() -> None:
    """Writes a table in each way that pandas has."""
    seasons = pd.Index(["spring", "autumn"], name="season")
    rain = pd.DataFrame({"north": [1.5, 2.0], "south": [3.0, -4.25]}, index=seasons)
    rain.to_csv(FOLDER / "indexed.csv")
    rain.reset_index(drop=True).rename_axis("year").to_csv(FOLDER / "numbered.csv")
    rain.to_csv(FOLDER / "plain.csv", index=False)
    rain.to_csv(FOLDER / "bare.csv", index=False, header=False)
    rain.to_csv(FOLDER / "german.csv", sep=";", decimal=",", index=False)
    rain.to_csv(FOLDER / "excel.tsv", sep="\t", encoding="utf-16")
    rain.to_json(FOLDER / "values.json", orient="values")
    pd.DataFrame([[1, 2], [3, 4]]).to_csv(FOLDER / "counted.csv")
    days = pd.date_range("2026-11-28", periods=3)
    pd.Series([4, 8, 6], index=days, name="visits").to_csv(FOLDER / "series.csv")


def write_sklearn() -> None:
    """Writes a digit of 8x8 pixels, and flowers, raw and standardised."""
    digits = load_digits()
    np.save(FOLDER / "digit.npy", digits.images[0])
    np.savetxt(FOLDER / "digit.txt", digits.images[0], fmt="%g", header="a digit")
    iris = load_iris(as_frame=True)
    iris.data.head(3).to_csv(FOLDER / "iris.csv")
    np.savez(FOLDER / "iris.npz", StandardScaler().fit_transform(iris.data)[:3])


def write_torch() -> None:
    """Writes a batch, a kernel and a series."""
    batch = torch.arange(2 * 3 * 2 * 2, dtype=torch.float32).reshape(2, 3, 2, 2)
    np.save(FOLDER / "batch.npy", batch.numpy())
    torch.manual_seed(0)
    layer = torch.nn.Conv2d(3, 2, 2)
    arrays = {name: value.detach().numpy() for name, value in layer.named_parameters()}
    np.savez(FOLDER / "convolution.npz", input=batch.numpy(), kernel=arrays["weight"])
    np.save(FOLDER / "bias.npy", arrays["bias"])
    np.save(FOLDER / "convolved.npy", layer(batch).detach().numpy())
    np.save(FOLDER / "series.npy", torch.linspace(0, 1, 5, dtype=torch.float16).numpy())


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    write_pandas()
    write_sklearn()
    write_torch()
