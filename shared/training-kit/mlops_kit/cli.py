"""The program: train as job.json asks, or `--probe` the libraries."""

import io
import os
import sys
import traceback

from . import KIT_VERSION
from .environment import Environment, read_environment
from .errors import KitError
from .failure import report_failure
from .files import remove_partial_files
from .job import read_job
from .libraries import require
from .lifeline import watch_lifeline
from .log import say
from .script import run_script
from .stop_watch import StopWatch

SCRIPT = 'script'


def main(arguments: list[str]) -> int:
    """The exit code; other arguments are ignored, since containers pass hyperparameters there as well."""
    _prepare_output()
    environment = read_environment(os.environ)
    _limit_threads(environment.threads)
    if '--probe' in arguments:
        from .probe import probe

        say(probe())
        return 0
    watch = StopWatch()
    watch.before_exit(lambda: remove_partial_files(environment.model_dir))
    watch.install()
    watch_lifeline(os.environ)
    failure = _attempt(environment, watch)
    if failure is None:
        return 0
    report_failure(failure, environment)
    return 1


def _prepare_output() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding='utf-8', errors='backslashreplace')


def _limit_threads(threads: int) -> None:
    # Read by the libraries when they are imported: more threads than processors would spin against each other.
    os.environ.setdefault('OMP_NUM_THREADS', str(threads))
    os.environ.setdefault('OMP_WAIT_POLICY', 'PASSIVE')


def _attempt(environment: Environment, watch: StopWatch) -> KitError | None:
    try:
        _work(environment, watch)
        return None
    except KitError as error:
        return error
    except MemoryError:
        hint = 'Use a larger machine, or fewer rows, features or trees.'
        return KitError('out-of-memory', 'the memory of this machine does not suffice', hint)
    except Exception as error:
        traceback.print_exc()
        kind = type(error).__name__
        hint = 'The traceback is in the log above.'
        return KitError('internal', f'a defect or an unforeseen condition stopped the training: {kind}: {error}', hint)


def _work(environment: Environment, watch: StopWatch) -> None:
    job = read_job(environment.config_dir, environment.input_config_dir)
    say(f'training kit {KIT_VERSION}')
    if job.algorithm == SCRIPT:
        run_script(job, environment, watch, os.environ)
        return
    require('numpy')
    from .training import train

    train(job, environment)
