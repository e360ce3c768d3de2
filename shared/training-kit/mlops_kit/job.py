"""job.json: what is asked for, checked field by field."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from . import SCHEMA_VERSION
from .errors import KitError, raise_problems
from .wording import listed, quoted

JOB_HINT = 'The fields of job.json are described in docs/model-format.md.'
LARGEST_JOB = 4 * 2**20
LARGEST_SEED = 2**32 - 1
VALIDATION_METHODS = ('none', 'kfold', 'time_series_split')
MOST_FOLDS = 50
RESERVED = re.compile(r'sagemaker_.*|_tuning_objective_metric|default_user_module_name')


@dataclass(frozen=True)
class Validation:
    """How the training estimates its own quality: none, kfold or time_series_split."""

    method: str = 'none'
    folds: int = 5


@dataclass(frozen=True)
class Job:
    """One training as asked for; None means that the default follows from the data or the algorithm."""

    training_id: str
    algorithm: str
    task: str | None = None
    target: str | None = None
    features: list[str] | None = None
    sample_id: str | None = None
    types: dict[str, str] = field(default_factory=dict)
    positive_class: str | bool | int | float | None = None
    preprocessing: dict[str, object] = field(default_factory=dict)
    hyperparameters: dict[str, object] = field(default_factory=dict)
    validation: Validation = Validation()
    trees: str = 'all'
    parity_rows: str = 'real'
    seed: int = 42


def read_job(config_dir: Path, input_config_dir: Path) -> Job:
    """Reads job.json; hyperparameters come from hyperparameters.json when job.json has none."""
    job = parse_job(_read_object(config_dir / 'job.json'))
    passed = input_config_dir / 'hyperparameters.json'
    if not job.hyperparameters and passed.is_file():
        job.hyperparameters.update(decode_hyperparameters(_read_object(passed)))
    return job


def decode_hyperparameters(passed: dict[str, object]) -> dict[str, object]:
    """SageMaker's texts as JSON values where they are JSON; the reserved names are left out."""
    return {name: _decoded(value) for name, value in passed.items() if not RESERVED.fullmatch(name)}


def _decoded(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _read_object(path: Path) -> dict[str, object]:
    try:
        with path.open('rb') as stream:
            content = stream.read(LARGEST_JOB + 1)
        if len(content) > LARGEST_JOB:
            raise KitError('bad-job', f'{path.name} is larger than {LARGEST_JOB:,} bytes', JOB_HINT)
        value = json.loads(content.decode('utf-8'))
    except (OSError, ValueError, RecursionError) as error:
        raise KitError('bad-job', f'{path.name} cannot be read: {error}', JOB_HINT) from error
    if not isinstance(value, dict):
        raise KitError('bad-job', f'{path.name} is not a JSON object', JOB_HINT)
    return value


def parse_job(fields: dict[str, object]) -> Job:
    """Checks every field; absent and null mean the default, unknown fields are left alone."""
    reader = _Fields({name: value for name, value in fields.items() if value is not None})
    reader.require(fields.get('schema_version') == SCHEMA_VERSION, f'schema_version must be {SCHEMA_VERSION}')
    job = Job(
        training_id=reader.text('training_id', required=True) or '',
        algorithm=reader.text('algorithm', required=True) or '',
        task=reader.text('task'),
        target=reader.text('target'),
        features=reader.names('features'),
        sample_id=reader.text('sample_id'),
        types=reader.types(),
        positive_class=reader.scalar('positive_class'),
        preprocessing=reader.object('preprocessing'),
        hyperparameters=reader.object('hyperparameters'),
        validation=reader.validation(),
        trees=reader.choice('trees', ('all', 'best')),
        parity_rows=reader.choice('parity_rows', ('real', 'synthetic')),
        seed=reader.whole('seed', 42, (0, LARGEST_SEED)),
    )
    _check_columns(job, reader)
    raise_problems('bad-job', 'job.json', reader.problems, JOB_HINT)
    return job


def _check_columns(job: Job, reader: '_Fields') -> None:
    chosen = job.features or []
    twice = [name for name, times in Counter(chosen).items() if times > 1]
    reader.require(not twice, f'features names {listed(twice)} more than once')
    reader.require(job.target is None or job.target not in chosen, 'features names the target')
    reader.require(job.sample_id is None or job.sample_id not in chosen, 'features names the sample_id')
    reader.require(job.target is None or job.target != job.sample_id, 'target and sample_id are the same column')


class _Fields:
    """Reads fields and collects what is wrong with them."""

    def __init__(self, fields: dict[str, object]) -> None:
        self.fields = fields
        self.problems: list[str] = []

    def require(self, condition: bool, problem: str) -> None:
        if not condition:
            self.problems.append(problem)

    def text(self, name: str, *, required: bool = False) -> str | None:
        value = self.fields.get(name)
        if value is None:
            self.require(not required, f'{name} is missing')
            return None
        self.require(isinstance(value, str), f'{name} must be a text, not {quoted(value)}')
        return value if isinstance(value, str) else None

    def scalar(self, name: str) -> str | bool | int | float | None:
        value = self.fields.get(name)
        if value is None or isinstance(value, (str, bool, int, float)):
            return value
        self.problems.append(f'{name} must be a text or a number')
        return None

    def names(self, name: str) -> list[str] | None:
        value = self.fields.get(name)
        if value is None:
            return None
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return value
        self.problems.append(f'{name} must be a list of column names')
        return None

    def object(self, name: str) -> dict[str, object]:
        value = self.fields.get(name, {})
        self.require(isinstance(value, dict), f'{name} must be an object')
        return dict(value) if isinstance(value, dict) else {}

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        value = self.fields.get(name, known[0])
        if isinstance(value, str) and value in known:
            return value
        self.problems.append(f'{name} must be one of {", ".join(known)}, not {quoted(value)}')
        return known[0]

    def whole(self, name: str, default: int, limits: tuple[int, int]) -> int:
        value = self.fields.get(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and limits[0] <= value <= limits[1]:
            return value
        self.problems.append(f'{name} must be a whole number from {limits[0]} to {limits[1]}, not {quoted(value)}')
        return default

    def types(self) -> dict[str, str]:
        types = self.object('types')
        wrong = [name for name, kind in types.items() if kind not in ('numeric', 'categorical')]
        self.require(not wrong, f'types must be numeric or categorical for {listed(wrong)}')
        return {name: str(kind) for name, kind in types.items()}

    def validation(self) -> Validation:
        inner = _Fields({name: value for name, value in self.object('validation').items() if value is not None})
        asked = Validation(inner.choice('method', VALIDATION_METHODS), inner.whole('folds', 5, (2, MOST_FOLDS)))
        self.problems += [f'validation.{problem}' for problem in inner.problems]
        return asked
