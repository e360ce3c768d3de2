"""Files that are there whole or not at all."""

import json
import os
import tempfile
from pathlib import Path

TEMPORARY_PREFIX = '.partial-'


def write_atomically(path: Path, content: bytes) -> None:
    """Writes through a temporary file beside the target, then renames it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, dir=path.parent)
    try:
        with os.fdopen(handle, 'wb') as stream:
            stream.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove_partial_files(folder: Path) -> None:
    """Removes what an interrupted write left behind."""
    for path in folder.glob(f'{TEMPORARY_PREFIX}*'):
        path.unlink(missing_ok=True)


def to_json(value: object, *, indent: int | None = None) -> bytes:
    """UTF-8 JSON without NaN; unpaired surrogates and other non-ASCII characters are escaped."""
    return (json.dumps(value, allow_nan=False, indent=indent) + '\n').encode('ascii')
