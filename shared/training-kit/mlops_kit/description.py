"""The data and the machine in a few lines, for the person who reads the log."""

import numpy as np

from .dataset import Dataset, FeatureRows
from .wording import counted, quoted

MOST_CLASSES_SHOWN = 10


def describe_data(dataset: Dataset) -> list[str]:
    """Rows, features, missing cells, and how the target is distributed."""
    numeric, categorical = len(dataset.names('numeric')), len(dataset.names('categorical'))
    missing = missing_cells(dataset.rows)
    cells = len(dataset) * len(dataset.features)
    return [
        f'data: {counted(len(dataset), "row")} from {counted(dataset.files, "file")}, '
        f'{counted(len(dataset.features), "feature")} ({numeric:,} numeric, {categorical:,} categorical), '
        f'{counted(missing, "missing cell")} ({100 * missing / cells:.2f} %)',
        describe_target(dataset),
    ]


def missing_cells(rows: FeatureRows) -> int:
    """How many feature cells have no value."""
    return int(np.isnan(rows.numeric).sum() + sum((column.codes < 0).sum() for column in rows.categorical))


def describe_target(dataset: Dataset) -> str:
    """The share of every class, or the range of the numbers."""
    target = dataset.target
    start = f'target {quoted(target.name)}:'
    if target.classes is None:
        values = target.values
        return f'{start} {values.min():.6g} to {values.max():.6g}, mean {values.mean():.6g}'
    counts = np.bincount(target.values, minlength=len(target.classes))
    shown = [
        f'{quoted(target.classes[number])} {counts[number]:,} ({100 * counts[number] / len(dataset):.1f} %)'
        for number in np.argsort(-counts, kind='stable')[:MOST_CLASSES_SHOWN]
    ]
    rest = len(counts) - len(shown)
    more = f' and {rest:,} more' if rest else ''
    return f'{start} {len(counts):,} classes: {", ".join(shown)}{more}'


def describe_engine(engine: dict[str, str], threads: int) -> str:
    """Libraries with their versions, and the threads."""
    versions = ', '.join(f'{name} {version}' for name, version in engine.items())
    return f'engine: {versions}; {counted(threads, "thread")}'
