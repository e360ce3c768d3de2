"""Texts from outside, made fit for one line of a log."""

import difflib
import json
from collections.abc import Iterable

LONGEST = 60


def quoted(text: object) -> str:
    """The text in double quotes on one line: control characters escaped, at most 60 characters."""
    spelled = text if isinstance(text, str) else json.dumps(text, default=str)
    if len(spelled) > LONGEST:
        spelled = spelled[: LONGEST - 1] + '…'
    inner = ''.join(char if char.isprintable() else f'\\u{ord(char):04x}' for char in spelled)
    return f'"{inner}"'


def listed(names: Iterable[object], limit: int = 20) -> str:
    """The names, quoted and separated by commas; beyond the limit only their number."""
    known = list(names)
    shown = ', '.join(quoted(name) for name in known[:limit])
    return shown if len(known) <= limit else f'{shown} and {len(known) - limit} more'


def suggestion(name: str, known: Iterable[str]) -> str:
    """` (did you mean "x"?)` with the nearest known name, or nothing."""
    nearest = difflib.get_close_matches(name[:200], list(known)[:1000], n=1, cutoff=0.6)
    return f' (did you mean {quoted(nearest[0])}?)' if nearest else ''


def counted(number: int, noun: str) -> str:
    """`1 row`, `1,234 rows`."""
    return f'{number:,} {noun}' if number == 1 else f'{number:,} {noun}s'
