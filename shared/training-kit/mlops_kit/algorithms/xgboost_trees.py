"""Gradient-boosted trees of XGBoost through its core interface."""

import json

import numpy as np

from ..algorithm import Algorithm, FitRequest, FittedModel, check_model_size
from ..errors import KitError
from ..hyperparameters import Parameter
from ..libraries import require
from ..log import say
from ..model_arrays import ModelArrays
from ..splits import hold_out
from .xgboost_model import base_margins, booster_tensors
from .xgboost_settings import (
    NATIVE_NAMES,
    NOT_NATIVE,
    check_targets,
    choose_objective,
    find_objective,
    xgboost_parameters,
)

PROGRESS_LINES = 10


class XGBoost(Algorithm):
    """Boosted trees that route missing values by themselves."""

    name = 'xgboost'
    tasks = ('classification', 'regression')
    libraries = ('xgboost',)
    default_missing = 'keep'

    def parameters(self, task: str) -> dict[str, Parameter]:
        return xgboost_parameters(task)

    def check(self, task: str, hyperparameters: dict[str, object]) -> None:
        if hyperparameters['grow_policy'] == 'lossguide' and hyperparameters['tree_method'] not in ('hist', 'approx'):
            message = 'grow_policy lossguide needs tree_method hist or approx'
            raise KitError('bad-hyperparameter', message, 'Leave tree_method out.')
        base = hyperparameters['base_score']
        objective = str(hyperparameters['objective'] or 'reg:squarederror')
        if task == 'regression' and base is not None and find_objective(objective).link == 'exp' and base <= 0:
            message = f'base_score must be above 0 for {objective}'
            raise KitError('bad-hyperparameter', message, 'Leave base_score out.')

    def fit(self, request: FitRequest) -> FittedModel:
        xgboost = require('xgboost')
        asked = request.hyperparameters
        objective = choose_objective(asked['objective'], request.classes)
        check_targets(objective, request.target)
        settings = _native_settings(request, objective)
        training, watched = _matrices(xgboost, request)
        booster = xgboost.train(
            settings,
            training,
            num_boost_round=int(str(asked['n_estimators'])),
            evals=watched,
            early_stopping_rounds=asked['early_stopping_rounds'],
            verbose_eval=False,
            callbacks=[_progress(xgboost, int(str(asked['n_estimators'])))] if request.progress else None,
        )
        best = _best(booster) if asked['early_stopping_rounds'] else None
        if best is not None and request.trees == 'best':
            booster = booster[: best['iteration'] + 1]
        return FittedBooster(booster, objective, (request.classes, request.matrix.shape[1]), best)


def _native_settings(request: FitRequest, objective: str) -> dict[str, object]:
    asked = request.hyperparameters
    settings = {NATIVE_NAMES.get(name, name): value for name, value in asked.items() if name not in NOT_NATIVE}
    settings |= {'objective': objective, 'seed': request.seed, 'nthread': request.threads, 'verbosity': 0}
    settings['eval_metric'] = find_objective(objective).metric
    if settings['base_score'] is None:
        settings['base_score'] = _usual_base(objective, request.target)
    if objective == 'multi:softprob':
        settings['num_class'] = request.classes
    if objective == 'reg:tweedie':
        settings['tweedie_variance_power'] = 1.5
    if objective == 'binary:logistic':
        return settings
    settings.pop('scale_pos_weight', None)
    return settings


def _usual_base(objective: str, target: np.ndarray) -> float:
    # Versions differ in where they start; the mean, as since 2.0, is stated so that all start alike.
    mean = float(np.mean(target))
    if objective == 'multi:softprob':
        return 0.5
    if objective == 'binary:logistic':
        return min(max(mean, 1e-6), 1 - 1e-6)
    if find_objective(objective).link == 'exp':
        return max(mean, 1e-6)
    return mean


def _matrices(xgboost: object, request: FitRequest) -> tuple[object, list[tuple[object, str]]]:
    def build(rows: np.ndarray | slice) -> object:
        return xgboost.DMatrix(
            request.matrix[rows], label=request.target[rows], missing=np.nan, nthread=request.threads
        )

    if not request.hyperparameters['early_stopping_rounds']:
        whole = build(slice(None))
        return whole, [(whole, 'train')] if request.progress else []
    kept, held = hold_out(
        request.target if request.classes else None,
        len(request.target),
        float(str(request.hyperparameters['validation_fraction'])),
        None if request.time_ordered else request.seed,
    )
    training = build(kept)
    return training, [(training, 'train'), (build(held), 'held_out')]


def _best(booster: object) -> dict[str, object]:
    return {'iteration': int(booster.best_iteration), 'score': float(booster.best_score)}


def _progress(xgboost: object, wanted: int) -> object:
    step = max(1, wanted // PROGRESS_LINES)

    class Progress(xgboost.callback.TrainingCallback):
        def after_iteration(self, model: object, epoch: int, evals_log: dict[str, dict[str, list[float]]]) -> bool:
            if (epoch + 1) % step == 0 or epoch + 1 == wanted:
                scores = ', '.join(
                    f'{name} {metric} {values[-1]:.5g}'
                    for name, log in evals_log.items()
                    for metric, values in log.items()
                )
                say(f'xgboost: {epoch + 1:,} of {wanted:,} rounds, {scores}')
            return False

    return Progress()


class FittedBooster(FittedModel):
    """A fitted booster; `shape` is (classes, or 0 for regression, and transformed columns)."""

    native_file = 'xgboost-model.json'

    def __init__(
        self, booster: object, objective: str, shape: tuple[int, int], best: dict[str, object] | None
    ) -> None:
        self.booster = booster
        self.objective = objective
        self.classes, self.columns = shape
        self.best = best

    def predict(self, matrix: np.ndarray) -> np.ndarray:
        scores = np.asarray(self.booster.predict(require('xgboost').DMatrix(matrix, missing=np.nan)), np.float64)
        if self.objective == 'binary:logistic':
            return np.column_stack([1 - scores, scores])
        return scores.reshape(len(matrix), -1)

    def arrays(self) -> ModelArrays:
        model = json.loads(self.native_bytes())
        link = find_objective(self.objective).link
        outputs = self.classes if link == 'softmax' else 1
        description = {
            'kind': 'trees',
            'compare': 'lt',
            'aggregate': 'sum',
            'link': link,
            'base': base_margins(model, link, outputs),
        }
        tensors = booster_tensors(model)
        check_model_size(len(tensors['tree.feature']), len(tensors['tree.leaf']))
        return ModelArrays(description, tensors)

    def importance(self, spread: np.ndarray) -> np.ndarray:
        gains = np.zeros(self.columns)
        for name, gain in self.booster.get_score(importance_type='total_gain').items():
            gains[int(name.removeprefix('f'))] = gain
        return gains

    def native_bytes(self) -> bytes:
        return bytes(self.booster.save_raw(raw_format='json'))

    def notes(self) -> dict[str, object]:
        rounds = int(self.booster.num_boosted_rounds())
        return {'early_stopping': {**self.best, 'rounds': rounds}} if self.best else {}
