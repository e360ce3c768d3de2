"""The files of a channel, their common header and their digest."""

import hashlib
from collections import Counter
from pathlib import Path

from .csv_file import ENCODING_HINT, read_blocks
from .errors import KitError
from .wording import listed, quoted

MOST_COLUMNS = 20_000
HEADER_HINT = 'Give every file of the channel the same header: the same names in the same order, each once.'


def list_files(folder: Path) -> list[Path]:
    """The CSV files of the folder in name order."""
    entries = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    found = [path for path in entries if path.is_file() and not path.name.startswith('.')]
    files = [path for path in found if path.name.lower().endswith(('.csv', '.csv.gz'))]
    if not files:
        others = f' (only {listed((path.name for path in found), 5)})' if found else ''
        raise KitError(
            'dataset-missing',
            f'the train channel has no CSV file{others}',
            'Put .csv or .csv.gz files with a header into it.',
        )
    return files


def digest_files(files: list[Path]) -> str:
    """SHA-256 over name, NUL, size, NUL, bytes of each file, in name order."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(f'{path.name}\0{path.stat().st_size}\0'.encode())
        with path.open('rb') as stream:
            while content := stream.read(1 << 20):
                digest.update(content)
    return digest.hexdigest()


def read_header(files: list[Path]) -> list[str]:
    """The column names all files share."""
    header = _header_of(files[0])
    for path in files[1:]:
        other = _header_of(path)
        if other != header:
            difference = _difference(header, other, files[0].name)
            raise KitError('dataset-mixed-headers', f'{path.name}: {difference}', HEADER_HINT)
    return header


def _header_of(path: Path) -> list[str]:
    blocks = read_blocks(path)
    block = next(blocks, None)
    blocks.close()
    if block is None or not block[0]:
        hint = 'Write a header line and the rows, or remove the file.'
        raise KitError('dataset-empty', f'{path.name} is empty', hint)
    header = block[0][0]
    _check_header(path.name, header)
    return header


def _check_header(file: str, header: list[str]) -> None:
    if any('\0' in name for name in header):
        raise KitError('dataset-undecodable', f'{file}, row 1: a NUL character', ENCODING_HINT)
    if len(header) > MOST_COLUMNS:
        message = f'{file}: {len(header):,} columns, at most {MOST_COLUMNS:,} are read'
        raise KitError('dataset-ragged', message, 'Leave columns out that the training does not need.')
    twice = [name for name, times in Counter(header).items() if times > 1]
    if twice:
        message = f'{file}, row 1: more than one column is named {listed(twice)}'
        raise KitError('dataset-mixed-headers', message, HEADER_HINT)


def _difference(header: list[str], other: list[str], first: str) -> str:
    ours, theirs = set(header), set(other)
    missing = [name for name in header if name not in theirs]
    extra = [name for name in other if name not in ours]
    parts = [f'lacks {listed(missing, 5)}'] if missing else []
    parts += [f'adds {listed(extra, 5)}'] if extra else []
    return f'the header differs from {quoted(first)}: {" and ".join(parts) or "another order of columns"}'
