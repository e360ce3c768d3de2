"""Preprocessing against scikit-learn's transformers and values worked out by hand."""

import unittest

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, OrdinalEncoder, RobustScaler, StandardScaler

from mlops_kit.dataset import FeatureRows
from mlops_kit.preprocessing import fit_preprocessor
from mlops_kit.preprocessing_plan import Outliers, PreprocessingPlan
from mlops_kit.table import TextColumn

NAN = np.nan
INF = np.inf


def plan(**changes: object) -> PreprocessingPlan:
    fields = {'missing': 'median', 'scale': 'none', 'outliers': Outliers(), 'encode': 'one_hot'}
    return PreprocessingPlan(**{**fields, **changes})


def numbers(*columns: list[float]) -> FeatureRows:
    return FeatureRows(np.array(columns, np.float32).T.copy(), [])


def texts(*values: str) -> FeatureRows:
    dictionary = sorted(set(values) - {''}, reverse=True)
    codes = np.array([dictionary.index(value) if value else -1 for value in values], np.int32)
    return FeatureRows(np.empty((len(values), 0), np.float32), [TextColumn('c', codes, dictionary)])


class Numeric(unittest.TestCase):
    def setUp(self) -> None:
        random = np.random.default_rng(0)
        matrix = random.normal(5, 3, (200, 4)).astype(np.float32)
        matrix[random.random((200, 4)) < 0.1] = NAN
        self.rows = FeatureRows(matrix, [])

    def test_filling_and_scaling_agree_with_scikit_learn(self) -> None:
        scalers = {'standard': StandardScaler, 'minmax': MinMaxScaler, 'robust': RobustScaler}
        for missing in ('median', 'mean', 'most_frequent'):
            for scale, scaler in scalers.items():
                with self.subTest(missing=missing, scale=scale):
                    fitted, used = fit_preprocessor(plan(missing=missing, scale=scale), self.rows)
                    wide = self.rows.numeric.astype(np.float64)
                    filled = SimpleImputer(strategy=missing).fit_transform(wide)
                    np.testing.assert_allclose(
                        fitted.transform(self.rows), scaler().fit_transform(filled), rtol=1e-5, atol=1e-5
                    )
                    self.assertTrue(used.all())

    def test_everything_is_float32(self) -> None:
        fitted, _ = fit_preprocessor(plan(scale='standard', outliers=Outliers('iqr')), self.rows)
        self.assertEqual({tensor.dtype for tensor in fitted.tensors().values()}, {np.dtype(np.float32)})
        self.assertEqual(fitted.transform(self.rows).dtype, np.float32)

    def test_by_hand(self) -> None:
        # Quartiles of 1 2 3 4 100 are 2 and 4: bounds -1 and 7; the mean of 1 2 3 4 7 is 3.4.
        column = [1, 2, 3, 4, 100]
        sd = np.sqrt(np.mean((np.array([1, 2, 3, 4, 7]) - 3.4) ** 2))
        cases = [
            ('zero', plan(missing='zero'), [NAN, *column], [0, *column]),
            ('keep', plan(missing='keep', outliers=Outliers('iqr')), [NAN, *column], [NAN, 1, 2, 3, 4, 7]),
            ('most frequent, the least of several', plan(missing='most_frequent'), [9, 9, 2, 2, NAN], [9, 9, 2, 2, 2]),
            ('clip by quartiles', plan(outliers=Outliers('iqr')), column, [1, 2, 3, 4, 7]),
            ('clip by a wider factor', plan(outliers=Outliers('iqr', factor=3)), column, [1, 2, 3, 4, 10]),
            ('scale after clip', plan(outliers=Outliers('iqr'), scale='standard'), column, (np.array([1, 2, 3, 4, 7]) - 3.4) / sd),
            ('clip by deviations', plan(outliers=Outliers('zscore', factor=1)), [0, 0, 0, 4], [0, 0, 0, 1 + np.sqrt(3)]),
            ('no spread, no bounds', plan(outliers=Outliers('iqr')), [0, 0, 0, 0, 5], [0, 0, 0, 0, 5]),
            ('a constant is centred only', plan(scale='standard'), [0.1, 0.1, 0.1], [0, 0, 0]),
            ('nothing known', plan(scale='standard'), [NAN, NAN], [0, 0]),
        ]
        for name, asked, given, expected in cases:
            with self.subTest(name):
                rows = numbers(given)
                fitted, _ = fit_preprocessor(asked, rows)
                np.testing.assert_allclose(fitted.transform(rows)[:, 0], np.array(expected, np.float32), rtol=1e-6)

    def test_bounds_come_from_present_values_alone(self) -> None:
        fitted, _ = fit_preprocessor(plan(outliers=Outliers('iqr')), numbers([NAN] * 20 + [1, 2, 3, 4, 100]))
        self.assertEqual((fitted.lower[0], fitted.upper[0]), (-1, 7))

    def test_dropping_incomplete_rows_fills_with_the_median_when_scoring(self) -> None:
        rows = numbers([1, NAN, 3, 9], [5, 6, NAN, 8])
        fitted, used = fit_preprocessor(plan(missing='drop'), rows)
        self.assertEqual(used.tolist(), [True, False, False, True])
        np.testing.assert_array_equal(fitted.transform(rows), [[1, 5], [5, 6], [3, 6.5], [9, 8]])

    def test_dropping_outliers_leaves_scoring_alone(self) -> None:
        rows = numbers([1, 2, 3, 4, 100, NAN])
        fitted, used = fit_preprocessor(plan(outliers=Outliers('iqr', 'drop')), rows)
        self.assertEqual(used.tolist(), [True, True, True, True, False, True])
        self.assertEqual((fitted.lower[0], fitted.upper[0]), (-INF, INF))
        np.testing.assert_array_equal(fitted.transform(rows)[:, 0], [1, 2, 3, 4, 100, 2.5])


class Categorical(unittest.TestCase):
    values = ('b', '', 'a', 'ä', 'b', 'a')

    def test_one_hot_agrees_with_scikit_learn(self) -> None:
        fitted, _ = fit_preprocessor(plan(), texts(*self.values))
        column = np.array(self.values, object).reshape(-1, 1)
        encoder = OneHotEncoder(handle_unknown='ignore').fit(column)
        self.assertEqual(fitted.categories, [['', 'a', 'b', 'ä']])
        np.testing.assert_array_equal(fitted.transform(texts(*self.values)), encoder.transform(column).toarray())
        unknown = texts('zebra', 'a', '')
        expected = encoder.transform(np.array([['zebra'], ['a'], ['']], object)).toarray()
        np.testing.assert_array_equal(fitted.transform(unknown), expected)

    def test_ordinal_agrees_with_scikit_learn(self) -> None:
        fitted, _ = fit_preprocessor(plan(encode='ordinal'), texts(*self.values))
        encoder = OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=-1)
        encoder.fit(np.array(self.values, object).reshape(-1, 1))
        given = ('a', 'zebra', '', 'ä')
        expected = encoder.transform(np.array(given, object).reshape(-1, 1))
        np.testing.assert_array_equal(fitted.transform(texts(*given)), expected)

    def test_a_gap_is_unknown_when_training_saw_none(self) -> None:
        fitted, _ = fit_preprocessor(plan(), texts('a', 'b'))
        self.assertEqual(fitted.categories, [['a', 'b']])
        np.testing.assert_array_equal(fitted.transform(texts('', 'b')), [[0, 0], [0, 1]])

    def test_dropped_rows_leave_no_category(self) -> None:
        mixed = FeatureRows(np.array([[1], [NAN], [2]], np.float32), texts('a', 'b', '').categorical)
        fitted, used = fit_preprocessor(plan(missing='drop'), mixed)
        self.assertEqual(used.tolist(), [True, False, False])
        self.assertEqual(fitted.categories, [['a']])
