"""One tabular training from the channel to the written model."""

import time

import numpy as np

from .algorithm import Algorithm, FitRequest
from .algorithms import choose_task, find_algorithm
from .cross_validation import cross_validate
from .dataset import CLASSIFICATION, Dataset, read_dataset
from .description import describe_data, describe_engine
from .environment import Environment
from .errors import KitError
from .files import to_json, write_atomically
from .hyperparameters import resolve
from .importance import feature_importance
from .job import Job
from .libraries import engine
from .log import say, say_metric
from .manifest import build_manifest
from .metrics import measure
from .model_arrays import ModelArrays
from .parity import TOLERANCE, Parity, make_parity, max_difference
from .pipeline import Pipeline, Recipe, check_every_class, fit_pipeline
from .preprocessing import Preprocessor
from .preprocessing_plan import plan_preprocessing
from .safetensors import encode_tensors
from .trained import Trained


def train(job: Job, environment: Environment) -> None:
    """Trains as the job asks and writes the model into the model folder, manifest last."""
    algorithm = find_algorithm(job.algorithm)
    task = choose_task(algorithm, job.task)
    say(f'{algorithm.name}, {task}')
    recipe = _recipe(job, task, algorithm, environment.threads)
    versions = engine(_libraries(job, algorithm))
    say(describe_engine(versions, environment.threads))
    dataset = read_dataset(job, task, environment.train_dir)
    for line in describe_data(dataset):
        say(line)
    trained = _train(job, task, (recipe, dataset, versions))
    for name, value in trained.metrics.items():
        say_metric(name, value)
    write_model(trained, environment)


def _recipe(job: Job, task: str, algorithm: Algorithm, threads: int) -> Recipe:
    hyperparameters = resolve(algorithm.name, algorithm.parameters(task), job.hyperparameters)
    algorithm.check(task, hyperparameters)
    plan = plan_preprocessing(job.preprocessing, algorithm.default_missing, algorithm.default_scale)
    settings = FitRequest(
        matrix=np.empty((0, 0), np.float32),
        target=np.empty(0),
        classes=0,
        hyperparameters=hyperparameters,
        seed=job.seed,
        threads=threads,
        trees=job.trees,
        time_ordered=job.validation.method == 'time_series_split',
    )
    return Recipe(algorithm, plan, settings)


def _libraries(job: Job, algorithm: Algorithm) -> tuple[str, ...]:
    splits = ('scikit-learn',) if job.validation.method != 'none' else ()
    return tuple(dict.fromkeys((*algorithm.libraries, *splits)))


def _train(job: Job, task: str, given: tuple[Recipe, Dataset, dict[str, str]]) -> Trained:
    recipe, dataset, versions = given
    recipe = recipe.for_classes(len(dataset.target.classes or []))
    cross_validation = cross_validate(job.validation, recipe, dataset)
    pipeline = _fit(recipe, dataset)
    arrays = pipeline.model.arrays()
    parity = make_parity(dataset.rows, pipeline, source=job.parity_rows, seed=job.seed)
    return Trained(
        job=job,
        task=task,
        recipe=recipe,
        dataset=dataset,
        engine=versions,
        cross_validation=cross_validation,
        pipeline=pipeline,
        arrays=arrays,
        parity=parity,
        self_check_max_difference=self_check(pipeline.preprocessor, arrays, parity, task == CLASSIFICATION),
        metrics=_metrics(dataset, pipeline) | (cross_validation.metrics() if cross_validation else {}),
        importance=feature_importance(pipeline, dataset.features),
    )


def _fit(recipe: Recipe, dataset: Dataset) -> Pipeline:
    started = time.monotonic()
    pipeline = fit_pipeline(recipe, dataset, np.arange(len(dataset)), progress=True)
    check_every_class(dataset, pipeline.used)
    rows, columns = pipeline.matrix.shape
    dropped = f' ({len(dataset) - rows:,} dropped by preprocessing)' if rows < len(dataset) else ''
    say(f'fit: {rows:,} rows{dropped} x {columns:,} columns in {time.monotonic() - started:.1f} s')
    return pipeline


def _metrics(dataset: Dataset, pipeline: Pipeline) -> dict[str, float]:
    target = dataset.target.values[pipeline.used]
    measured = measure(target, pipeline.model.predict(pipeline.matrix), dataset.target.classes is not None)
    return {f'train_{name}': value for name, value in measured.items()}


def self_check(preprocessor: Preprocessor, arrays: ModelArrays, parity: Parity, classify: bool) -> float:
    """Evaluates the arrays on the parity rows; beyond 1e-5 from the library it is `self-check-failed`."""
    ours = arrays.evaluate(preprocessor.transform(parity.rows))
    difference = max_difference(ours, parity.expected, classify)
    if not difference <= TOLERANCE:
        raise KitError(
            'self-check-failed',
            f'the arrays to be written differ from the library by {difference:.3g}, at most {TOLERANCE:g} is allowed',
            'Nothing was written. Report this with the versions above; another version of the library may help.',
        )
    say(f'self-check: {len(parity.rows):,} {parity.source} rows, largest difference {difference:.2g}')
    return difference


def write_model(trained: Trained, environment: Environment) -> None:
    """Writes the four files, each whole or not at all, and the manifest last."""
    model = trained.pipeline.model
    tensors = trained.pipeline.preprocessor.tensors() | trained.arrays.tensors | trained.parity.tensors()
    contents = {
        model.native_file: model.native_bytes(),
        'model.safetensors': encode_tensors(tensors),
        'metrics.json': to_json(trained.metrics, indent=2),
        'manifest.json': to_json(build_manifest(trained), indent=2),
    }
    for name, content in contents.items():
        write_atomically(environment.model_dir / name, content)
    say('wrote ' + ', '.join(f'{name} ({len(content):,} bytes)' for name, content in contents.items()))
