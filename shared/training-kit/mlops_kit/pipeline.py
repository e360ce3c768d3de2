"""Preprocessing and model fitted together on some rows."""

from dataclasses import dataclass, replace

import numpy as np

from .algorithm import Algorithm, FitRequest, FittedModel
from .dataset import Dataset, FeatureRows
from .errors import KitError
from .preprocessing import Preprocessor, fit_preprocessor
from .preprocessing_plan import PreprocessingPlan
from .wording import counted, listed, quoted

FEWEST_ROWS = 2
MOST_COLUMNS = 20_000
MOST_CELLS = 2_000_000_000


@dataclass(frozen=True)
class Recipe:
    """Everything a fit needs but the rows; `settings` is a request whose arrays are filled in per fit."""

    algorithm: Algorithm
    plan: PreprocessingPlan
    settings: FitRequest

    def for_classes(self, classes: int) -> 'Recipe':
        """The same recipe for a target of so many classes (0: numbers)."""
        return replace(self, settings=replace(self.settings, classes=classes))


@dataclass(frozen=True)
class Pipeline:
    """A fitted preprocessor with its model, and which of the given rows were used (bool)."""

    preprocessor: Preprocessor
    model: FittedModel
    matrix: np.ndarray
    used: np.ndarray

    def predict(self, rows: FeatureRows) -> np.ndarray:
        """The library's probabilities or predictions for raw rows."""
        return self.model.predict(self.preprocessor.transform(rows))


def fit_pipeline(recipe: Recipe, dataset: Dataset, chosen: np.ndarray, *, progress: bool = False) -> Pipeline:
    """Fits preprocessing, then the model, on the chosen rows alone."""
    rows = dataset.rows.take(chosen)
    preprocessor, used = fit_preprocessor(recipe.plan, rows)
    target = dataset.target.values[chosen][used]
    _check_rows(dataset, target, len(rows))
    kept = rows.take(np.flatnonzero(used))
    _check_width(preprocessor, dataset, len(kept))
    matrix = preprocessor.transform(kept)
    request = replace(recipe.settings, matrix=matrix, target=target, progress=progress)
    return Pipeline(preprocessor, recipe.algorithm.fit(request), matrix, used)


def _check_rows(dataset: Dataset, target: np.ndarray, given: int) -> None:
    if len(target) < FEWEST_ROWS:
        dropped = f' ({counted(given - len(target), "row")} dropped by preprocessing)' if given > len(target) else ''
        message = f'{counted(len(target), "row")} to train on{dropped}, at least {FEWEST_ROWS} are needed'
        raise KitError('too-few-rows', message, 'Add rows, or fill missing values instead of dropping them.')
    classes = dataset.target.classes
    if classes is not None and len(np.unique(target)) == 1:
        message = f'the rows to train on have the single class {quoted(classes[target[0]])}'
        raise KitError('one-class', message, 'Shuffle the rows, use fewer folds, or drop fewer rows.')


def check_every_class(dataset: Dataset, used: np.ndarray) -> None:
    """Refuses a final fit for which preprocessing dropped all rows of a class."""
    classes = dataset.target.classes or []
    lost = np.setdiff1d(np.arange(len(classes)), dataset.target.values[used])
    if len(lost):
        message = f'preprocessing dropped every row of the class {listed(classes[number] for number in lost)}'
        raise KitError('too-few-rows', message, 'Fill missing values and clip outliers instead of dropping rows.')


def _check_width(preprocessor: Preprocessor, dataset: Dataset, rows: int) -> None:
    columns = preprocessor.columns
    if columns <= MOST_COLUMNS and columns * rows <= MOST_CELLS:
        return
    names = dataset.names('categorical')
    widest = max(range(len(names)), key=lambda position: preprocessor.widths()[position], default=None)
    reason = '' if widest is None else (
        f': the feature {quoted(names[widest])} alone has {len(preprocessor.categories[widest]):,} categories'
    )
    raise KitError(
        'bad-preprocessing',
        f'the features become {columns:,} columns for {rows:,} rows{reason}',
        'Leave identifiers and free text out of features, or use encode: ordinal.',
    )
