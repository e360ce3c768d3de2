"""The neutral form of a model, trees or linear, and its evaluation from nothing but these arrays."""

from dataclasses import dataclass

import numpy as np

CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class ModelArrays:
    """The manifest's `model` object and the tensors it speaks of."""

    description: dict[str, object]
    tensors: dict[str, np.ndarray]

    def evaluate(self, matrix: np.ndarray) -> np.ndarray:
        """Probabilities [rows, K] or predictions [rows, 1] for transformed float32 rows, as float64."""
        if self.description['kind'] == 'linear':
            coefficient, intercept = self.tensors['linear.coefficient'], self.tensors['linear.intercept']
            return apply_link(str(self.description['link']), matrix.astype(np.float64) @ coefficient.T + intercept)
        return apply_link(str(self.description['link']), self._tree_scores(matrix))

    def _tree_scores(self, matrix: np.ndarray) -> np.ndarray:
        trees = len(self.tensors['tree.offset']) - 1
        step = max(1, CELLS_AT_ONCE // max(1, trees))
        parts = [self._sum_trees(matrix[start : start + step]) for start in range(0, len(matrix), step)]
        summed = np.concatenate(parts) if parts else np.empty((0, len(self._base())))
        return (summed / trees if self.description['aggregate'] == 'mean' else summed) + self._base()

    def _base(self) -> np.ndarray:
        return np.asarray(self.description['base'], np.float64)

    def _sum_trees(self, matrix: np.ndarray) -> np.ndarray:
        nodes = self._leaf_nodes(matrix)
        leaf_of_node = np.cumsum(self.tensors['tree.feature'] < 0) - 1
        values = self.tensors['tree.leaf'].astype(np.float64)
        outputs = self.tensors.get('tree.output')
        scores = np.zeros((len(matrix), len(self._base())))
        for tree in range(nodes.shape[1]):
            reached = values[leaf_of_node[nodes[:, tree]]]
            if outputs is None:
                scores += reached
            else:
                scores[:, outputs[tree]] += reached[:, 0]
        return scores

    def _leaf_nodes(self, matrix: np.ndarray) -> np.ndarray:
        tensors = self.tensors
        feature, threshold = tensors['tree.feature'], tensors['tree.threshold']
        start = tensors['tree.offset'][:-1].astype(np.int64)
        node = np.tile(start, (len(matrix), 1))
        row, tree = np.nonzero(feature[node] >= 0)
        while len(row):
            at = node[row, tree]
            value, limit = matrix[row, feature[at]], threshold[at]
            left = value <= limit if self.description['compare'] == 'le' else value < limit
            left = np.where(np.isnan(value), tensors['tree.default_left'][at] == 1, left)
            node[row, tree] = start[tree] + np.where(left, tensors['tree.left'][at], tensors['tree.right'][at])
            inner = feature[node[row, tree]] >= 0
            row, tree = row[inner], tree[inner]
        return node


def apply_link(link: str, scores: np.ndarray) -> np.ndarray:
    """`identity`, `logistic` (one score to two probabilities), `softmax` over the scores, or `exp`."""
    if link == 'logistic':
        second = 1 / (1 + np.exp(-np.clip(scores[:, 0], -700, 700)))
        return np.column_stack([1 - second, second])
    if link == 'softmax':
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)
    return np.exp(scores) if link == 'exp' else scores


def floor32(numbers: np.ndarray) -> np.ndarray:
    """The largest float32 not above each float64, so that float32 inputs compare alike with both."""
    rounded = numbers.astype(np.float32)
    above = rounded.astype(np.float64) > numbers
    rounded[above] = np.nextafter(rounded[above], np.float32(-np.inf))
    return rounded
