"""The trees of a scikit-learn forest as the tensors of the model file."""

import numpy as np

from ..model_arrays import floor32


def forest_tensors(trees: list[object], classes: int) -> dict[str, np.ndarray]:
    """`tree.*` of fitted `Tree` objects; classification leaves hold class shares."""
    counts = [tree.node_count for tree in trees]
    left = np.concatenate([tree.children_left for tree in trees]).astype(np.int32)
    leaf = left < 0
    values = np.concatenate([tree.value[:, 0, :] for tree in trees])[leaf].astype(np.float64)
    if classes:
        # Before scikit-learn 1.3 the values are row counts, since then they are shares: both become shares.
        values = values / values.sum(axis=1, keepdims=True)
    threshold = np.concatenate([tree.threshold for tree in trees]).astype(np.float64)
    return {
        'tree.offset': np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        'tree.feature': np.where(leaf, -1, np.concatenate([tree.feature for tree in trees])).astype(np.int32),
        'tree.left': left,
        'tree.right': np.concatenate([tree.children_right for tree in trees]).astype(np.int32),
        'tree.threshold': floor32(np.where(leaf, 0.0, threshold)),
        # Missing values are filled before they reach the trees.
        'tree.default_left': np.zeros(len(left), np.uint8),
        'tree.leaf': values.astype(np.float32),
    }
