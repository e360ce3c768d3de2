"""Random forests of scikit-learn, grown in steps so that progress shows and size is bounded."""

import time
import warnings

import numpy as np

from ..algorithm import Algorithm, FitRequest, FittedModel, check_model_size, dump_joblib
from ..errors import KitError
from ..hyperparameters import Parameter, boolean, choice, nothing, number, parameter, whole
from ..log import say
from ..model_arrays import ModelArrays
from .sklearn_classes import spread_probabilities
from .sklearn_trees import forest_tensors

STEPS = 10


class RandomForest(Algorithm):
    """Averaged trees on bootstrap samples."""

    name = 'random_forest'
    tasks = ('classification', 'regression')

    def parameters(self, task: str) -> dict[str, Parameter]:
        classify = task == 'classification'
        criteria = ('gini', 'entropy') if classify else ('squared_error', 'absolute_error', 'poisson')
        known = {
            'n_estimators': parameter(100, whole(1, 10_000)),
            'max_depth': parameter(12, whole(1, 1_000), nothing()),
            'min_samples_split': parameter(2, whole(2, 10**9), number(0, 1, above=True, below=True)),
            'min_samples_leaf': parameter(1, whole(1, 10**9), number(0, 1, above=True, below=True)),
            # A plain 1 could mean one feature or, as 1.0, all of them; texts and JSON do not keep the difference.
            'max_features': parameter(
                'sqrt' if classify else None,
                choice('sqrt', 'log2'),
                whole(2, 10**9),
                number(0, 1, above=True, below=True),
                nothing(),
            ),
            'max_leaf_nodes': parameter(None, whole(2, 10**9), nothing()),
            'min_impurity_decrease': parameter(0.0, number(0)),
            'bootstrap': parameter(True, boolean()),
            'max_samples': parameter(None, number(0, 1, above=True), nothing()),
            'criterion': parameter(criteria[0], choice(*criteria)),
            'ccp_alpha': parameter(0.0, number(0)),
        }
        if classify:
            known['class_weight'] = parameter(None, choice('balanced', 'balanced_subsample'), nothing())
        return known

    def check(self, task: str, hyperparameters: dict[str, object]) -> None:
        if hyperparameters['max_samples'] is not None and not hyperparameters['bootstrap']:
            raise KitError('bad-hyperparameter', 'max_samples needs bootstrap: true', 'Give one of the two up.')

    def fit(self, request: FitRequest) -> FittedModel:
        from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

        kind = RandomForestClassifier if request.classes else RandomForestRegressor
        settings = dict(request.hyperparameters)
        wanted = int(str(settings.pop('n_estimators')))
        features = settings['max_features']
        if isinstance(features, int):
            settings['max_features'] = min(features, request.matrix.shape[1])
        if settings['max_samples'] == 1:
            settings['max_samples'] = None
        _check_targets(settings, request.target)
        forest = kind(**settings, n_estimators=1, warm_start=True, random_state=request.seed, n_jobs=request.threads)
        _grow(forest, request, wanted)
        # Threads would add up the trees' votes in any order, and the last bits would differ from run to run.
        return FittedForest(forest.set_params(warm_start=False, n_jobs=1), request.classes)


def _check_targets(settings: dict[str, object], target: np.ndarray) -> None:
    if settings['criterion'] == 'poisson' and (target.min() < 0 or target.sum() <= 0):
        raise KitError(
            'bad-hyperparameter',
            'the criterion poisson needs targets from 0, not all of them 0',
            'Use the criterion squared_error.',
        )


def _grow(forest: object, request: FitRequest, wanted: int) -> None:
    # Growing in steps draws the same trees as growing all at once: scikit-learn skips the
    # random numbers that the earlier trees used.
    started = time.monotonic()
    grown = 0
    while grown < wanted:
        grown = min(wanted, grown + max(request.threads, -(-wanted // STEPS)))
        with warnings.catch_warnings():
            warnings.filterwarnings('ignore', message='class_weight presets', category=UserWarning)
            forest.set_params(n_estimators=grown).fit(request.matrix, request.target)
        nodes, leaves = _size(forest)
        check_model_size(nodes, leaves * max(1, request.classes))
        if request.progress:
            say(f'random forest: {grown:,} of {wanted:,} trees, {nodes:,} nodes, {time.monotonic() - started:.1f} s')


def _size(forest: object) -> tuple[int, int]:
    trees = [estimator.tree_ for estimator in forest.estimators_]
    return sum(tree.node_count for tree in trees), sum(int(tree.n_leaves) for tree in trees)


class FittedForest(FittedModel):
    """A fitted forest of scikit-learn."""

    native_file = 'model.joblib'

    def __init__(self, forest: object, classes: int) -> None:
        self.forest = forest
        self.classes = classes

    def predict(self, matrix: np.ndarray) -> np.ndarray:
        if not self.classes:
            return self.forest.predict(matrix).astype(np.float64).reshape(-1, 1)
        return spread_probabilities(self.forest.predict_proba(matrix), self.forest.classes_, self.classes)

    def arrays(self) -> ModelArrays:
        outputs = self.classes or 1
        description = {
            'kind': 'trees',
            'compare': 'le',
            'aggregate': 'mean',
            'link': 'identity',
            'base': [0.0] * outputs,
        }
        trees = [estimator.tree_ for estimator in self.forest.estimators_]
        return ModelArrays(description, forest_tensors(trees, self.classes))

    def importance(self, spread: np.ndarray) -> np.ndarray:
        return np.asarray(self.forest.feature_importances_, np.float64)

    def native_bytes(self) -> bytes:
        return dump_joblib(self.forest)
