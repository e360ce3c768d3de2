"""Logistic regression of scikit-learn, multinomial for more than two classes."""

import warnings

import numpy as np

from ..algorithm import Algorithm, FitRequest, FittedModel
from ..errors import KitError
from ..hyperparameters import Parameter, boolean, choice, nothing, number, parameter, whole
from ..libraries import installed_version, version_pair
from ..log import say
from .linear_model import FittedLinear

PENALTY_DEPRECATED = (1, 8)


class LogisticRegression(Algorithm):
    """Linear scores through the logistic function or the softmax."""

    name = 'logistic_regression'
    tasks = ('classification',)
    default_scale = 'standard'

    def parameters(self, task: str) -> dict[str, Parameter]:
        return {
            'C': parameter(1.0, number(0, above=True), aliases=('c',)),
            # No penalty comes as the text "none" from scikit-learn before 1.2 and as null since.
            'penalty': parameter('l2', choice('l1', 'l2', 'elasticnet'), nothing()),
            'l1_ratio': parameter(None, number(0, 1), nothing()),
            'solver': parameter(None, choice('lbfgs', 'newton-cg', 'sag', 'saga'), nothing()),
            'max_iter': parameter(1_000, whole(1, 1_000_000)),
            'tol': parameter(1e-4, number(0, above=True)),
            'fit_intercept': parameter(True, boolean()),
            'class_weight': parameter(None, choice('balanced'), nothing()),
        }

    def check(self, task: str, hyperparameters: dict[str, object]) -> None:
        penalty, solver = hyperparameters['penalty'], hyperparameters['solver']
        sparse = penalty in ('l1', 'elasticnet')
        if sparse and solver not in (None, 'saga'):
            raise KitError('bad-hyperparameter', f'penalty {penalty} needs the solver saga', 'Leave solver out.')
        if (penalty == 'elasticnet') != (hyperparameters['l1_ratio'] is not None):
            message = 'penalty elasticnet and l1_ratio (from 0 to 1) go together'
            raise KitError('bad-hyperparameter', message, 'Give both or neither.')

    def fit(self, request: FitRequest) -> FittedModel:
        from sklearn import linear_model
        from sklearn.exceptions import ConvergenceWarning

        asked = request.hyperparameters
        estimator = linear_model.LogisticRegression(
            **penalty_settings(asked, version_pair(installed_version('scikit-learn'))),
            max_iter=asked['max_iter'],
            tol=asked['tol'],
            fit_intercept=asked['fit_intercept'],
            class_weight=asked['class_weight'],
            random_state=request.seed,
        )
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter('always')
            estimator.fit(request.matrix.astype(np.float64), request.target)
        if any(issubclass(warning.category, ConvergenceWarning) for warning in caught):
            say(f'warning: no convergence within max_iter {asked["max_iter"]:,}; scale the features or raise max_iter')
        return FittedLinear(estimator, request.classes)


def penalty_settings(asked: dict[str, object], version: tuple[int, int]) -> dict[str, object]:
    """The arguments for the penalty in the words of a scikit-learn version."""
    penalty = asked['penalty']
    solver = asked['solver'] or ('saga' if penalty in ('l1', 'elasticnet') else 'lbfgs')
    if penalty is None:
        return {'C': np.inf, 'solver': solver}
    settings: dict[str, object] = {'C': asked['C'], 'solver': solver}
    if penalty == 'l2':
        return settings
    ratio = 1.0 if penalty == 'l1' else asked['l1_ratio']
    if version >= PENALTY_DEPRECATED:
        return settings | {'l1_ratio': ratio}
    return settings | ({'penalty': 'l1'} if penalty == 'l1' else {'penalty': 'elasticnet', 'l1_ratio': ratio})
