"""What an algorithm is to the kit, and what it gets and gives."""

import io
from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from .errors import KitError
from .hyperparameters import Parameter
from .model_arrays import ModelArrays


@dataclass(frozen=True)
class FitRequest:
    """Transformed rows and everything else a fit depends on; `classes` is 0 for regression."""

    matrix: np.ndarray
    target: np.ndarray
    classes: int
    hyperparameters: dict[str, object]
    seed: int
    threads: int
    trees: str = 'all'
    time_ordered: bool = False
    progress: bool = False


class FittedModel(ABC):
    """A trained model of a library."""

    native_file: str
    """The name of the library's own file."""

    @abstractmethod
    def predict(self, matrix: np.ndarray) -> np.ndarray:
        """The library's probabilities [rows, K], or predictions [rows, 1], as float64."""

    @abstractmethod
    def arrays(self) -> ModelArrays:
        """The same model as plain arrays."""

    @abstractmethod
    def importance(self, spread: np.ndarray) -> np.ndarray:
        """How much each transformed column matters [M], not negative; `spread` is each column's deviation."""

    @abstractmethod
    def native_bytes(self) -> bytes:
        """The library's own file."""

    def notes(self) -> dict[str, object]:
        """What else the manifest should say."""
        return {}


class Algorithm(ABC):
    """One way of training; registered in `algorithms/__init__.py`."""

    name: str
    tasks: tuple[str, ...]
    libraries: tuple[str, ...] = ('scikit-learn',)
    default_missing = 'median'
    default_scale = 'none'

    @abstractmethod
    def parameters(self, task: str) -> dict[str, Parameter]:
        """The hyperparameters it knows."""

    def check(self, task: str, hyperparameters: dict[str, object]) -> None:
        """Refuses combinations that only show with all hyperparameters together, before any data is read."""

    @abstractmethod
    def fit(self, request: FitRequest) -> FittedModel:
        """Trains on the rows."""


def dump_joblib(estimator: object) -> bytes:
    """A scikit-learn estimator as a compressed joblib file."""
    import joblib

    buffer = io.BytesIO()
    joblib.dump(estimator, buffer, compress=3)
    return buffer.getvalue()


MOST_NODES = 2_000_000
MOST_LEAF_VALUES = 64_000_000


def check_model_size(nodes: int, leaf_values: int) -> None:
    """Refuses a forest that no phone, gate or store would be glad to carry."""
    if nodes > MOST_NODES or leaf_values > MOST_LEAF_VALUES:
        size = f'{nodes:,} nodes and {leaf_values:,} leaf values'
        raise KitError(
            'bad-hyperparameter',
            f'the trees grew to {size}; at most {MOST_NODES:,} and {MOST_LEAF_VALUES:,} are possible',
            'Lower n_estimators or max_depth, or raise min_samples_leaf.',
        )
