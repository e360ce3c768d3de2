"""CSV files as typed columns; each column is numeric until a text turns up."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from .csv_file import ENCODING_HINT, Block, read_blocks
from .errors import KitError
from .table import NumericColumn, RowPlaces, Table, TextColumn
from .values import is_missing, parse_numbers
from .wording import counted, quoted

AUTO, NUMERIC, TEXT = 'auto', 'numeric', 'text'


class _Numbers:
    """Collects the numbers of a column, or stops at the first cell that is none."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: list[np.ndarray] = []
        self.not_number: tuple[int, str] | None = None

    def add(self, cells: Sequence[str], first_row: int) -> None:
        if self.not_number is not None:
            return
        numbers = parse_numbers(cells)
        if isinstance(numbers, int):
            self.not_number = (first_row + numbers, cells[numbers])
        else:
            self.parts.append(numbers)

    @property
    def is_text_from_the_start(self) -> bool:
        return self.not_number is not None and not self.parts

    def column(self) -> NumericColumn:
        return NumericColumn(self.name, np.concatenate(self.parts) if self.parts else np.empty(0))


class _Texts:
    """Collects the texts of a column as codes into a dictionary."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: list[np.ndarray] = []
        self.codes: dict[str, int] = {}
        self.dictionary: list[str] = []

    def add(self, cells: Sequence[str], _first_row: int) -> None:
        # In order of first appearance, so that equal files give equal codes.
        for text in dict.fromkeys(cells):
            if text not in self.codes:
                self.codes[text] = -1 if is_missing(text) else self._remember(text)
        self.parts.append(np.fromiter(map(self.codes.__getitem__, cells), np.int32, len(cells)))

    def _remember(self, text: str) -> int:
        if '\0' in text:
            raise KitError('dataset-undecodable', f'column {quoted(self.name)} holds a NUL character', ENCODING_HINT)
        self.dictionary.append(text)
        return len(self.dictionary) - 1

    def column(self) -> TextColumn:
        codes = np.concatenate(self.parts) if self.parts else np.empty(0, np.int32)
        return TextColumn(self.name, codes, self.dictionary)


class _Reading:
    """One pass over the files, filling one collector per wanted column."""

    def __init__(self, header: list[str], kinds: dict[str, str]) -> None:
        self.width = len(header)
        self.kinds = kinds
        known = {name: position for position, name in enumerate(header)}
        self.positions = {name: known[name] for name in kinds}
        self.collectors: dict[str, _Numbers | _Texts] = {
            name: _Texts(name) if kind == TEXT else _Numbers(name) for name, kind in kinds.items()
        }
        self.places = RowPlaces()
        self.rows = 0

    def add_file(self, path: Path) -> None:
        header_seen = False
        for block in read_blocks(path):
            records, first_line, lines = block if header_seen else _without_header(block)
            header_seen = True
            self._check_width(path.name, (records, first_line, lines))
            if records:
                self.places.add(self.rows, (path.name, first_line, lines))
                self._add_records(records)

    def _check_width(self, file: str, block: Block) -> None:
        records, first_line, lines = block
        if set(map(len, records)) <= {self.width}:
            return
        at = next(position for position, record in enumerate(records) if len(record) != self.width)
        line = first_line + at if lines is None else lines[at]
        raise KitError(
            'dataset-ragged',
            f'{file}, row {line}: {counted(len(records[at]), "field")}, the header has {self.width:,}',
            'Give every row as many fields as the header; quote fields that hold commas.',
        )

    def _add_records(self, records: list[list[str]]) -> None:
        by_position = list(zip(*records))
        for name, position in self.positions.items():
            cells = by_position[position]
            collector = self.collectors[name]
            collector.add(cells, self.rows)
            if isinstance(collector, _Numbers) and collector.is_text_from_the_start and self.kinds[name] == AUTO:
                self.collectors[name] = _Texts(name)
                self.collectors[name].add(cells, self.rows)
        self.rows += len(records)

    def not_numbers(self, kind: str) -> dict[str, tuple[int, str]]:
        return {
            name: collector.not_number
            for name, collector in self.collectors.items()
            if isinstance(collector, _Numbers) and collector.not_number is not None and self.kinds[name] == kind
        }

    def table(self) -> Table:
        broken = {*self.not_numbers(AUTO), *self.not_numbers(NUMERIC)}
        columns = {name: collector.column() for name, collector in self.collectors.items() if name not in broken}
        return Table(self.rows, columns, self.places, self.not_numbers(NUMERIC))


def _without_header(block: Block) -> Block:
    records, first_line, lines = block
    if lines is None:
        return records[1:], first_line + 1, None
    return records[1:], first_line, lines[1:]


def read_table(files: list[Path], header: list[str], kinds: dict[str, str]) -> Table:
    """Reads the columns named in `kinds` (auto, numeric or text) from all files, in name order."""
    reading = _read(files, header, kinds)
    table = reading.table()
    late = reading.not_numbers(AUTO)
    if late:
        # A text after thousands of numbers: their spelling is gone, so these columns are read again.
        table.columns.update(_read(files, header, dict.fromkeys(late, TEXT)).table().columns)
    return table


def _read(files: list[Path], header: list[str], kinds: dict[str, str]) -> _Reading:
    reading = _Reading(header, kinds)
    for path in files:
        reading.add_file(path)
    return reading
