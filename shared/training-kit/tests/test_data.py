"""The columns of a job: targets, classes, features, and everything that can be wrong with them."""

import numpy as np

from mlops_kit.target import choose_positive, sort_classes

from .workspace import KitTest

ROWS = [[number, number % 3, 'x' if number % 2 else 'y', number % 2] for number in range(30)]
HEADER = ['id', 'n', 'kind', 'label']
FOREST = {'algorithm': 'random_forest', 'hyperparameters': {'n_estimators': 3}}


class Classes(KitTest):
    def test_order(self) -> None:
        cases = [
            (['10', '9', '-1'], ['-1', '9', '10']),
            (['1.0', '1', '2'], ['1', '1.0', '2']),
            (['b', 'a', 'B', 'ä'], ['B', 'a', 'b', 'ä']),
            (['10', '9', 'x'], ['10', '9', 'x']),
            (['True', 'False'], ['False', 'True']),
            (['\U0001f600', '\uffff'], ['\uffff', '\U0001f600']),
        ]
        for given, expected in cases:
            with self.subTest(given):
                self.assertEqual(sort_classes(given), expected)

    def test_positive_class(self) -> None:
        cases = [
            (['no', 'yes'], None, 'yes'),
            (['no', 'yes'], 'no', 'no'),
            (['False', 'True'], True, 'True'),
            (['0', '1'], 0, '0'),
            (['0.0', '1.0'], 1, '1.0'),
        ]
        for classes, asked, expected in cases:
            with self.subTest(asked):
                self.assertEqual(choose_positive(classes, asked), expected)
        for asked in ('Yes', 1, True, ''):
            with self.subTest(asked), self.fails('bad-job', 'positive_class'):
                choose_positive(['no', 'yes'], asked)

    def test_classes_of_every_spelling_survive(self) -> None:
        cases = [
            (['1', '0'], ['0', '1']),
            (['2.5', '-1', '10'], ['-1', '2.5', '10']),
            (['true', 'false'], ['false', 'true']),
            (['a,b', 'say "c"', 'two\nlines', ' blank ', '日本'], [' blank ', 'a,b', 'say "c"', 'two\nlines', '日本']),
            (['constructor', '__proto__'], ['__proto__', 'constructor']),
        ]
        for classes, expected in cases:
            with self.subTest(classes):
                space = self.workspace()
                space.write_rows(['x', 'y'], [[number, classes[number % len(classes)]] for number in range(40)])
                self.assertEqual(space.train(**FOREST).manifest['classes'], expected)

    def test_unused_classes_are_no_silent_loss(self) -> None:
        rows = [['' if number % 3 == 2 else number, number % 3] for number in range(30)]
        space = self.workspace()
        space.write_rows(['x', 'y'], rows)
        with self.fails('too-few-rows', 'the class "2"'):
            space.train(**FOREST, preprocessing={'missing': 'drop'})


class Columns(KitTest):
    def train(self, header: list[str] = HEADER, rows: object = ROWS, **job: object) -> dict:
        space = self.workspace()
        space.write_rows(header, rows)
        return space.train(**{**FOREST, **job}).manifest

    def test_defaults_and_choices(self) -> None:
        cases = [
            ({}, 'label', ['id', 'n', 'kind']),
            ({'sample_id': 'id'}, 'label', ['n', 'kind']),
            ({'target': 'kind'}, 'kind', ['id', 'n', 'label']),
            ({'features': ['kind', 'n']}, 'label', ['kind', 'n']),
        ]
        for job, target, features in cases:
            with self.subTest(**job):
                manifest = self.train(**job)
                self.assertEqual((manifest['target'], [f['name'] for f in manifest['features']]), (target, features))

    def test_kinds(self) -> None:
        rows = [[f'0{number % 4}', '' if number % 2 else '1e3', 'NA', number % 2] for number in range(30)]
        manifest = self.train(['zip', 'n', 'gone', 'y'], rows, types={'zip': 'categorical'})
        self.assertEqual(
            manifest['features'],
            [
                {'name': 'zip', 'kind': 'categorical', 'categories': ['00', '01', '02', '03']},
                {'name': 'n', 'kind': 'numeric'},
                {'name': 'gone', 'kind': 'numeric'},
            ],
        )

    def test_mistakes(self) -> None:
        def rows(change: object) -> list[list[object]]:
            return [change(number) for number in range(30)]

        bad_ten = [[number, 'oops' if number == 10 else 1, 'x', number % 2] for number in range(30)]
        cases = [
            ('target unknown', {'target': 'labell'}, None, 'target-missing-column', ['"labell"', 'did you mean "label"']),
            ('feature unknown', {'features': ['n', 'knd']}, None, 'feature-missing', ['"knd" of features', '"kind"']),
            ('id unknown', {'sample_id': 'idd'}, None, 'feature-missing', ['"idd" of sample_id']),
            ('type unknown', {'types': {'zip': 'numeric'}}, None, 'feature-missing', ['"zip" of types']),
            ('nothing left', {'features': []}, None, 'no-features', []),
            ('target is the id', {'sample_id': 'label'}, None, 'bad-job', ['"label"']),
            ('target is a feature', {'features': ['n', 'label']}, None, 'bad-job', ['"label"']),
            ('no number', {'types': {'n': 'numeric'}}, bad_ten, 'feature-not-numeric', ['row 12', '"n"', '"oops"']),
            ('infinite', {}, rows(lambda n: [n, '-inf' if n == 3 else 1, 'x', n % 2]), 'feature-not-numeric', ['row 5', '"n"']),
            ('beyond float32', {}, rows(lambda n: [n, '1e39', 'x', n % 2]), 'feature-not-numeric', ['row 2']),
            ('target gap', {}, rows(lambda n: [n, 1, 'x', 'NA' if n > 27 else 1]), 'target-missing-values', ['row 30', '2 of 30']),
            ('one class', {}, rows(lambda n: [n, 1, 'x', 'same']), 'one-class', ['"same"']),
            ('too many classes', {}, [[n, 1, 'x', n] for n in range(1001)], 'too-many-classes', ['1,001']),
            ('header only', {}, [], 'dataset-empty', ['part-0.csv']),
            ('one row', {'task': 'regression'}, [[1, 1, 'x', 2]], 'too-few-rows', ['1 row']),
            ('all dropped', {'preprocessing': {'missing': 'drop'}}, rows(lambda n: [n, '', 'x', n % 2]), 'too-few-rows', ['30 rows dropped']),
            ('regression on texts', {'task': 'regression', 'target': 'kind'}, None, 'target-not-numeric', ['row 2', '"y"']),
            ('regression gap', {'task': 'regression'}, rows(lambda n: [n, 1, 'x', 'NaN' if n == 4 else 1]), 'target-missing-values', ['row 6']),
            ('regression infinite', {'task': 'regression'}, rows(lambda n: [n, 1, 'x', 'inf' if n == 4 else 1]), 'target-not-numeric', ['row 6']),
            ('too wide', {}, [[n, 1, f'text {n}', n % 2] for n in range(20_100)], 'bad-preprocessing', ['"kind" alone has 20,100']),
            ('keep', {'preprocessing': {'missing': 'keep'}}, None, 'bad-preprocessing', ['cannot keep']),
            ('poisson below 0', {'task': 'regression', 'hyperparameters': {'criterion': 'poisson'}}, rows(lambda n: [n, 1, 'x', -n]), 'bad-hyperparameter', ['poisson']),
        ]  # fmt: skip
        for name, job, table, code, parts in cases:
            with self.subTest(name), self.fails(code, *parts):
                self.train(rows=ROWS if table is None else table, **job)

    def test_preprocessing_problems_all_at_once(self) -> None:
        asked = {'missing': 'guess', 'scal': 'none', 'outliers': {'method': 'iqr', 'action': 'move', 'factor': 0}, 'encode': 1}
        parts = ['missing must be', '"scal" (did you mean "scale"?)', 'outliers.action', 'outliers.factor', 'encode must be']
        with self.fails('bad-preprocessing', *parts):
            self.train(preprocessing=asked)

    def test_a_forest_beyond_the_cap_is_refused_while_it_grows(self) -> None:
        random = np.random.default_rng(0)
        rows = [[value, 0, 'x', random.integers(2)] for value in random.normal(size=3000)]
        settings = {'n_estimators': 10_000, 'max_depth': None}
        with self.fails('bad-hyperparameter', 'the trees grew to', '2,000,000'):
            self.train(rows=rows, hyperparameters=settings)

    def test_what_boosting_objectives_cannot_take(self) -> None:
        rows = [[number, 0, 'x', number % 3 - 1] for number in range(30)]
        cases = [
            ({'objective': 'count:poisson'}, 'regression', 'the least here is -1'),
            ({'objective': 'binary:logistic'}, 'classification', 'has 3'),
        ]
        for settings, task, part in cases:
            with self.subTest(**settings), self.fails('bad-hyperparameter', part):
                self.train(rows=rows, algorithm='xgboost', task=task, hyperparameters=settings)


class Log(KitTest):
    def test_hostile_names_stay_inside_their_line(self) -> None:
        space = self.workspace()
        target = '::error::x\n::set-output name=a::b'
        space.write_rows(['x', target], [[number, f'\r\n::warning::{number % 2}'] for number in range(20)])
        space.train(**FOREST)
        self.assertNotRegex(space.log, r'(?m)^::')
        self.assertIn('\\u000a::set-output', space.log)

    def test_what_a_person_wants_to_know(self) -> None:
        space = self.workspace()
        space.write_rows(HEADER, [['' if row[0] == 3 else row[0], *row[1:]] for row in ROWS])
        space.train(**FOREST)
        for part in (
            'data: 30 rows from 1 file, 3 features (2 numeric, 1 categorical), 1 missing cell (1.11 %)',
            'target "label": 2 classes: "0" 15 (50.0 %), "1" 15 (50.0 %)',
            'scikit-learn ',
            'self-check: 30 real rows',
            'train_accuracy=',
        ):
            self.assertIn(part, space.log)
