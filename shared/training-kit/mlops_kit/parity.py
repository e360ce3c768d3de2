"""The rows that travel with the model, so that every reader can prove it computes what the library computed."""

from dataclasses import dataclass

import numpy as np

from .dataset import FeatureRows
from .pipeline import Pipeline
from .preprocessing import Preprocessor, incomplete_rows
from .table import TextColumn

MOST_ROWS = 256
SPECIAL_ROWS = 32
TOLERANCE = 1e-5


@dataclass(frozen=True)
class Parity:
    """Raw rows, where they came from, and the library's own output [P, K]."""

    rows: FeatureRows
    source: str
    expected: np.ndarray

    def tensors(self) -> dict[str, np.ndarray]:
        """The arrays under their names in the model file."""
        return {'parity.numeric': self.rows.numeric, 'parity.expected': self.expected}

    def texts(self) -> list[list[str]]:
        """The categorical features row by row; empty where there are none."""
        return [list(row) for row in zip(*(column.texts() for column in self.rows.categorical))]


def make_parity(rows: FeatureRows, pipeline: Pipeline, *, source: str, seed: int) -> Parity:
    """Chooses (`real`) or draws (`synthetic`) the rows and asks the library about them."""
    chosen = choose_rows(rows, pipeline.preprocessor) if source == 'real' else draw_rows(rows, seed)
    return Parity(chosen, source, pipeline.predict(chosen))


def choose_rows(rows: FeatureRows, preprocessor: Preprocessor) -> FeatureRows:
    """Up to 256 real rows: evenly spread ones and some with missing values or categories unseen in training."""
    count = len(rows)
    if count <= MOST_ROWS:
        return rows
    special = np.flatnonzero(incomplete_rows(rows) | _unseen(rows, preprocessor))
    special = special[_evenly(len(special), min(SPECIAL_ROWS, len(special)))]
    spread = _evenly(count, MOST_ROWS - len(special))
    return rows.take(np.union1d(spread, special))


def _evenly(count: int, wanted: int) -> np.ndarray:
    return np.unique(np.linspace(0, count - 1, wanted).round().astype(np.int64)) if wanted else np.empty(0, np.int64)


def _unseen(rows: FeatureRows, preprocessor: Preprocessor) -> np.ndarray:
    unseen = np.zeros(len(rows), bool)
    for column, categories in zip(rows.categorical, preprocessor.categories):
        known = set(categories)
        absent = np.array([text not in known for text in [*column.dictionary, '']], bool)
        unseen |= absent[column.codes]
    return unseen


def draw_rows(rows: FeatureRows, seed: int) -> FeatureRows:
    """256 made-up rows: uniform between the least and the greatest value of each feature, missing as often as there."""
    random = np.random.default_rng(seed)
    numeric = np.empty((MOST_ROWS, rows.numeric.shape[1]), np.float32)
    for position, column in enumerate(rows.numeric.T):
        missing = np.isnan(column)
        present = column[~missing].astype(np.float64)
        low, high = (present.min(), present.max()) if len(present) else (0.0, 0.0)
        drawn = low + (high - low) * random.random(MOST_ROWS)
        numeric[:, position] = np.where(random.random(MOST_ROWS) < missing.mean(), np.nan, drawn)
    return FeatureRows(numeric, [_draw_texts(column, random) for column in rows.categorical])


def _draw_texts(column: TextColumn, random: np.random.Generator) -> TextColumn:
    known = np.unique(column.codes)
    return TextColumn(column.name, random.choice(known, MOST_ROWS).astype(np.int32), column.dictionary)


def max_difference(ours: np.ndarray, expected: np.ndarray, classify: bool) -> float:
    """The largest difference: absolute for probabilities, else relative to max(|expected|, root mean square)."""
    difference = np.abs(ours - expected)
    if not np.isfinite(difference).all():
        return float('inf')
    if classify:
        return float(difference.max())
    scale = np.maximum(np.abs(expected), np.sqrt(np.mean(expected.astype(np.float64) ** 2)))
    return float(np.divide(difference, scale, out=difference.copy(), where=scale > 0).max())
