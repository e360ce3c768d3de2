"""The quality to expect, from rows each fold did not see; preprocessing is fitted inside every fold."""

from dataclasses import dataclass

import numpy as np

from .dataset import Dataset
from .errors import KitError
from .job import Validation
from .log import say
from .metrics import measure, primary_metric
from .pipeline import Recipe, fit_pipeline
from .splits import check_folds, folds_of


@dataclass(frozen=True)
class CrossValidation:
    """The primary metric of every fold."""

    validation: Validation
    metric: str
    scores: list[float]

    @property
    def mean(self) -> float:
        """The mean of the folds."""
        return float(np.mean(self.scores))

    @property
    def standard_deviation(self) -> float:
        """The sample standard deviation (n - 1) of the folds."""
        return float(np.std(self.scores, ddof=1))

    def record(self) -> dict[str, object]:
        """The manifest's `cross_validation`."""
        return {
            'method': self.validation.method,
            'folds': self.validation.folds,
            'metric': self.metric,
            'scores': self.scores,
            'mean': self.mean,
            'standard_deviation': self.standard_deviation,
        }

    def metrics(self) -> dict[str, float]:
        """`cv_accuracy_mean` and the like."""
        return {
            f'cv_{self.metric}_mean': self.mean,
            f'cv_{self.metric}_standard_deviation': self.standard_deviation,
        }


def cross_validate(validation: Validation, recipe: Recipe, dataset: Dataset) -> CrossValidation | None:
    """Fits and scores every fold; None without validation."""
    if validation.method == 'none':
        return None
    target = dataset.target.values
    classify = dataset.target.classes is not None
    check_folds(validation, target, classify)
    metric = primary_metric(classify)
    scores = []
    for number, (training, held) in enumerate(folds_of(validation, target, classify, recipe.settings.seed), 1):
        score = _score_fold(recipe, dataset, (training, held), number)
        scores.append(score)
        say(f'fold {number} of {validation.folds}: {metric} {score:.6g} on {len(held):,} rows')
    return CrossValidation(validation, metric, scores)


def _score_fold(recipe: Recipe, dataset: Dataset, split: tuple[np.ndarray, np.ndarray], number: int) -> float:
    training, held = split
    try:
        pipeline = fit_pipeline(recipe, dataset, training)
    except KitError as error:
        raise KitError(error.code, f'fold {number}: {error.message}', error.hint) from error
    classify = dataset.target.classes is not None
    output = pipeline.predict(dataset.rows.take(held))
    return measure(dataset.target.values[held], output, classify)[primary_metric(classify)]
