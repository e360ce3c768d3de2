"""job.json and hyperparameters.json."""

import json

from mlops_kit.job import Validation, decode_hyperparameters, parse_job, read_job

from .workspace import KitTest

LEAST = {'schema_version': 1, 'training_id': 't', 'algorithm': 'xgboost'}


class JobFile(KitTest):
    def test_defaults_for_absent_and_null(self) -> None:
        names = ['task', 'target', 'features', 'sample_id', 'types', 'preprocessing', 'hyperparameters', 'validation']
        for fields in (LEAST, LEAST | dict.fromkeys([*names, 'trees', 'parity_rows', 'seed', 'positive_class'])):
            job = parse_job(dict(fields))
            self.assertEqual((job.target, job.features, job.types, job.seed), (None, None, {}, 42))
            self.assertEqual((job.trees, job.parity_rows, job.validation), ('all', 'real', Validation('none', 5)))

    def test_a_whole_job(self) -> None:
        job = parse_job(
            LEAST
            | {
                'target': 'y', 'features': ['b', 'a'], 'sample_id': 'id', 'types': {'a': 'categorical'}, 'positive_class': True,
                'validation': {'method': 'time_series_split', 'folds': 3}, 'trees': 'best', 'parity_rows': 'synthetic', 'seed': 0,
                'later_field': 1,
            }
        )  # fmt: skip
        self.assertEqual((job.features, job.positive_class, job.validation.folds), (['b', 'a'], True, 3))

    def test_problems(self) -> None:
        cases = [
            ('schema', {'schema_version': 2}, 'schema_version must be 1'),
            ('no algorithm', {'algorithm': None}, 'algorithm is missing'),
            ('target', {'target': 3}, 'target must be a text'),
            ('features', {'features': 'a,b'}, 'features must be a list'),
            ('features twice', {'features': ['a', 'a']}, '"a" more than once'),
            ('target as feature', {'target': 'a', 'features': ['a']}, 'features names the target'),
            ('id as feature', {'sample_id': 'a', 'features': ['a']}, 'features names the sample_id'),
            ('types', {'types': {'a': 'text'}}, 'numeric or categorical for "a"'),
            ('seed', {'seed': -1}, 'seed must be a whole number'),
            ('seed as boolean', {'seed': True}, 'seed must be a whole number'),
            ('folds', {'validation': {'method': 'kfold', 'folds': 1}}, 'validation.folds'),
            ('method', {'validation': {'method': 'loo'}}, 'validation.method'),
            ('trees', {'trees': 'some'}, 'trees must be one of all, best'),
        ]
        for name, changes, part in cases:
            with self.subTest(name), self.fails('bad-job', part):
                parse_job(LEAST | changes)
        with self.fails('bad-job', 'seed', 'trees'):
            parse_job(LEAST | {'seed': 'x', 'trees': 1})

    def test_unreadable_files(self) -> None:
        cases = [b'', b'[]', b'{"a":', b'\xff\xfe', b'[' * 100_000, b' ' * (4 * 2**20 + 1)]
        for content in cases:
            with self.subTest(content[:10]):
                space = self.workspace()
                (space.root / 'config' / 'job.json').write_bytes(content)
                with self.fails('bad-job', 'job.json'):
                    read_job(space.root / 'config', space.root / 'input')
        with self.fails('bad-job', 'job.json'):
            read_job(self.workspace().root / 'config', self.workspace().root)

    def test_hyperparameters_of_sagemaker(self) -> None:
        passed = {'n_estimators': '10', 'criterion': '"gini"', 'max_features': 'sqrt', 'sagemaker_program': '"train.py"',
                  '_tuning_objective_metric': 'x', 'max_depth': 'null'}  # fmt: skip
        expected = {'n_estimators': 10, 'criterion': 'gini', 'max_features': 'sqrt', 'max_depth': None}
        self.assertEqual(decode_hyperparameters(passed), expected)
        for own, effective in (({}, expected), ({'n_estimators': 5}, {'n_estimators': 5})):
            space = self.workspace()
            space.write_job(algorithm='random_forest', hyperparameters=own)
            (space.root / 'input' / 'hyperparameters.json').write_text(json.dumps(passed))
            self.assertEqual(read_job(space.root / 'config', space.root / 'input').hyperparameters, effective)
