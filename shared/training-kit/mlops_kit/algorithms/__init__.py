"""The table of algorithms: a new one is one module and one line here."""

from ..algorithm import Algorithm
from ..errors import KitError
from ..wording import quoted, suggestion
from .linear_regression import LinearRegression
from .logistic_regression import LogisticRegression
from .random_forest import RandomForest
from .xgboost_trees import XGBoost

SCRIPT = 'script'
ALGORITHMS: dict[str, Algorithm] = {
    entry.name: entry for entry in (RandomForest(), LogisticRegression(), LinearRegression(), XGBoost())
}


def find_algorithm(name: str) -> Algorithm:
    """The algorithm of that name, or `unsupported-algorithm` naming those there are."""
    if name not in ALGORITHMS:
        known = [*ALGORITHMS, SCRIPT]
        raise KitError(
            'unsupported-algorithm',
            f'the algorithm {quoted(name)} is not supported here{suggestion(name, known)}',
            f'Supported: {", ".join(known)}.',
        )
    return ALGORITHMS[name]


def choose_task(algorithm: Algorithm, asked: str | None) -> str:
    """The task asked for, else what the algorithm implies, else classification."""
    if asked is None:
        return algorithm.tasks[0]
    if asked not in algorithm.tasks:
        able = [entry.name for entry in ALGORITHMS.values() if asked in entry.tasks]
        hint = f'For {asked} use {", ".join([*able, SCRIPT])}.' if able else f'It can do {", ".join(algorithm.tasks)}.'
        raise KitError('unsupported-algorithm', f'{algorithm.name} cannot do the task {quoted(asked)}', hint)
    return asked
