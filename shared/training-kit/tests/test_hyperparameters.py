"""Hyperparameters: JSON values and SageMaker's texts alike, all problems at once."""

from mlops_kit.algorithms import ALGORITHMS, choose_task, find_algorithm
from mlops_kit.algorithms.logistic_regression import penalty_settings
from mlops_kit.hyperparameters import resolve

from .workspace import KitTest


class Hyperparameters(KitTest):
    def resolve(self, algorithm: str, task: str = 'classification', **asked: object) -> dict[str, object]:
        entry = find_algorithm(algorithm)
        values = resolve(algorithm, entry.parameters(task), asked)
        entry.check(task, values)
        return values

    def test_values_and_texts(self) -> None:
        cases = [
            ('random_forest', 'n_estimators', '10', 10),
            ('random_forest', 'n_estimators', 10.0, 10),
            ('random_forest', 'max_depth', 'null', None),
            ('random_forest', 'max_depth', 'None', None),
            ('random_forest', 'max_depth', ' 7 ', 7),
            ('random_forest', 'bootstrap', 'True', True),
            ('random_forest', 'bootstrap', 'false', False),
            ('random_forest', 'max_features', '0.5', 0.5),
            ('random_forest', 'max_features', 'log2', 'log2'),
            ('random_forest', 'min_samples_leaf', 3, 3),
            ('random_forest', 'class_weight', 'balanced', 'balanced'),
            ('logistic_regression', 'C', '1e-3', 0.001),
            ('logistic_regression', 'penalty', 'none', None),
            ('xgboost', 'learning_rate', '0.1', 0.1),
        ]
        for algorithm, name, given, expected in cases:
            with self.subTest(f'{name}={given!r}'):
                value = self.resolve(algorithm, **{name: given})[name]
                self.assertEqual((value, type(value)), (expected, type(expected)))

    def test_defaults(self) -> None:
        forest = self.resolve('random_forest')
        self.assertEqual((forest['n_estimators'], forest['max_depth'], forest['max_features']), (100, 12, 'sqrt'))
        self.assertIsNone(self.resolve('random_forest', 'regression')['max_features'])
        for name, entry in ALGORITHMS.items():
            for task in entry.tasks:
                with self.subTest(name, task=task):
                    known = entry.parameters(task)
                    for parameter, its in known.items():
                        self.assertEqual(its.convert(its.default), its.default, parameter)

    def test_other_names_of_xgboost(self) -> None:
        values = self.resolve('xgboost', eta='0.2', num_round=5, **{'lambda': 2, 'alpha': 1})
        self.assertEqual([values[name] for name in ('learning_rate', 'n_estimators', 'reg_lambda', 'reg_alpha')], [0.2, 5, 2, 1])
        with self.fails('bad-hyperparameter', 'learning_rate and eta are the same'):
            self.resolve('xgboost', learning_rate=0.1, eta=0.1)

    def test_wrong_values(self) -> None:
        cases = [
            ('random_forest', 'n_estimators', value) for value in (0, -1, 10_001, 1.5, 'many', '1e3', None, True, [], '', 10**400)
        ]
        cases += [('logistic_regression', 'C', value) for value in (0, 'inf', 'nan', float('inf'), 10**400, False, '1,5', {})]
        cases += [('random_forest', 'bootstrap', value) for value in (1, 'yes', None)]
        cases += [('random_forest', 'max_features', value) for value in (1, '1', 1.0, 0, 'all')]
        cases += [('random_forest', 'max_samples', 1.1), ('xgboost', 'booster', 'dart'), ('xgboost', 'booster', 'gblinear')]
        cases += [('xgboost', 'objective', 'rank:pairwise'), ('xgboost', 'max_depth', 0), ('xgboost', 'base_score', 1)]
        for algorithm, name, given in cases:
            with self.subTest(f'{name}={given!r}'), self.fails('bad-hyperparameter', name):
                self.resolve(algorithm, **{name: given})

    def test_all_problems_at_once_with_the_nearest_names(self) -> None:
        parts = ['"max_dept" (did you mean "max_depth"?)', 'n_estimators must be', 'random_state cannot be given here']
        with self.fails('bad-hyperparameter', *parts, '"__proto__"'):
            self.resolve('random_forest', max_dept=3, n_estimators='x', random_state=1, **{'__proto__': {}})

    def test_combinations(self) -> None:
        cases = [
            ('random_forest', {'bootstrap': False, 'max_samples': 0.5}),
            ('logistic_regression', {'penalty': 'l1', 'solver': 'lbfgs'}),
            ('logistic_regression', {'penalty': 'elasticnet'}),
            ('logistic_regression', {'l1_ratio': 0.5}),
            ('xgboost', {'grow_policy': 'lossguide', 'tree_method': 'exact'}),
        ]
        for algorithm, asked in cases:
            with self.subTest(algorithm, **asked), self.fails('bad-hyperparameter'):
                self.resolve(algorithm, **asked)
        with self.fails('bad-hyperparameter', 'base_score'):
            self.resolve('xgboost', 'regression', objective='count:poisson', base_score=-1)
        with self.fails('bad-hyperparameter', 'positive'):
            self.resolve('linear_regression', 'regression', alpha=1, positive=True)

    def test_penalties_in_the_words_of_each_version(self) -> None:
        lasso, net = {'C': 2.0, 'penalty': 'l1'}, {'C': 2.0, 'penalty': 'elasticnet', 'l1_ratio': 0.3}
        ridge, none = {'C': 2.0, 'penalty': 'l2'}, {'C': 2.0, 'penalty': None}
        infinite = {'C': float('inf'), 'solver': 'lbfgs'}
        cases = [
            (ridge, (1, 0), {'C': 2.0, 'solver': 'lbfgs'}),
            (ridge, (1, 9), {'C': 2.0, 'solver': 'lbfgs'}),
            (none, (1, 0), infinite),
            (none, (1, 9), infinite),
            (lasso, (1, 7), {'C': 2.0, 'solver': 'saga', 'penalty': 'l1'}),
            (lasso, (1, 8), {'C': 2.0, 'solver': 'saga', 'l1_ratio': 1.0}),
            (net, (1, 7), {'C': 2.0, 'solver': 'saga', 'penalty': 'elasticnet', 'l1_ratio': 0.3}),
            (net, (1, 8), {'C': 2.0, 'solver': 'saga', 'l1_ratio': 0.3}),
        ]
        for asked, version, expected in cases:
            with self.subTest(asked['penalty'], version=version):
                full = {'l1_ratio': None, 'solver': None} | asked
                self.assertEqual(penalty_settings(full, version), expected)

    def test_algorithms_and_tasks(self) -> None:
        with self.fails('unsupported-algorithm', 'random_forrest', 'did you mean "random_forest"'):
            find_algorithm('random_forrest')
        with self.fails('unsupported-algorithm', 'regression'):
            choose_task(find_algorithm('logistic_regression'), 'regression')
        with self.fails('unsupported-algorithm'):
            choose_task(find_algorithm('xgboost'), 'clustering')
        self.assertEqual(choose_task(find_algorithm('linear_regression'), None), 'regression')
        self.assertEqual(choose_task(find_algorithm('xgboost'), None), 'classification')
