"""The target column: classes as spelled in the data, or finite numbers."""

from dataclasses import dataclass

import numpy as np

from .errors import KitError
from .table import NumericColumn, Table, TextColumn
from .values import parse_number
from .wording import listed, quoted

MOST_CLASSES = 1_000
FLOAT32_MAX = float(np.finfo(np.float32).max)


@dataclass(frozen=True)
class Target:
    """Class numbers (int64) into `classes`, or float64 numbers where `classes` is None."""

    name: str
    values: np.ndarray
    classes: list[str] | None
    positive_class: str | None


def read_target(table: Table, name: str, positive_class: str | bool | int | float | None) -> Target:
    """The target of every row; missing values, infinite numbers and a single class are errors."""
    column = table.columns[name]
    _check_present(table, column)
    if isinstance(column, NumericColumn):
        _check_finite(table, column)
        return Target(name, column.values, None, None)
    classes = sort_classes(column.dictionary)
    _check_classes(name, classes)
    rank = {text: position for position, text in enumerate(classes)}
    numbers = np.array([rank[text] for text in column.dictionary], np.int64)[column.codes]
    return Target(name, numbers, classes, choose_positive(classes, positive_class))


def sort_classes(texts: list[str]) -> list[str]:
    """By number when every text is one (equal numbers by code point), else by code point."""
    numbers = {text: parse_number(text) for text in texts}
    if None in numbers.values():
        return sorted(texts)
    return sorted(texts, key=lambda text: (numbers[text], text))


def choose_positive(classes: list[str], asked: str | bool | int | float | None) -> str:
    """The class asked for, else the last one; a boolean or a number matches the class that spells it."""
    if asked is None:
        return classes[-1]
    if isinstance(asked, str):
        matches = [text for text in classes if text == asked]
    elif isinstance(asked, bool):
        matches = [text for text in classes if text.lower() == str(asked).lower()]
    else:
        matches = [text for text in classes if parse_number(text) == asked]
    if len(matches) == 1:
        return matches[0]
    raise KitError(
        'bad-job', f'positive_class {quoted(asked)} is not one of the classes', f'The classes are {listed(classes)}.'
    )


def _check_present(table: Table, column: NumericColumn | TextColumn) -> None:
    missing = np.isnan(column.values) if isinstance(column, NumericColumn) else column.codes < 0
    if missing.any():
        raise KitError(
            'target-missing-values',
            f'{table.places.describe(int(missing.argmax()))}: the target {quoted(column.name)} is missing '
            f'({int(missing.sum()):,} of {table.rows:,} rows)',
            'Fill in the target or remove these rows; they are never dropped silently.',
        )


def _check_finite(table: Table, column: NumericColumn) -> None:
    outside = ~(np.abs(column.values) <= FLOAT32_MAX)
    if outside.any():
        place = table.places.describe(int(outside.argmax()))
        raise KitError(
            'target-not-numeric',
            f'{place}: the target {quoted(column.name)} is infinite, or beyond what float32 holds',
            'Correct the value or remove the row.',
        )


def _check_classes(name: str, classes: list[str]) -> None:
    if len(classes) == 1:
        raise KitError(
            'one-class',
            f'the target {quoted(name)} has the single class {quoted(classes[0])}',
            'A classifier needs rows of at least two classes.',
        )
    if len(classes) > MOST_CLASSES:
        raise KitError(
            'too-many-classes',
            f'the target {quoted(name)} has {len(classes):,} classes, at most {MOST_CLASSES:,} are possible',
            'For numbers ask for task: regression; else group rare classes.',
        )
