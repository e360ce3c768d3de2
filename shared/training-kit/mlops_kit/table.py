"""Columns of a table and the way back from a row to its file and line."""

import bisect
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class NumericColumn:
    """Numbers of one column, float64; NaN = missing, infinities are values."""

    name: str
    values: np.ndarray


@dataclass(frozen=True)
class TextColumn:
    """Texts of one column, dictionary-coded int32; code -1 = missing."""

    name: str
    codes: np.ndarray
    dictionary: list[str]

    def take(self, rows: np.ndarray) -> 'TextColumn':
        """The same column at the given rows."""
        return TextColumn(self.name, self.codes[rows], self.dictionary)

    def texts(self) -> list[str]:
        """The text of every row, '' where it is missing."""
        known = [*self.dictionary, '']
        return [known[code] for code in self.codes]


@dataclass
class RowPlaces:
    """Maps row numbers to files and 1-based lines."""

    starts: list[int] = field(default_factory=list)
    blocks: list[tuple[str, int, list[int] | None]] = field(default_factory=list)

    def add(self, first_row: int, block: tuple[str, int, list[int] | None]) -> None:
        """Rows from `first_row` on come from (file, line of the first row, all lines unless consecutive)."""
        self.starts.append(first_row)
        self.blocks.append(block)

    def describe(self, row: int) -> str:
        """`train.csv, row 12`, where row is the line in the file and the header is line 1."""
        position = bisect.bisect_right(self.starts, row) - 1
        file, first_line, lines = self.blocks[position]
        offset = int(row) - self.starts[position]
        return f'{file}, row {first_line + offset if lines is None else lines[offset]}'


@dataclass(frozen=True)
class Table:
    """Columns by name, all of `rows` cells, and where each row came from."""

    rows: int
    columns: dict[str, NumericColumn | TextColumn]
    places: RowPlaces
    not_numbers: dict[str, tuple[int, str]]
    """Columns that had to be numeric and are not: the first offending row and its text."""
