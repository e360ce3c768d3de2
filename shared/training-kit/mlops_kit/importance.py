"""How much each raw feature matters to the model."""

import numpy as np

from .pipeline import Pipeline


def feature_importance(pipeline: Pipeline, features: list[tuple[str, str]]) -> list[dict[str, object]]:
    """Shares that sum to 1 (all 0 if nothing matters), greatest first; expansions are added up to their feature."""
    columns = pipeline.model.importance(pipeline.matrix.std(axis=0, dtype=np.float64))
    shares = _per_feature(columns, pipeline, [kind for _, kind in features])
    total = shares.sum()
    if total > 0:
        shares = shares / total
    order = np.argsort(-shares, kind='stable')
    return [{'feature': features[position][0], 'value': float(shares[position])} for position in order]


def _per_feature(columns: np.ndarray, pipeline: Pipeline, kinds: list[str]) -> np.ndarray:
    numeric = len(pipeline.preprocessor.fill)
    ends = np.cumsum([0, *pipeline.preprocessor.widths()]) + numeric
    expansions = iter([columns[start:end].sum() for start, end in zip(ends, ends[1:])])
    singles = iter(columns[:numeric])
    # NaN columns (a kept all-missing feature) count as no importance.
    return np.nan_to_num(np.array([next(singles if kind == 'numeric' else expansions) for kind in kinds], np.float64))
