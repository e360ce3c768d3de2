"""The hyperparameters of XGBoost that the kit knows, its objectives and their links."""

from dataclasses import dataclass

import numpy as np

from ..errors import KitError
from ..hyperparameters import Kind, Parameter, choice, nothing, number, parameter, whole
from ..wording import quoted

NATIVE_NAMES = {'learning_rate': 'eta', 'reg_lambda': 'lambda', 'reg_alpha': 'alpha'}
NOT_NATIVE = ('n_estimators', 'early_stopping_rounds', 'validation_fraction')


@dataclass(frozen=True)
class Objective:
    """An objective's link, what it measures on held-out rows, and the least target it can take."""

    link: str
    metric: str
    least_target: float = -np.inf
    above: bool = False


CLASSIFICATION = {
    'binary:logistic': Objective('logistic', 'logloss'),
    'multi:softprob': Objective('softmax', 'mlogloss'),
}
REGRESSION = {
    'reg:squarederror': Objective('identity', 'rmse'),
    'reg:absoluteerror': Objective('identity', 'mae'),
    'reg:pseudohubererror': Objective('identity', 'mphe'),
    'count:poisson': Objective('exp', 'poisson-nloglik', 0),
    'reg:gamma': Objective('exp', 'gamma-nloglik', 0, above=True),
    'reg:tweedie': Objective('exp', 'tweedie-nloglik@1.5', 0),
}


def xgboost_parameters(task: str) -> dict[str, Parameter]:
    """The allow-list; the names of the scikit-learn interface, the native ones as aliases."""
    classify = task == 'classification'
    base_scores = number(0, 1, above=True, below=True) if classify else number(-1e30, 1e30)
    objectives = (*CLASSIFICATION, 'multi:softmax') if classify else tuple(REGRESSION)
    known = {
        'n_estimators': parameter(100, whole(1, 20_000), aliases=('num_round', 'num_boost_round')),
        'max_depth': parameter(6, whole(1, 64)),
        'learning_rate': parameter(0.3, number(0, 1, above=True), aliases=('eta',)),
        'gamma': parameter(0.0, number(0), aliases=('min_split_loss',)),
        'min_child_weight': parameter(1.0, number(0)),
        'max_delta_step': parameter(0.0, number(0)),
        'subsample': parameter(1.0, number(0, 1, above=True)),
        'colsample_bytree': parameter(1.0, number(0, 1, above=True)),
        'colsample_bylevel': parameter(1.0, number(0, 1, above=True)),
        'colsample_bynode': parameter(1.0, number(0, 1, above=True)),
        'reg_lambda': parameter(1.0, number(0), aliases=('lambda',)),
        'reg_alpha': parameter(0.0, number(0), aliases=('alpha',)),
        'tree_method': parameter('hist', choice('hist', 'approx', 'exact', 'auto')),
        'max_bin': parameter(256, whole(2, 65_536)),
        'grow_policy': parameter('depthwise', choice('depthwise', 'lossguide')),
        'max_leaves': parameter(0, whole(0, 1_000_000)),
        'objective': parameter(None, choice(*objectives), nothing()),
        'base_score': parameter(None, base_scores, nothing()),
        'early_stopping_rounds': parameter(None, whole(1, 20_000), nothing()),
        'validation_fraction': parameter(0.1, number(0, 0.5, above=True)),
        'booster': parameter('gbtree', only_gbtree()),
    }
    if classify:
        known['scale_pos_weight'] = parameter(1.0, number(0, above=True))
    return known


def only_gbtree() -> Kind:
    """gbtree alone: dart drops trees at random when it predicts, gblinear has none."""

    def convert(value: object) -> str:
        if value != 'gbtree':
            raise ValueError
        return 'gbtree'

    return Kind('gbtree (dart and gblinear cannot be exported)', convert)


def choose_objective(asked: object, classes: int) -> str:
    """The objective asked for if it fits the number of classes (0 for regression), else the usual one."""
    if not classes:
        return str(asked or 'reg:squarederror')
    usual = 'binary:logistic' if classes == 2 else 'multi:softprob'
    # Softmax is softprob without the probabilities, and the gate needs those.
    wanted = 'multi:softprob' if asked == 'multi:softmax' else str(asked or usual)
    if wanted == 'binary:logistic' and classes > 2:
        raise KitError(
            'bad-hyperparameter',
            f'the objective binary:logistic is for two classes, the target has {classes:,}',
            'Leave objective out: it follows from the data.',
        )
    return wanted


def find_objective(name: str) -> Objective:
    """What is known about an objective of the allow-list."""
    return (CLASSIFICATION | REGRESSION)[name]


def check_targets(name: str, target: np.ndarray) -> None:
    """Refuses targets below what the objective is defined for."""
    objective = find_objective(name)
    least = float(target.min())
    if least < objective.least_target or (objective.above and least == objective.least_target):
        bound = f'{"above" if objective.above else "from"} {objective.least_target:g}'
        message = f'the objective {quoted(name)} needs targets {bound}; the least here is {least:g}'
        raise KitError('bad-hyperparameter', message, 'Use the objective reg:squarederror.')
