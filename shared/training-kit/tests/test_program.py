"""The program as the action and the container start it: exit codes, files it leaves, signals, probe."""

import json
import os
import signal
import stat
import sys
import unittest.mock

from mlops_kit.algorithms import ALGORITHMS
from mlops_kit.errors import KitError
from mlops_kit.failure import report_failure
from mlops_kit.libraries import require
from mlops_kit.model_arrays import ModelArrays

from .data_sets import bundled
from .workspace import KitTest, Workspace

SLOW = {'algorithm': 'random_forest', 'hyperparameters': {'n_estimators': 10_000, 'max_depth': 1}}


class Program(KitTest):
    def iris(self, **job: object) -> Workspace:
        space = self.workspace()
        space.write_rows(*bundled('iris'))
        space.write_job(**job)
        return space

    def test_success(self) -> None:
        space = self.iris(algorithm='logistic_regression')
        done = space.run(('--C', '3'))
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        names = ['manifest.json', 'metrics.json', 'model.joblib', 'model.safetensors']
        self.assertEqual(sorted(os.listdir(space.root / 'model')), names)
        self.assertEqual(os.listdir(space.root / 'output'), [])
        self.assertEqual(stat.S_IMODE((space.root / 'model' / 'manifest.json').stat().st_mode), 0o644)
        metrics = json.loads((space.root / 'model' / 'metrics.json').read_text())
        self.assertAlmostEqual(metrics['train_accuracy'], float(done.stdout.split('train_accuracy=')[1].split()[0]), 5)

    def test_the_manifest_has_the_fields_of_the_format(self) -> None:
        space = self.iris(algorithm='logistic_regression', validation={'method': 'kfold'}, sample_id=None, seed=3)
        self.assertEqual(space.run().returncode, 0)
        model = space.model()
        for name, value in {
            'schema_version': 1, 'format': 'mlops-model', 'kit_version': '1.0.0', 'task': 'classification', 'seed': 3,
            'algorithm': 'logistic_regression', 'target': 'target', 'sample_id': None, 'positive_class': '2',
            'model': {'kind': 'linear', 'link': 'softmax'}, 'rows': {'train': 150, 'used': 150},
            'preprocessing': {'missing': 'median', 'scale': 'standard', 'outliers': {'method': 'none'}, 'encode': 'one_hot'},
        }.items():  # fmt: skip
            self.assertEqual(model.manifest[name], value, name)
        self.assertEqual(set(model.manifest['engine']), {'python', 'numpy', 'scikit-learn'})
        self.assertRegex(model.manifest['dataset']['sha256'], '^[0-9a-f]{64}$')
        self.assertLess(model.manifest['parity']['self_check_max_difference'], 1e-5)
        kinds = {name: (model.dtypes[name], model.shapes[name]) for name in model.tensors}
        for part in ('fill', 'lower', 'upper', 'center', 'scale'):
            self.assertEqual(kinds.pop(f'numeric.{part}'), ('F32', [4]))
        expected = {
            'linear.coefficient': ('F64', [3, 4]), 'linear.intercept': ('F64', [3]),
            'parity.numeric': ('F32', [150, 4]), 'parity.expected': ('F64', [150, 3]),
        }  # fmt: skip
        self.assertEqual(kinds, expected)

    def test_tensors_of_trees(self) -> None:
        space = self.iris(algorithm='xgboost', hyperparameters={'n_estimators': 4})
        self.assertEqual(space.run().returncode, 0)
        model = space.model()
        nodes, leaves = len(model.tensors['tree.feature']), sum(f < 0 for f in model.tensors['tree.feature'])
        kinds = {name: (model.dtypes[name], model.shapes[name]) for name in model.tensors if name.startswith('tree.')}
        integers = {f'tree.{part}': ('I32', [nodes]) for part in ('feature', 'left', 'right')}
        expected = integers | {
            'tree.offset': ('I32', [13]), 'tree.threshold': ('F32', [nodes]), 'tree.default_left': ('U8', [nodes]),
            'tree.leaf': ('F32', [leaves, 1]), 'tree.output': ('I32', [12]),
        }  # fmt: skip
        self.assertEqual(kinds, expected)
        self.assertEqual(model.tensors['tree.output'], (0, 1, 2) * 4)

    def test_failure_leaves_a_reason_and_no_model(self) -> None:
        space = self.iris(algorithm='random_forest', target='speces')
        done = space.run()
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.count('\n'), 1)
        self.assertTrue(done.stderr.startswith('error: target-missing-column: '), done.stderr)
        failure = space.failure()
        self.assertEqual(failure['code'], 'target-missing-column')
        self.assertIn('"speces"', failure['message'])
        paragraph = (space.root / 'output' / 'failure').read_text()
        self.assertIn(failure['message'], paragraph)
        self.assertIn(failure['hint'], paragraph)
        self.assertEqual(os.listdir(space.root / 'model'), [])

    def test_a_defect_shows_its_traceback(self) -> None:
        space = self.iris(algorithm='linear_regression')
        (space.root / 'model').rmdir()
        (space.root / 'model').write_text('a file where a folder belongs')
        done = space.run()
        self.assertEqual((done.returncode, space.failure()['code']), (1, 'internal'))
        self.assertIn('Traceback', done.stderr)

    def test_hostile_job_texts_stay_on_one_line(self) -> None:
        space = self.iris(algorithm='x\n::error::y\ud800' + 'z' * 5000)
        done = space.run()
        self.assertEqual((done.returncode, done.stderr.count('\n')), (1, 1))
        self.assertLess(len(done.stderr), 500)
        self.assertEqual(space.failure()['code'], 'unsupported-algorithm')

    def test_hyperparameters_of_the_container(self) -> None:
        space = self.iris(algorithm='random_forest')
        (space.root / 'input' / 'hyperparameters.json').write_text('{"n_estimators": "3", "sagemaker_program": "train.py"}')
        self.assertEqual(space.run().returncode, 0)
        self.assertEqual(space.model().manifest['hyperparameters']['n_estimators'], 3)

    def test_signals_end_it_at_once_and_leave_nothing(self) -> None:
        for number, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
            with self.subTest(number.name):
                space = self.iris(**SLOW)
                process = space.start()
                while 'target "target"' not in process.stdout.readline():
                    pass
                process.send_signal(number)
                out, err = process.communicate(timeout=60)
                self.assertEqual(process.returncode, code, out + err)
                self.assertIn(f'stopped by {number.name}', err)
                self.assertEqual(os.listdir(space.root / 'model'), [])
                self.assertEqual(os.listdir(space.root / 'output'), [])

    def test_probe(self) -> None:
        done = self.workspace().run(('--probe',))
        self.assertEqual((done.returncode, done.stdout.count('\n')), (0, 1))
        versions = json.loads(done.stdout)
        import numpy
        import sklearn

        self.assertEqual(list(versions), ['python', 'numpy', 'scikit-learn', 'xgboost', 'lightgbm'])
        self.assertEqual((versions['numpy'], versions['scikit-learn']), (numpy.__version__, sklearn.__version__))

    def test_probe_and_training_with_a_broken_library(self) -> None:
        space = self.iris(algorithm='xgboost')
        broken = space.root / 'code' / 'xgboost'
        broken.mkdir()
        (broken / '__init__.py').write_text('print("loading"); raise OSError("libgomp.so.1: cannot open shared object file")')
        path = {'PYTHONPATH': str(space.root / 'code')}
        self.assertIsNone(json.loads(space.run(('--probe',), **path).stdout)['xgboost'])
        done = space.run(**path)
        self.assertEqual((done.returncode, space.failure()['code']), (1, 'module-missing'))
        self.assertIn('libgomp.so.1', space.failure()['message'])


class Library(KitTest):
    def test_a_missing_module_names_the_interpreter_and_the_command(self) -> None:
        with unittest.mock.patch.dict(sys.modules, {'lightgbm': None}), self.assertRaises(KitError) as caught:
            require('lightgbm')
        self.assertEqual(caught.exception.code, 'module-missing')
        self.assertIn(sys.executable, caught.exception.message)
        self.assertIn('pip install lightgbm', caught.exception.hint)


class SelfCheck(KitTest):
    def test_arrays_that_differ_from_the_library_are_never_written(self) -> None:
        space = self.workspace()
        space.write_rows(*bundled('iris'))
        evaluate = ModelArrays.evaluate
        with (
            unittest.mock.patch.object(ModelArrays, 'evaluate', lambda self, matrix: evaluate(self, matrix) + 2e-5),
            self.fails('self-check-failed', '2e-05'),
        ):
            space.train(algorithm='logistic_regression')
        self.assertEqual(os.listdir(space.root / 'model'), [])


class Failure(KitTest):
    def test_the_paragraph_fits_and_an_unwritable_folder_is_survived(self) -> None:
        space = self.workspace()
        error = KitError('internal', 'long ' * 1000, 'hint')
        with unittest.mock.patch('sys.stderr'):
            report_failure(error, space.environment)
            self.assertLessEqual(len((space.root / 'output' / 'failure').read_text()), 1025)
            (space.root / 'gone').write_text('')
            variables = space.variables | {'SM_OUTPUT_DIR': str(space.root / 'gone')}
            from mlops_kit.environment import read_environment

            report_failure(error, read_environment(variables))


class Table(KitTest):
    def test_every_algorithm_is_registered_under_its_name(self) -> None:
        self.assertEqual(set(ALGORITHMS), {'random_forest', 'logistic_regression', 'linear_regression', 'xgboost'})
