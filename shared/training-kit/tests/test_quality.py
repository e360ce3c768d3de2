"""What the training says about its model: folds, metrics, importance, parity rows."""

import json
import math

import numpy as np
from sklearn import ensemble, linear_model, metrics, model_selection, pipeline, preprocessing

from mlops_kit import metrics as kit_metrics
from mlops_kit.parity import max_difference
from mlops_kit.splits import hold_out

from .data_sets import HEADER_MIXED, bundled, mixed
from .workspace import KitTest


class CrossValidation(KitTest):
    def test_folds_agree_with_a_scikit_learn_pipeline(self) -> None:
        space = self.workspace()
        space.write_rows(*bundled('breast_cancer'))
        model = space.train(algorithm='logistic_regression', validation={'method': 'kfold', 'folds': 4}, seed=9)
        table = np.array(bundled('breast_cancer')[1], np.float64)
        steps = pipeline.make_pipeline(preprocessing.StandardScaler(), linear_model.LogisticRegression(max_iter=1000))
        splits = model_selection.StratifiedKFold(4, shuffle=True, random_state=9)
        expected = model_selection.cross_val_score(steps, table[:, :-1], table[:, -1], cv=splits)
        found = model.manifest['cross_validation']
        np.testing.assert_allclose(found['scores'], expected, atol=1e-9)
        self.assertEqual((found['method'], found['folds'], found['metric']), ('kfold', 4, 'accuracy'))
        self.assertAlmostEqual(found['mean'], np.mean(expected))
        self.assertAlmostEqual(found['standard_deviation'], np.std(expected, ddof=1))
        self.assertEqual(space.log.count('fold '), 4)
        self.assertRegex(space.log, r'(?m)^cv_accuracy_mean=0\.9\d+$')

    def test_time_windows(self) -> None:
        space = self.workspace()
        space.write_rows(*bundled('diabetes'))
        model = space.train(algorithm='linear_regression', validation={'method': 'time_series_split', 'folds': 3})
        table = np.array(bundled('diabetes')[1], np.float64)
        expected = -model_selection.cross_val_score(
            linear_model.LinearRegression(), table[:, :-1], table[:, -1],
            cv=model_selection.TimeSeriesSplit(3), scoring='neg_root_mean_squared_error',
        )  # fmt: skip
        np.testing.assert_allclose(model.manifest['cross_validation']['scores'], expected, rtol=1e-5)

    def test_every_algorithm_with_a_class_too_rare_for_the_folds(self) -> None:
        header, rows = bundled('iris')
        for algorithm in ('random_forest', 'logistic_regression', 'xgboost'):
            with self.subTest(algorithm):
                space = self.workspace()
                space.write_rows(header, [*rows[:80], rows[120]])
                small = {} if algorithm == 'logistic_regression' else {'n_estimators': 5}
                model = space.train(algorithm=algorithm, hyperparameters=small, validation={'method': 'kfold'})
                self.assertEqual(len(model.manifest['cross_validation']['scores']), 5)

    def test_impossible_folds(self) -> None:
        header, rows = bundled('iris')
        cases = [
            ('too few rows', rows[48:52], {'method': 'kfold', 'folds': 5}, 'too-few-rows'),
            ('one class in the first window', rows[:100], {'method': 'time_series_split', 'folds': 4}, 'one-class'),
        ]
        for name, chosen, validation, code in cases:
            with self.subTest(name), self.fails(code):
                space = self.workspace()
                space.write_rows(header, chosen)
                space.train(algorithm='random_forest', validation=validation)

    def test_no_validation_no_claim(self) -> None:
        space = self.workspace()
        space.write_rows(*bundled('iris'))
        model = space.train(algorithm='logistic_regression')
        self.assertNotIn('cross_validation', model.manifest)
        self.assertEqual(sorted(json.loads((model.folder / 'metrics.json').read_text())), ['train_accuracy', 'train_log_loss'])

    def test_held_out_rows(self) -> None:
        classes = np.array([0] * 80 + [1] * 20)
        kept, held = hold_out(classes, 100, 0.1, seed=1)
        self.assertEqual(np.bincount(classes[held]).tolist(), [8, 2])
        self.assertEqual(sorted([*kept, *held]), list(range(100)))
        kept, held = hold_out(classes, 100, 0.1, seed=None)
        self.assertEqual(held.tolist(), list(range(90, 100)))
        with self.fails('too-few-rows'):
            hold_out(np.array([0, 1]), 2, 0.1, seed=1)


class Metrics(KitTest):
    def test_as_scikit_learn_defines_them(self) -> None:
        random = np.random.default_rng(3)
        target = random.integers(0, 3, 50)
        probabilities = random.dirichlet([1, 1, 1], 50)
        self.assertAlmostEqual(kit_metrics.accuracy(target, probabilities), metrics.accuracy_score(target, probabilities.argmax(1)))
        self.assertAlmostEqual(kit_metrics.log_loss(target, probabilities), metrics.log_loss(target, probabilities))
        numbers, predictions = random.normal(size=50), random.normal(size=(50, 1))
        measured = kit_metrics.measure(numbers, predictions, classify=False)
        self.assertAlmostEqual(measured['rmse'], math.sqrt(metrics.mean_squared_error(numbers, predictions)))
        self.assertAlmostEqual(measured['mae'], metrics.mean_absolute_error(numbers, predictions))
        self.assertAlmostEqual(measured['r2'], metrics.r2_score(numbers, predictions))

    def test_undefined_ones_are_left_out(self) -> None:
        self.assertEqual(set(kit_metrics.measure(np.ones(3), np.ones((3, 1)), classify=False)), {'rmse', 'mae'})


class Importance(KitTest):
    def test_expansions_are_added_up(self) -> None:
        rows = [[number, 'b' if number % 2 else 'a', 7, 'yes' if number % 2 else 'no'] for number in range(60)]
        for algorithm in ('random_forest', 'xgboost', 'logistic_regression'):
            with self.subTest(algorithm):
                space = self.workspace()
                space.write_rows(['n', 'kind', 'constant', 'y'], rows)
                shares = space.train(algorithm=algorithm).manifest['importance']
                self.assertEqual(shares[0]['feature'], 'kind')
                self.assertGreater(shares[0]['value'], 0.9)
                self.assertAlmostEqual(sum(share['value'] for share in shares), 1)
                self.assertEqual({share['feature']: share['value'] for share in shares}['constant'], 0)

    def test_impurity_as_the_library_has_it(self) -> None:
        space = self.workspace()
        space.write_rows(*bundled('iris'))
        shares = space.train(algorithm='random_forest', hyperparameters={'n_estimators': 10}).manifest['importance']
        rows = np.array([row[:-1] for row in bundled('iris')[1]], np.float32)
        forest = ensemble.RandomForestClassifier(10, max_depth=12, random_state=42)
        expected = forest.fit(rows, [row[-1] for row in bundled('iris')[1]]).feature_importances_
        self.assertEqual([share['value'] for share in shares], sorted(expected, reverse=True))

    def test_nothing_matters(self) -> None:
        space = self.workspace()
        space.write_rows(['x', 'y'], [[5, number % 2] for number in range(20)])
        self.assertEqual(space.train(algorithm='random_forest').manifest['importance'], [{'feature': 'x', 'value': 0.0}])


class ParityRows(KitTest):
    def real_rows(self, table: list[list[object]]) -> set[tuple]:
        def number(text: object) -> float | None:
            return None if text in ('', 'null', 'NA') else float(np.float32(text))

        return {(number(row[0]), number(row[3]), row[1], '' if row[2] == 'NA' else row[2]) for row in table}

    def rows_of(self, model: object) -> list[tuple]:
        def number(value: float) -> float | None:
            return None if math.isnan(value) else value

        return [(*map(number, numeric), *texts) for numeric, texts, _ in model.parity_rows()]

    def test_real_rows_are_spread_and_hold_gaps_and_unknown_categories(self) -> None:
        table = [[number, 'job', 'Oslo', 1, number % 2] for number in range(1, 2001)]
        table[777] = ['', 'rare', 'Oslo', 1, 0]
        space = self.workspace()
        space.write_rows(HEADER_MIXED, table)
        model = space.train(algorithm='logistic_regression', preprocessing={'missing': 'drop'})
        rows = self.rows_of(model)
        self.assertLessEqual(len(rows), 256)
        self.assertGreaterEqual(len(rows), 250)
        self.assertLessEqual(set(rows), self.real_rows(table))
        self.assertEqual((rows[0][0], rows[-1][0]), (1, 2000))
        self.assertIn((None, 1.0, 'rare', 'Oslo'), rows)
        self.assertEqual(model.manifest['features'][1]['categories'], ['job'])
        self.assertEqual(model.manifest['rows'], {'train': 2000, 'used': 1999})

    def test_few_rows_travel_whole(self) -> None:
        table = mixed(100)
        space = self.workspace()
        space.write_rows(HEADER_MIXED, table)
        self.assertEqual(set(self.rows_of(space.train(algorithm='logistic_regression'))), self.real_rows(table))

    def test_synthetic_rows_are_nobodys(self) -> None:
        table = mixed(100)
        space = self.workspace()
        space.write_rows(HEADER_MIXED, table)
        model = space.train(algorithm='xgboost', hyperparameters={'n_estimators': 5}, parity_rows='synthetic')
        rows = self.rows_of(model)
        self.assertEqual((len(rows), model.manifest['parity']['source']), (256, 'synthetic'))
        measured = {row[0] for row in self.real_rows(table)} - {None}
        drawn = {row[0] for row in rows} - {None}
        self.assertFalse(measured & drawn)
        self.assertTrue(min(measured) <= min(drawn) and max(drawn) <= max(measured))
        self.assertLessEqual({row[2] for row in rows}, {row[1] for row in table})
        self.assertIn(None, {row[0] for row in rows})

    def test_differences(self) -> None:
        cases = [
            ('probabilities are compared absolutely', [[0.5, 0.5]], [[0.4, 0.6]], True, 0.1),
            ('predictions relative to themselves', [[110.0]], [[100.0]], False, 0.1),
            ('near zero relative to the others', [[1.0], [100.0]], [[0.0], [100.0]], False, 1 / math.sqrt(5000)),
            ('zero is zero', [[0.0]], [[0.0]], False, 0.0),
            ('not a number', [[math.nan]], [[1.0]], False, math.inf),
        ]
        for name, ours, expected, classify, difference in cases:
            with self.subTest(name):
                self.assertAlmostEqual(max_difference(np.array(ours), np.array(expected), classify), difference)
