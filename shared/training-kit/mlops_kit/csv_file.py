"""One CSV file as records: RFC 4180 quotes, UTF-8 with or without BOM, LF or CRLF, plain or gzip."""

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NoReturn

from .errors import KitError

LONGEST_LINE = 8 * 2**20
RECORDS_PER_BLOCK = 16_384
LINE_BREAK = re.compile(r'\r\n|\r|\n')
QUOTE_HINT = 'Quote a field that holds commas, quotes or line breaks, double the quotes inside, and close it.'
ENCODING_HINT = 'Save the file as UTF-8 CSV (plain or gzip).'

Block = tuple[list[list[str]], int, list[int] | None]


def open_bytes(path: Path) -> BinaryIO:
    """Opens the file, decompressing `.gz`."""
    return gzip.open(path, 'rb') if path.name.lower().endswith('.gz') else path.open('rb')  # type: ignore[return-value]


def read_blocks(path: Path) -> Iterator[Block]:
    """Yields (records, line of the first, lines of all unless consecutive); the first block holds the header."""
    csv.field_size_limit(LONGEST_LINE)
    reader = None
    try:
        with open_bytes(path) as binary, io.TextIOWrapper(binary, 'utf-8-sig', newline='') as stream:
            reader = csv.reader(iter(partial(stream.readline, LONGEST_LINE), ''), strict=True)
            yield from _blocks(reader)
    except UnicodeDecodeError:
        _raise_undecodable(path)
    except csv.Error as error:
        _raise_syntax(path, reader.line_num if reader else 1, str(error))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise KitError('dataset-undecodable', f'{path.name}: broken gzip file ({error})', ENCODING_HINT) from error


def _blocks(reader: 'csv._reader') -> Iterator[Block]:
    first_line = 1
    while records := list(islice(reader, RECORDS_PER_BLOCK)):
        consecutive = reader.line_num - first_line + 1 == len(records) and [] not in records
        if consecutive:
            yield records, first_line, None
        else:
            lines = _lines_of(records, first_line)
            kept = [position for position, record in enumerate(records) if record]
            yield [records[position] for position in kept], first_line, [lines[position] for position in kept]
        first_line = reader.line_num + 1


def _lines_of(records: list[list[str]], first_line: int) -> list[int]:
    lines = []
    line = first_line
    for record in records:
        lines.append(line)
        line += 1 + sum(len(LINE_BREAK.findall(cell)) for cell in record)
    return lines


def _raise_syntax(path: Path, line: int, problem: str) -> NoReturn:
    if 'NUL' in problem:
        raise KitError('dataset-undecodable', f'{path.name}, row {line}: a NUL character', ENCODING_HINT)
    raise KitError('dataset-ragged', f'{path.name}, row {line}: broken quotes ({problem})', QUOTE_HINT)


def _raise_undecodable(path: Path) -> NoReturn:
    line = 1
    with open_bytes(path) as binary:
        while content := binary.readline(LONGEST_LINE):
            try:
                content.decode('utf-8')
            except UnicodeDecodeError:
                break
            line += 1
    raise KitError('dataset-undecodable', f'{path.name}, row {line}: the bytes are not UTF-8', ENCODING_HINT)
