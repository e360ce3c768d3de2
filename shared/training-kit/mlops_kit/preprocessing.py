"""Preprocessing fitted on training rows and applied to any rows, in float32 throughout."""

from dataclasses import dataclass, replace

import numpy as np

from .dataset import FeatureRows
from .preprocessing_plan import PreprocessingPlan

MISSING_CATEGORY = ''


@dataclass(frozen=True)
class Preprocessor:
    """`x' = (min(max(fill_if_missing(x), lower), upper) - center) / scale`, then the categorical expansions."""

    fill: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    center: np.ndarray
    scale: np.ndarray
    categories: list[list[str]]
    encode: str

    @property
    def columns(self) -> int:
        """The transformed columns M."""
        return len(self.fill) + sum(self.widths())

    def widths(self) -> list[int]:
        """How many transformed columns each categorical feature becomes."""
        return [len(known) if self.encode == 'one_hot' else 1 for known in self.categories]

    def fill_and_clip(self, numeric: np.ndarray) -> np.ndarray:
        """Missing cells filled and values clipped, float32."""
        filled = np.where(np.isnan(numeric), self.fill, numeric)
        return np.minimum(np.maximum(filled, self.lower), self.upper)

    def transform(self, rows: FeatureRows) -> np.ndarray:
        """The model's input, float32 [rows, M]: numeric features, then categorical expansions, in feature order."""
        matrix = np.zeros((len(rows), self.columns), np.float32)
        numeric = len(self.fill)
        matrix[:, :numeric] = (self.fill_and_clip(rows.numeric) - self.center) / self.scale
        start = numeric
        for column, known, width in zip(rows.categorical, self.categories, self.widths()):
            places = _places(column.dictionary, known)[column.codes]
            if self.encode == 'ordinal':
                matrix[:, start] = places
            else:
                seen = np.flatnonzero(places >= 0)
                matrix[seen, start + places[seen]] = 1
            start += width
        return matrix

    def tensors(self) -> dict[str, np.ndarray]:
        """The numeric arrays under their names in the model file."""
        return {
            'numeric.fill': self.fill,
            'numeric.lower': self.lower,
            'numeric.upper': self.upper,
            'numeric.center': self.center,
            'numeric.scale': self.scale,
        }


def _places(dictionary: list[str], known: list[str]) -> np.ndarray:
    # One entry more than the dictionary: code -1 (missing) indexes the last.
    place = {text: position for position, text in enumerate(known)}
    return np.array([place.get(text, -1) for text in [*dictionary, MISSING_CATEGORY]], np.int64)


def fit_preprocessor(plan: PreprocessingPlan, rows: FeatureRows) -> tuple[Preprocessor, np.ndarray]:
    """Fits on the rows; also returns which of them are used (bool), the others being dropped from training."""
    used = np.ones(len(rows), bool)
    if plan.missing == 'drop':
        used = ~incomplete_rows(rows)
    lower, upper = _bounds(plan, rows.numeric[used])
    if plan.outliers.action == 'drop':
        used[used] = ~_outside(rows.numeric[used], lower, upper)
        lower, upper = _no_bounds(rows.numeric.shape[1])
    kept = rows.take(np.flatnonzero(used))
    fill = np.array([_fill_value(plan.missing, column) for column in kept.numeric.T], np.float32)
    categories = _categories(kept)
    unscaled = Preprocessor(fill, lower, upper, np.zeros_like(fill), np.ones_like(fill), categories, plan.encode)
    filled = unscaled.fill_and_clip(kept.numeric)
    spread = np.array([_center_and_scale(plan.scale, column) for column in filled.T], np.float32).reshape(-1, 2)
    return replace(unscaled, center=spread[:, 0].copy(), scale=spread[:, 1].copy()), used


def incomplete_rows(rows: FeatureRows) -> np.ndarray:
    """Which rows lack a value (bool)."""
    missing = np.isnan(rows.numeric).any(axis=1)
    for column in rows.categorical:
        missing |= column.codes < 0
    return missing


def _categories(rows: FeatureRows) -> list[list[str]]:
    found = []
    for column in rows.categorical:
        seen = np.unique(column.codes)
        found.append(sorted(MISSING_CATEGORY if code < 0 else column.dictionary[code] for code in seen))
    return found


def _present(column: np.ndarray) -> np.ndarray:
    return column[~np.isnan(column)].astype(np.float64)


def _fill_value(method: str, column: np.ndarray) -> float:
    if method == 'keep':
        return np.nan
    present = _present(column)
    if method == 'zero' or not len(present):
        return 0.0
    if method == 'mean':
        return present.mean()
    if method == 'most_frequent':
        values, counts = np.unique(present, return_counts=True)
        return values[counts.argmax()]
    return np.median(present)


def _no_bounds(features: int) -> tuple[np.ndarray, np.ndarray]:
    return np.full(features, -np.inf, np.float32), np.full(features, np.inf, np.float32)


def _bounds(plan: PreprocessingPlan, numeric: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    lower, upper = _no_bounds(numeric.shape[1])
    if plan.outliers.method == 'none':
        return lower, upper
    for position, column in enumerate(numeric.T):
        present = _present(column)
        low, high = _bounds_of(plan, present) if len(present) else (0.0, 0.0)
        # Without any spread the ends say nothing about outliers: clipping would make the feature constant.
        if np.float32(low) < np.float32(high):
            lower[position], upper[position] = low, high
    return lower, upper


def _bounds_of(plan: PreprocessingPlan, present: np.ndarray) -> tuple[float, float]:
    if plan.outliers.method == 'iqr':
        first, third = np.quantile(present, [0.25, 0.75])
        margin = plan.outliers.factor * (third - first)
        return first - margin, third + margin
    margin = plan.outliers.factor * present.std()
    return present.mean() - margin, present.mean() + margin


def _outside(numeric: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    return ((numeric < lower) | (numeric > upper)).any(axis=1)


def _center_and_scale(method: str, column: np.ndarray) -> tuple[float, float]:
    present = _present(column)
    if method == 'none' or not len(present):
        return 0.0, 1.0
    low, high = present.min(), present.max()
    if method == 'minmax':
        center, scale = low, high - low
    elif method == 'robust':
        first, center, third = np.quantile(present, [0.25, 0.5, 0.75])
        scale = third - first
    else:
        # A constant column's deviations from its rounded mean are noise, not a scale.
        center, scale = (low, 0.0) if low == high else (present.mean(), present.std())
    return center, scale if np.float32(scale) > 0 else 1.0
