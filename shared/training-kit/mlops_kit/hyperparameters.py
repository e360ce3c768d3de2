"""Hyperparameters by allow-list: names, types, ranges and defaults; texts as SageMaker passes them are understood."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from .errors import raise_problems
from .wording import quoted, suggestion

WHOLE = re.compile(r'[+-]?[0-9]{1,15}(?:\.0*)?')
DECIMAL = re.compile(r'[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]{1,4})?', re.IGNORECASE)
BOOLEANS = {'true': True, 'false': False}
ELSEWHERE = {
    'seed': 'the field seed of the request sets it',
    'random_state': 'the field seed of the request sets it',
    'n_jobs': 'the threads follow from the machine',
    'nthread': 'the threads follow from the machine',
    'num_class': 'it follows from the data',
    'missing': 'preprocessing.missing sets it',
}


@dataclass(frozen=True)
class Kind:
    """A set of values: its description, and the way in, which raises ValueError for anything else."""

    expected: str
    convert: Callable[[object], object]


@dataclass(frozen=True)
class Parameter:
    """One hyperparameter: default, the kinds of values it takes (the first that fits wins), other names."""

    default: object
    kinds: tuple[Kind, ...]
    aliases: tuple[str, ...] = ()

    def convert(self, value: object) -> object:
        """The value in its own type; ValueError says what was expected."""
        for kind in self.kinds:
            try:
                return kind.convert(value.strip() if isinstance(value, str) else value)
            except (ValueError, OverflowError):
                continue
        raise ValueError(' or '.join(kind.expected for kind in self.kinds))


def parameter(default: object, *kinds: Kind, aliases: tuple[str, ...] = ()) -> Parameter:
    """A hyperparameter that takes a value of any of the kinds."""
    return Parameter(default, kinds, aliases)


def whole(low: int, high: int) -> Kind:
    """A whole number from low to high: 10, 10.0 or "10"."""

    def convert(value: object) -> int:
        if isinstance(value, str) and WHOLE.fullmatch(value):
            value = float(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
            raise ValueError
        if not low <= value <= high or value != int(value):
            raise ValueError
        return int(value)

    return Kind(f'a whole number from {low} to {high}', convert)


def number(low: float, high: float = math.inf, *, above: bool = False, below: bool = False) -> Kind:
    """A finite number from low to high; `above` and `below` leave the end itself out."""

    def convert(value: object) -> float:
        if isinstance(value, str) and DECIMAL.fullmatch(value):
            value = float(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError
        # Compared before the conversion: a whole number of any length is legal JSON.
        outside = not low <= value <= high or value in (math.inf, -math.inf)
        if outside or (above and value == low) or (below and value == high):
            raise ValueError
        return float(value)

    return Kind(_range_words(low, high, above, below), convert)


def _range_words(low: float, high: float, above: bool, below: bool) -> str:
    start = f'above {low:g}' if above else f'from {low:g}'
    end = '' if high == math.inf else f' to below {high:g}' if below else f' to {high:g}'
    return f'a number {start}{end}'


def boolean() -> Kind:
    """true or false, also as text."""

    def convert(value: object) -> bool:
        if isinstance(value, bool):
            return value
        return BOOLEANS[_lower(value, BOOLEANS)]

    return Kind('true or false', convert)


def choice(*names: str) -> Kind:
    """One of the names."""

    def convert(value: object) -> str:
        if not isinstance(value, str) or value not in names:
            raise ValueError
        return value

    return Kind('one of ' + ', '.join(names), convert)


def nothing() -> Kind:
    """null, also as the text "null" or "None"."""

    def convert(value: object) -> None:
        if value is not None:
            _lower(value, ('null', 'none'))

    return Kind('null', convert)


def _lower(value: object, known: dict[str, bool] | tuple[str, ...]) -> str:
    if not isinstance(value, str) or value.lower() not in known:
        raise ValueError
    return value.lower()


def resolve(algorithm: str, known: dict[str, Parameter], asked: dict[str, object]) -> dict[str, object]:
    """Every hyperparameter with its value, defaults included; all problems in one `bad-hyperparameter`."""
    values = {name: entry.default for name, entry in known.items()}
    problems: list[str] = []
    names = {alias: name for name, entry in known.items() for alias in (name, *entry.aliases)}
    given: dict[str, str] = {}
    for spelled, value in asked.items():
        name = names.get(spelled)
        if name is None:
            problems.append(_unknown(spelled, names))
        elif name in given:
            problems.append(f'{given[name]} and {spelled} are the same hyperparameter')
        else:
            given[name] = spelled
            try:
                values[name] = known[name].convert(value)
            except ValueError as error:
                problems.append(f'{spelled} must be {error}, not {quoted(value)}')
    hint = f'Known here: {", ".join(known)}.'
    raise_problems('bad-hyperparameter', f'hyperparameters of {algorithm}', problems, hint)
    return values


def _unknown(spelled: str, names: dict[str, str]) -> str:
    if spelled in ELSEWHERE:
        return f'{spelled} cannot be given here: {ELSEWHERE[spelled]}'
    return f'unknown {quoted(spelled)}{suggestion(spelled, names)}'
