"""The training data of a job: features in order, target, and where every row came from."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .channel import digest_files, list_files, read_header
from .errors import KitError
from .job import Job
from .table import NumericColumn, RowPlaces, Table, TextColumn
from .table_reader import AUTO, NUMERIC, TEXT, read_table
from .target import Target, read_target
from .wording import listed, quoted, suggestion

CLASSIFICATION = 'classification'


@dataclass(frozen=True)
class FeatureRows:
    """Raw features of some rows: float32 [rows, n] with NaN = missing, and one text column per categorical."""

    numeric: np.ndarray
    categorical: list[TextColumn]

    def __len__(self) -> int:
        return len(self.numeric)

    def take(self, rows: np.ndarray) -> 'FeatureRows':
        """The same features at the given rows."""
        return FeatureRows(self.numeric[rows], [column.take(rows) for column in self.categorical])


@dataclass(frozen=True)
class Dataset:
    """All training rows; `features` lists (name, kind) in model order."""

    features: list[tuple[str, str]]
    rows: FeatureRows
    target: Target
    sha256: str
    files: int
    places: RowPlaces

    def __len__(self) -> int:
        return len(self.rows)

    def names(self, kind: str) -> list[str]:
        """The features of one kind, in order."""
        return [name for name, its_kind in self.features if its_kind == kind]


def read_dataset(job: Job, task: str, folder: Path) -> Dataset:
    """Reads the train channel; every mistake in it is named with file, row and column."""
    files = list_files(folder)
    header = read_header(files)
    target, features = choose_columns(job, header)
    kinds = {name: _reading_of(job.types.get(name)) for name in features}
    kinds[target] = TEXT if task == CLASSIFICATION else NUMERIC
    table = read_table(files, header, kinds)
    if table.rows == 0:
        message = f'{listed(path.name for path in files)}: no row below the header'
        raise KitError('dataset-empty', message, 'Add data rows.')
    _check_numeric(table, target)
    return Dataset(
        features=[(name, _kind_of(table, name)) for name in features],
        rows=_feature_rows(table, features),
        target=read_target(table, target, job.positive_class),
        sha256=digest_files(files),
        files=len(files),
        places=table.places,
    )


def choose_columns(job: Job, header: list[str]) -> tuple[str, list[str]]:
    """The target and the features in order, all of them columns of the header."""
    known = set(header)
    target = header[-1] if job.target is None else job.target
    if target not in known:
        message = f'the data has no column {quoted(target)} for the target{suggestion(target, header)}'
        raise KitError('target-missing-column', message, f'The columns are {listed(header)}.')
    if target == job.sample_id or target in (job.features or []):
        role = 'the sample_id' if target == job.sample_id else 'among the features'
        message = f'the target {quoted(target)} (the last column by default) is also {role}'
        raise KitError('bad-job', message, 'Name the target.')
    features = job.features
    if features is None:
        features = [name for name in header if name not in (target, job.sample_id)]
    named = {'features': features, 'sample_id': [job.sample_id] if job.sample_id else [], 'types': list(job.types)}
    absent = [(name, place) for place, names in named.items() for name in names if name not in known]
    if absent:
        parts = [f'{quoted(name)} of {place}{suggestion(name, header)}' for name, place in absent[:20]]
        message = f'the data has no column {", ".join(parts)}'
        raise KitError('feature-missing', message, f'The columns are {listed(header)}.')
    if not features:
        raise KitError('no-features', f'no feature is left beside the target {quoted(target)}', 'Add feature columns.')
    return target, features


def _reading_of(declared: str | None) -> str:
    return {None: AUTO, 'numeric': NUMERIC, 'categorical': TEXT}[declared]


def _kind_of(table: Table, name: str) -> str:
    return 'numeric' if isinstance(table.columns[name], NumericColumn) else 'categorical'


def _check_numeric(table: Table, target: str) -> None:
    for name, (row, text) in table.not_numbers.items():
        place = f'{table.places.describe(row)}, column {quoted(name)}'
        if name == target:
            raise KitError(
                'target-not-numeric',
                f'{place}: the target {quoted(text)} is not a number',
                'Regression needs numbers; for classes ask for task: classification.',
            )
        raise KitError(
            'feature-not-numeric',
            f'{place}: {quoted(text)} is not a number, and types calls the column numeric',
            'Correct the value, or declare the column categorical.',
        )


def _feature_rows(table: Table, features: list[str]) -> FeatureRows:
    columns = [table.columns[name] for name in features]
    numeric = [column for column in columns if isinstance(column, NumericColumn)]
    matrix = np.empty((table.rows, len(numeric)), np.float32)
    for position, column in enumerate(numeric):
        with np.errstate(over='ignore'):
            matrix[:, position] = column.values
        _check_finite(table, column.name, matrix[:, position])
    return FeatureRows(matrix, [column for column in columns if isinstance(column, TextColumn)])


def _check_finite(table: Table, name: str, values: np.ndarray) -> None:
    infinite = np.isinf(values)
    if infinite.any():
        place = table.places.describe(int(infinite.argmax()))
        raise KitError(
            'feature-not-numeric',
            f'{place}, column {quoted(name)}: infinite, or beyond what float32 holds',
            'Training needs finite numbers: correct the value, empty the cell, or declare the column categorical.',
        )
