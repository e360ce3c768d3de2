"""Which rows train and which are held out."""

import warnings
from collections.abc import Iterator

import numpy as np

from .errors import KitError
from .job import Validation

Split = tuple[np.ndarray, np.ndarray]


def hold_out(classes: np.ndarray | None, rows: int, fraction: float, seed: int | None) -> Split:
    """(kept, held) row numbers in order: without a seed the last rows, else drawn, class by class if there are any."""
    if seed is None:
        start = rows - _share(rows, fraction)
        return np.arange(start), np.arange(start, rows)
    random = np.random.default_rng(seed)
    groups = [np.arange(rows)] if classes is None else [np.flatnonzero(classes == one) for one in np.unique(classes)]
    held = np.sort(np.concatenate([random.permutation(group)[: _share(len(group), fraction)] for group in groups]))
    if not len(held):
        message = f'{rows:,} rows leave none to stop early by'
        raise KitError('too-few-rows', message, 'Train without early_stopping_rounds.')
    return np.setdiff1d(np.arange(rows), held), held


def _share(rows: int, fraction: float) -> int:
    return min(rows - 1, max(1, round(rows * fraction)))


def check_folds(validation: Validation, target: np.ndarray, classify: bool) -> None:
    """Refuses more folds than the rows, or the rows of the largest class, can fill."""
    rows = len(target)
    if validation.method == 'time_series_split':
        enough = rows > validation.folds
    elif classify:
        enough = np.unique(target, return_counts=True)[1].max() >= validation.folds
    else:
        enough = rows >= validation.folds
    if not enough:
        message = f'{rows:,} rows are too few for {validation.folds} folds of {validation.method}'
        raise KitError('too-few-rows', message, 'Lower validation.folds or add rows.')


def folds_of(validation: Validation, target: np.ndarray, classify: bool, seed: int) -> Iterator[Split]:
    """(training, held out) row numbers of every fold: shuffled and stratified k-fold, or growing time windows."""
    from sklearn import model_selection

    if validation.method == 'time_series_split':
        splitter = model_selection.TimeSeriesSplit(n_splits=validation.folds)
    elif classify:
        splitter = model_selection.StratifiedKFold(validation.folds, shuffle=True, random_state=seed)
    else:
        splitter = model_selection.KFold(validation.folds, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        warnings.filterwarnings('ignore', message='The least populated class', category=UserWarning)
        yield from splitter.split(np.zeros(len(target)), target)
