"""Fitted linear models of scikit-learn."""

import numpy as np

from ..algorithm import FittedModel, dump_joblib
from ..model_arrays import ModelArrays
from .sklearn_classes import spread_probabilities


class FittedLinear(FittedModel):
    """A scikit-learn estimator with `coef_` and `intercept_`, fitted on float64; `classes` is 0 for regression."""

    native_file = 'model.joblib'

    def __init__(self, estimator: object, classes: int) -> None:
        self.estimator = estimator
        self.classes = classes

    def predict(self, matrix: np.ndarray) -> np.ndarray:
        wide = matrix.astype(np.float64)
        if not self.classes:
            return np.asarray(self.estimator.predict(wide), np.float64).reshape(-1, 1)
        return spread_probabilities(self.estimator.predict_proba(wide), self.estimator.classes_, self.classes)

    def arrays(self) -> ModelArrays:
        coefficient = np.atleast_2d(np.asarray(self.estimator.coef_, np.float64))
        intercept = np.broadcast_to(np.asarray(self.estimator.intercept_, np.float64), (len(coefficient),)).copy()
        links = {0: 'identity', 1: 'logistic'}
        link = links.get(self.classes and len(coefficient), 'softmax')
        return ModelArrays(
            {'kind': 'linear', 'link': link}, {'linear.coefficient': coefficient, 'linear.intercept': intercept}
        )

    def importance(self, spread: np.ndarray) -> np.ndarray:
        # A coefficient alone depends on the unit of its column; times the deviation it does not.
        return np.abs(np.atleast_2d(self.estimator.coef_)).sum(axis=0) * spread

    def native_bytes(self) -> bytes:
        return dump_joblib(self.estimator)
