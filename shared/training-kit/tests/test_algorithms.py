"""Every algorithm: what is written, read back independently, is what the library's own file computes."""

import joblib
import numpy as np
import xgboost

from .data_sets import HEADER_MIXED, bundled, mixed
from .model_reader import ModelFile
from .workspace import KitTest, Workspace

SMALL = {'n_estimators': 12}


def library_output(model: ModelFile, matrix: np.ndarray) -> np.ndarray:
    """Probabilities or predictions of the native file for transformed rows."""
    native = model.folder / 'model.joblib'
    if not native.exists():
        booster = xgboost.Booster(model_file=str(model.folder / 'xgboost-model.json'))
        scores = booster.predict(xgboost.DMatrix(matrix, missing=np.nan)).astype(np.float64)
        binary = model.manifest['model']['link'] == 'logistic'
        return np.column_stack([1 - scores, scores]) if binary else scores.reshape(len(matrix), -1)
    estimator = joblib.load(native)
    if model.manifest['task'] == 'classification':
        return estimator.predict_proba(matrix)
    return estimator.predict(matrix).reshape(-1, 1)


class EveryAlgorithm(KitTest):
    def check(self, model: ModelFile, classes: list[str] | None) -> None:
        self.assertEqual(model.manifest['classes'], classes)
        rows = model.parity_rows()
        self.assertEqual(len(rows), model.manifest['parity']['rows'])
        ours = np.array([model.score(numeric, texts) for numeric, texts, _ in rows])
        expected = np.array([known for _, _, known in rows])
        matrix = np.array([model.transform(numeric, texts) for numeric, texts, _ in rows], np.float32)
        native = library_output(model, matrix)
        scale = 1 if classes else np.sqrt(np.mean(native**2))
        for values in (ours, expected):
            self.assertLess(np.abs(values - native).max() / scale, 1e-5)

    def train_bundled(self, name: str, named: bool = False, **job: object) -> tuple[Workspace, ModelFile]:
        space = self.workspace()
        space.write_rows(*bundled(name, named_classes=named))
        return space, space.train(**job)

    def test_bundled_sets(self) -> None:
        iris = ['setosa', 'versicolor', 'virginica']
        cases = [
            ('iris', True, {'algorithm': 'random_forest', 'hyperparameters': SMALL}, iris),
            ('iris', True, {'algorithm': 'xgboost', 'hyperparameters': SMALL}, iris),
            ('wine', False, {'algorithm': 'logistic_regression'}, ['0', '1', '2']),
            ('breast_cancer', True, {'algorithm': 'logistic_regression'}, ['benign', 'malignant']),
            ('breast_cancer', False, {'algorithm': 'xgboost', 'hyperparameters': SMALL}, ['0', '1']),
            ('diabetes', False, {'algorithm': 'random_forest', 'task': 'regression', 'hyperparameters': SMALL}, None),
            ('diabetes', False, {'algorithm': 'xgboost', 'task': 'regression', 'hyperparameters': SMALL}, None),
            ('diabetes', False, {'algorithm': 'linear_regression'}, None),
            ('diabetes', False, {'algorithm': 'linear_regression', 'hyperparameters': {'alpha': '2'}}, None),
        ]
        for name, named, job, classes in cases:
            with self.subTest(name, **job):
                _, model = self.train_bundled(name, named, **job)
                self.check(model, classes)

    def test_mixed_columns_with_gaps(self) -> None:
        encodings = [{'encode': 'one_hot'}, {'encode': 'ordinal'}, {'outliers': {'method': 'iqr'}, 'scale': 'robust'}]
        for algorithm in ('random_forest', 'xgboost', 'logistic_regression'):
            for preprocessing in encodings:
                with self.subTest(algorithm, **preprocessing):
                    space = self.workspace()
                    space.write_rows(HEADER_MIXED, mixed())
                    small = {} if algorithm == 'logistic_regression' else SMALL
                    self.check(
                        space.train(algorithm=algorithm, hyperparameters=small, preprocessing=preprocessing), ['no', 'yes']
                    )

    def test_objectives_of_xgboost(self) -> None:
        for objective in ('reg:absoluteerror', 'reg:pseudohubererror', 'count:poisson', 'reg:gamma', 'reg:tweedie'):
            with self.subTest(objective):
                settings = {**SMALL, 'objective': objective}
                _, model = self.train_bundled('diabetes', algorithm='xgboost', task='regression', hyperparameters=settings)
                self.check(model, None)
                exponential = objective.startswith('count') or objective in ('reg:gamma', 'reg:tweedie')
                self.assertEqual(model.manifest['model']['link'], 'exp' if exponential else 'identity')

    def test_penalties_of_logistic_regression(self) -> None:
        cases = [{'penalty': 'l1', 'C': 0.1}, {'penalty': None}, {'penalty': 'elasticnet', 'l1_ratio': 0.5, 'C': 0.1}]
        for settings in cases:
            with self.subTest(**settings):
                _, model = self.train_bundled('wine', algorithm='logistic_regression', hyperparameters=settings)
                self.check(model, ['0', '1', '2'])
                zeros = sum(value == 0 for value in model.tensors['linear.coefficient'])
                self.assertEqual(zeros > 5, settings['penalty'] is not None)

    def test_least_squares_is_the_normal_equations(self) -> None:
        header, rows = bundled('diabetes')
        _, model = self.train_bundled('diabetes', algorithm='linear_regression', preprocessing={'scale': 'none'})
        table = np.array(rows, np.float64)
        matrix = np.column_stack([np.ones(len(table)), table[:, :-1].astype(np.float32)])
        solution = np.linalg.solve(matrix.T @ matrix, matrix.T @ table[:, -1])
        np.testing.assert_allclose(model.tensors['linear.intercept'], solution[:1], rtol=1e-6)
        np.testing.assert_allclose(model.tensors['linear.coefficient'], solution[1:], rtol=1e-6)
        self.assertEqual(header[-1], model.manifest['target'])

    def test_a_forest_grown_in_steps_is_the_forest_grown_at_once(self) -> None:
        from sklearn.ensemble import RandomForestClassifier

        space, model = self.train_bundled('iris', algorithm='random_forest', hyperparameters={'n_estimators': 25}, seed=5)
        rows = np.array([row[:-1] for row in bundled('iris')[1]], np.float32)
        labels = [row[-1] for row in bundled('iris')[1]]
        whole = RandomForestClassifier(25, max_depth=12, random_state=5).fit(rows, labels)
        ours = joblib.load(space.root / 'model' / 'model.joblib')
        np.testing.assert_array_equal(ours.predict_proba(rows), whole.predict_proba(rows))
        for line in ('random forest: 3 of 25 trees', 'random forest: 25 of 25 trees'):
            self.assertIn(line, space.log)
        self.check(model, ['0', '1', '2'])

    def test_early_stopping_keeps_all_or_the_best_trees(self) -> None:
        settings = {'n_estimators': 300, 'early_stopping_rounds': 5, 'learning_rate': 0.5}
        found = {}
        for trees in ('all', 'best'):
            _, model = self.train_bundled(
                'breast_cancer', algorithm='xgboost', hyperparameters=settings, trees=trees, seed=1
            )
            self.check(model, ['0', '1'])
            found[trees] = (model.manifest['early_stopping'], len(model.tensors['tree.output']))
        stopping, trees = found['all']
        self.assertEqual(trees, stopping['iteration'] + 1 + 5)
        self.assertEqual(found['best'][1], stopping['iteration'] + 1)
        self.assertLess(trees, 300)
        self.assertEqual(found['best'][0]['score'], stopping['score'])

    def test_the_seed_decides_and_nothing_else(self) -> None:
        for algorithm in ('random_forest', 'xgboost'):
            settings = {**SMALL} if algorithm == 'random_forest' else {**SMALL, 'subsample': 0.5}
            contents = []
            for seed in (3, 3, 4):
                space, _ = self.train_bundled('iris', algorithm=algorithm, hyperparameters=settings, seed=seed)
                contents.append((space.root / 'model' / 'model.safetensors').read_bytes())
            with self.subTest(algorithm):
                self.assertEqual(contents[0], contents[1])
                self.assertNotEqual(contents[0], contents[2])
