"""How the text of a cell is understood: missing, a number, or a text."""

import re
from collections.abc import Sequence

import numpy as np

MISSING_WORDS = frozenset({'', 'na', 'nan', 'null'})
BLANKS = ' \t'
NUMBER = re.compile(r'[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?|inf(?:inity)?)', re.IGNORECASE)
PLAIN_NUMBER_BYTES = b'0123456789+-.eE'


def is_missing(text: str) -> bool:
    """Empty, `NA`, `NaN` or `null` in any case, blanks around it ignored."""
    return len(text) < 64 and text.strip(BLANKS).lower() in MISSING_WORDS


def parse_number(text: str) -> float | None:
    """The nearest double of a decimal number or infinity; NaN when missing; None when it is a text."""
    if is_missing(text):
        return float('nan')
    trimmed = text.strip(BLANKS)
    return float(trimmed) if NUMBER.fullmatch(trimmed) else None


def parse_numbers(cells: Sequence[str]) -> np.ndarray | int:
    """The cells as float64 with NaN for missing ones, or the position of the first that is no number."""
    plain = _parse_plain(cells)
    if plain is not None:
        return plain
    known = {text: parse_number(text) for text in set(cells)}
    if None in known.values():
        return next(position for position, text in enumerate(cells) if known[text] is None)
    return np.fromiter((known[text] for text in cells), np.float64, len(cells))


def _parse_plain(cells: Sequence[str]) -> np.ndarray | None:
    # float() reads more than our grammar (digit separators, other scripts' digits), so it is
    # only asked when every character is one of a plain decimal number.
    joined = ''.join(cells)
    if not joined.isascii() or joined.encode('ascii').translate(None, PLAIN_NUMBER_BYTES):
        return None
    filled = [text or 'nan' for text in cells] if '' in cells else cells
    try:
        return np.fromiter(map(float, filled), np.float64, len(cells))
    except ValueError:
        return None
