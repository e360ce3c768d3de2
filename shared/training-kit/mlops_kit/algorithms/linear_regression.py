"""Least squares, or ridge regression where `alpha` is above 0."""

import numpy as np

from ..algorithm import Algorithm, FitRequest, FittedModel
from ..errors import KitError
from ..hyperparameters import Parameter, boolean, number, parameter
from .linear_model import FittedLinear


class LinearRegression(Algorithm):
    """Ordinary least squares with an optional ridge penalty."""

    name = 'linear_regression'
    tasks = ('regression',)
    default_scale = 'standard'

    def parameters(self, task: str) -> dict[str, Parameter]:
        return {
            'alpha': parameter(0.0, number(0)),
            'fit_intercept': parameter(True, boolean()),
            'positive': parameter(False, boolean()),
        }

    def check(self, task: str, hyperparameters: dict[str, object]) -> None:
        if hyperparameters['alpha'] and hyperparameters['positive']:
            raise KitError('bad-hyperparameter', 'positive needs alpha: 0', 'Give one of the two up.')

    def fit(self, request: FitRequest) -> FittedModel:
        from sklearn import linear_model

        settings = dict(request.hyperparameters)
        alpha = settings.pop('alpha')
        if alpha:
            settings.pop('positive')
            estimator = linear_model.Ridge(alpha=alpha, **settings)
        else:
            estimator = linear_model.LinearRegression(**settings)
        return FittedLinear(estimator.fit(request.matrix.astype(np.float64), request.target), 0)
