"""Routing of trees: thresholds, ties, missing values, links and sums."""

import unittest

import numpy as np

from mlops_kit.algorithms.sklearn_trees import forest_tensors
from mlops_kit.algorithms.xgboost_model import base_margins, booster_tensors
from mlops_kit.errors import KitError
from mlops_kit.model_arrays import ModelArrays, apply_link, floor32


class Stump:
    """The attributes of a fitted scikit-learn tree: feature 0, one threshold, two leaves."""

    node_count = 3
    children_left = np.array([1, -1, -1])
    children_right = np.array([2, -1, -1])
    feature = np.array([0, -2, -2])

    def __init__(self, threshold: float, values: list[list[float]]) -> None:
        self.threshold = np.array([threshold, -2.0, -2.0])
        self.value = np.array([[[0.0] * len(values[0])], [values[0]], [values[1]]])


def booster(base: str, trees: list[dict[str, list]], outputs: list[int]) -> dict[str, object]:
    content = {'trees': trees, 'tree_info': outputs}
    return {'learner': {'learner_model_param': {'base_score': base}, 'gradient_booster': {'model': content}}}


BOOSTED = {
    'left_children': [1, -1, -1], 'right_children': [2, -1, -1], 'split_indices': [0, 0, 0],
    'split_conditions': [0.1, -0.5, 0.5], 'default_left': [1, 0, 0], 'split_type': [0, 0, 0],
}  # fmt: skip


class Thresholds(unittest.TestCase):
    def test_floor32_is_the_largest_float32_not_above(self) -> None:
        random = np.random.default_rng(1)
        numbers = np.concatenate([random.normal(0, 10.0**power, 500) for power in (-30, -3, 0, 5, 30)])
        numbers = np.concatenate([numbers, numbers.astype(np.float32), [0.0, -0.0, 0.1, -0.1, 1e-46, -1e-46]])
        floors = floor32(numbers)
        self.assertTrue((floors.astype(np.float64) <= numbers).all())
        self.assertTrue((np.nextafter(floors, np.float32(np.inf)).astype(np.float64) > numbers).all())

    def test_float32_inputs_go_the_way_of_the_float64_threshold(self) -> None:
        random = np.random.default_rng(2)
        for threshold in [0.1, 0.3, 1 / 3, -0.7, 1e-40, *random.normal(0, 1, 200)]:
            near = np.float32(threshold)
            inputs = np.array([np.nextafter(near, np.float32(-9)), near, np.nextafter(near, np.float32(9))], np.float32)
            model = ModelArrays(
                {'kind': 'trees', 'compare': 'le', 'aggregate': 'mean', 'link': 'identity', 'base': [0]},
                forest_tensors([Stump(threshold, [[1.0], [2.0]])], 0),
            )
            expected = np.where(inputs.astype(np.float64) <= threshold, 1.0, 2.0)
            np.testing.assert_array_equal(model.evaluate(inputs.reshape(-1, 1))[:, 0], expected, str(threshold))


class Forests(unittest.TestCase):
    def test_leaves_are_shares_whether_the_library_counts_rows_or_not(self) -> None:
        counted = forest_tensors([Stump(0.5, [[3.0, 1.0], [0.0, 8.0]])], 2)
        shares = forest_tensors([Stump(0.5, [[0.75, 0.25], [0.0, 1.0]])], 2)
        for tensors in (counted, shares):
            self.assertEqual(tensors['tree.leaf'].tolist(), [[0.75, 0.25], [0.0, 1.0]])

    def test_offsets_and_numbers_inside_the_tree(self) -> None:
        tensors = forest_tensors([Stump(0.5, [[1.0], [2.0]])] * 2, 0)
        self.assertEqual(tensors['tree.offset'].tolist(), [0, 3, 6])
        self.assertEqual(tensors['tree.left'].tolist(), [1, -1, -1] * 2)
        self.assertEqual(tensors['tree.feature'].tolist(), [0, -1, -1] * 2)


class Boosters(unittest.TestCase):
    def test_less_than_ties_and_missing(self) -> None:
        model = ModelArrays(
            {'kind': 'trees', 'compare': 'lt', 'aggregate': 'sum', 'link': 'identity', 'base': [10.0]},
            booster_tensors(booster('1E1', [BOOSTED, BOOSTED], [0, 0])),
        )
        inputs = np.array([[0.0], [np.float32(0.1)], [1.0], [np.nan]], np.float32)
        np.testing.assert_array_equal(model.evaluate(inputs)[:, 0], [9, 11, 11, 9])

    def test_every_tree_adds_to_its_output(self) -> None:
        model = ModelArrays(
            {'kind': 'trees', 'compare': 'lt', 'aggregate': 'sum', 'link': 'identity', 'base': [0.0, 1.0]},
            booster_tensors(booster('5E-1', [BOOSTED] * 3, [0, 1, 1])),
        )
        np.testing.assert_array_equal(model.evaluate(np.array([[1.0]], np.float32)), [[0.5, 2.0]])

    def test_base_score_of_old_and_new_versions(self) -> None:
        cases = [
            ('5E-1', 'identity', 1, [0.5]),
            ('[5E-1]', 'identity', 1, [0.5]),
            ('[1E0,2E0]', 'softmax', 2, [1.0, 2.0]),
            ('5E-1', 'softmax', 3, [0.5, 0.5, 0.5]),
            ('2E-1', 'logistic', 1, [np.log(0.25)]),
            ('[2E-1]', 'logistic', 1, [np.log(0.25)]),
            ('2.5E0', 'exp', 1, [np.log(2.5)]),
        ]
        for text, link, outputs, expected in cases:
            with self.subTest(text, link=link):
                np.testing.assert_allclose(base_margins(booster(text, [], []), link, outputs), expected, rtol=1e-15)

    def test_categorical_splits_are_refused(self) -> None:
        with self.assertRaises(KitError):
            booster_tensors(booster('0', [BOOSTED | {'split_type': [1, 0, 0]}], [0]))


class Links(unittest.TestCase):
    def test_links(self) -> None:
        scores = np.array([[0.0, np.log(3.0)]])
        np.testing.assert_allclose(apply_link('softmax', scores), [[0.25, 0.75]])
        np.testing.assert_allclose(apply_link('softmax', scores + 1e4), [[0.25, 0.75]])
        np.testing.assert_allclose(apply_link('logistic', np.array([[np.log(3.0)], [-1e9]])), [[0.25, 0.75], [1, 0]], atol=1e-300)
        np.testing.assert_allclose(apply_link('exp', scores), [[1, 3]])
