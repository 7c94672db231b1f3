"""Writes `inputs/`: files as pandas, scikit-learn and PyTorch write them.

    pip install -e ".[inputs]"
    python -m tests.reference.make_inputs

The numbers that each contains are in `tests/grids/test_inputs.py`. It also writes them anew with
those libraries that are installed. `inputs/` is of pandas 3.1, scikit-learn 1.9 and PyTorch 2.15.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent / "inputs"


def write_pandas(folder: Path) -> None:
    """Writes a table in each way that pandas has."""
    import pandas as pd

    seasons = pd.Index(["spring", "autumn"], name="season")
    rain = pd.DataFrame({"north": [1.5, 2.0], "south": [3.0, -4.25]}, index=seasons)
    rain.to_csv(folder / "indexed.csv")
    rain.reset_index(drop=True).rename_axis("year").to_csv(folder / "numbered.csv")
    rain.to_csv(folder / "plain.csv", index=False)
    rain.to_csv(folder / "bare.csv", index=False, header=False)
    rain.to_csv(folder / "german.csv", sep=";", decimal=",", index=False)
    rain.to_csv(folder / "excel.tsv", sep="\t", encoding="utf-16")
    rain.to_csv(folder / "marked.csv", encoding="utf-8-sig", lineterminator="\r\n")
    rain.to_csv(folder / "quoted.csv", quoting=1, lineterminator="\r")
    for orient in ("values", "records", "split"):
        rain.to_json(folder / f"{orient}.json", orient=orient)
    np.save(folder / "frame.npy", rain.to_numpy())
    np.save(folder / "objects.npy", rain.reset_index().to_numpy())
    pd.DataFrame([[1, 2], [3, 4]]).to_csv(folder / "counted.csv")
    pd.DataFrame([[1, 2], [3, 4]], columns=[2025, 2026]).to_csv(folder / "years.csv")
    pd.DataFrame([[0, 0], [1, 2], [3, 4]]).loc[1:].to_csv(folder / "chosen.csv")
    days = pd.date_range("2026-11-28", periods=3)
    pd.Series([4, 8, 6], index=days, name="visits").to_csv(folder / "series.csv")


def write_sklearn(folder: Path) -> None:
    """Writes a digit of 8x8 pixels, and flowers, raw and standardised."""
    from sklearn.datasets import load_digits, load_iris
    from sklearn.preprocessing import StandardScaler

    digit, iris = load_digits().images[0], load_iris(as_frame=True)
    np.save(folder / "digit.npy", digit)
    np.savetxt(folder / "digit.txt", digit, fmt="%g", header="a digit")
    np.savetxt(folder / "digit.csv", digit, fmt="%g", delimiter=",", header="a digit,\nas pixels")
    iris.data.head(3).to_csv(folder / "iris.csv")
    np.savez(folder / "iris.npz", StandardScaler().fit_transform(iris.data)[:3])


def write_torch(folder: Path) -> None:
    """Writes a batch, a kernel and a series, and a tensor as PyTorch itself saves it."""
    import torch

    batch = torch.arange(2 * 3 * 2 * 2, dtype=torch.float32).reshape(2, 3, 2, 2)
    np.save(folder / "batch.npy", batch.numpy())
    torch.manual_seed(0)
    layer = torch.nn.Conv2d(3, 2, 2)
    arrays = {name: value.detach().numpy() for name, value in layer.named_parameters()}
    np.savez(folder / "convolution.npz", input=batch.numpy(), kernel=arrays["weight"])
    np.save(folder / "bias.npy", arrays["bias"])
    np.save(folder / "convolved.npy", layer(batch).detach().numpy())
    np.save(folder / "series.npy", torch.linspace(0, 1, 5, dtype=torch.float16).numpy())
    np.save(folder / "turned.npy", batch[0, 0].T.numpy())
    torch.save(batch, folder / "tensor.npz")


WRITERS = {"pandas": write_pandas, "sklearn": write_sklearn, "torch": write_torch}
"""What writes the files of each library, by the name that it is imported by."""

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for write in WRITERS.values():
        write(FOLDER)
