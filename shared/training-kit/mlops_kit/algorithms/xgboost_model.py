"""XGBoost's JSON model as the tensors of the model file."""

import json
import math

import numpy as np

from ..errors import KitError

CATEGORICAL_SPLIT = 1


def booster_tensors(model: dict[str, object]) -> dict[str, np.ndarray]:
    """`tree.*` of a gbtree model with scalar leaves and numeric splits."""
    content = model['learner']['gradient_booster']['model']
    trees = content['trees']
    if any(CATEGORICAL_SPLIT in tree.get('split_type', ()) for tree in trees):
        raise KitError('internal', 'the booster has categorical splits, which the model file cannot hold')

    def joined(name: str, kind: type) -> np.ndarray:
        return np.concatenate([np.asarray(tree[name], kind) for tree in trees])

    left = joined('left_children', np.int32)
    leaf = left < 0
    # A leaf keeps its value where an inner node keeps its threshold.
    conditions = joined('split_conditions', np.float32)
    return {
        'tree.offset': np.cumsum([0, *(len(tree['left_children']) for tree in trees)]).astype(np.int32),
        'tree.feature': np.where(leaf, -1, joined('split_indices', np.int32)).astype(np.int32),
        'tree.left': left,
        'tree.right': np.where(leaf, -1, joined('right_children', np.int32)).astype(np.int32),
        'tree.threshold': np.where(leaf, np.float32(0), conditions),
        'tree.default_left': np.where(leaf, 0, joined('default_left', np.int32)).astype(np.uint8),
        'tree.leaf': conditions[leaf].reshape(-1, 1),
        'tree.output': np.asarray(content['tree_info'], np.int32),
    }


def base_margins(model: dict[str, object], link: str, outputs: int) -> list[float]:
    """`base_score` (a number, or since 3.1 a list of them, as text) on the scale of the trees."""
    stored = json.loads(str(model['learner']['learner_model_param']['base_score']))
    scores = stored if isinstance(stored, list) else [stored]
    margins = [_margin(float(score), link) for score in scores]
    return margins * outputs if len(margins) == 1 else margins


def _margin(score: float, link: str) -> float:
    if link == 'logistic':
        return -math.log(1 / score - 1)
    return math.log(score) if link == 'exp' else score
