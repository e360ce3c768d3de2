"""A throw-away training folder: channels, job and output, run in this process or in one of its own."""

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from mlops_kit.environment import Environment, read_environment
from mlops_kit.errors import KitError
from mlops_kit.job import read_job
from mlops_kit.training import train

from .model_reader import ModelFile

TRAIN_PY = Path(__file__).resolve().parent.parent / 'train.py'


class Workspace:
    """Folders as the container has them."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix='training-kit-'))
        self.log = ''
        for name in ('train', 'config', 'model', 'output', 'code', 'input'):
            (self.root / name).mkdir()

    @property
    def variables(self) -> dict[str, str]:
        root = self.root
        return {
            'SM_MODEL_DIR': str(root / 'model'),
            'SM_CHANNEL_TRAIN': str(root / 'train'),
            'SM_CHANNEL_CONFIG': str(root / 'config'),
            'SM_OUTPUT_DIR': str(root / 'output'),
            'SM_OUTPUT_DATA_DIR': str(root / 'output' / 'data'),
            'SM_INPUT_CONFIG_DIR': str(root / 'input'),
            'OMP_NUM_THREADS': '2',
        }

    @property
    def environment(self) -> Environment:
        return read_environment(self.variables)

    def write_rows(self, header: list[str], rows: object, name: str = 'part-0.csv') -> None:
        with (self.root / 'train' / name).open('w', newline='', encoding='utf-8') as stream:
            csv.writer(stream).writerows([header, *rows])

    def write_bytes(self, content: bytes, name: str = 'part-0.csv') -> None:
        (self.root / 'train' / name).write_bytes(content)

    def write_job(self, **fields: object) -> None:
        job = {'schema_version': 1, 'training_id': 'train-20250110-093000-1a2b3c4d', **fields}
        (self.root / 'config' / 'job.json').write_text(json.dumps(job), 'utf-8')

    def train(self, **fields: object) -> ModelFile:
        """Trains in this process."""
        self.write_job(**fields)
        output = io.StringIO()
        try:
            with contextlib.redirect_stdout(output):
                train(read_job(self.root / 'config', self.root / 'input'), self.environment)
        finally:
            self.log = output.getvalue()
        return self.model()

    def model(self) -> ModelFile:
        return ModelFile(self.root / 'model')

    def start(self, arguments: tuple[str, ...] = (), **variables: str) -> 'subprocess.Popen[str]':
        """Starts the program itself, with nothing in its environment but what is given."""
        return subprocess.Popen(
            [sys.executable, str(TRAIN_PY), *arguments],
            env={'PATH': os.environ['PATH'], 'PYTHONPATH': '', **self.variables, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding='utf-8',
        )

    def run(self, arguments: tuple[str, ...] = (), **variables: str) -> 'subprocess.CompletedProcess[str]':
        """Runs the program to its end."""
        process = self.start(arguments, **variables)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def failure(self) -> dict[str, str]:
        return json.loads((self.root / 'output' / 'failure.json').read_text('utf-8'))


class KitTest(unittest.TestCase):
    """A test with workspaces of its own and errors asserted by code."""

    def workspace(self) -> Workspace:
        space = Workspace()
        self.addCleanup(subprocess.run, ['rm', '-rf', str(space.root)], check=False)
        return space

    @contextlib.contextmanager
    def fails(self, code: str, *parts: str):
        """The block raises this code, and the message holds all parts."""
        with self.assertRaises(KitError) as caught:
            yield
        self.assertEqual(caught.exception.code, code, caught.exception.message)
        for part in parts:
            self.assertIn(part, caught.exception.message)
