"""A user's own training program, run as SageMaker's script mode would run it."""

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from .environment import Environment
from .errors import KitError
from .job import Job
from .log import say
from .script_environment import check_hyperparameters, script_variables, user_arguments
from .stop_watch import StopWatch
from .wording import quoted

TAIL_BYTES = 4_096
TAIL_LINES = 10
PIPE_SECONDS = 5


def run_script(job: Job, environment: Environment, watch: StopWatch, variables: Mapping[str, str]) -> None:
    """Runs the program to its end; it must write something into the model folder."""
    folder, entry = find_script(variables.get('MLOPS_SCRIPT_DIR'), variables.get('MLOPS_SCRIPT_ENTRY'))
    check_hyperparameters(job.hyperparameters)
    for path in (environment.model_dir, environment.output_data_dir):
        path.mkdir(parents=True, exist_ok=True)
    say(f'script: {quoted(entry)} with Python {sys.version.split()[0]}')
    command = [sys.executable, str(folder / entry), *user_arguments(job.hyperparameters)]
    full = script_variables(job.hyperparameters, environment, source=(folder, entry), inherited=variables)
    tail, status = _run(command, (folder, full), watch)
    _check_status(status, tail)
    if not any(environment.model_dir.iterdir()):
        raise KitError(
            'script-failed',
            f'the script {quoted(entry)} ended well but wrote nothing to SM_MODEL_DIR',
            "Save the model into the folder os.environ['SM_MODEL_DIR'].",
        )


def find_script(folder: str | None, entry: str | None) -> tuple[Path, str]:
    """The resolved source folder and the entry point inside it."""
    hint = 'entry-point must be the path of a .py file inside source-dir.'
    if not folder or not entry:
        raise KitError('script-missing', 'no script is given', hint)
    root = Path(folder).resolve()
    path = (root / entry).resolve()
    if not path.is_relative_to(root):
        raise KitError('script-missing', f'the entry point {quoted(entry)} leaves the source folder', hint)
    if path.suffix != '.py' or not path.is_file():
        raise KitError('script-missing', f'the source folder has no Python file {quoted(entry)}', hint)
    return root, str(path.relative_to(root))


def _run(command: list[str], place: tuple[Path, dict[str, str]], watch: StopWatch) -> tuple[bytes, int]:
    folder, variables = place

    def start() -> 'subprocess.Popen[bytes]':
        return subprocess.Popen(
            command,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    child = watch.start_child(start)
    tail = _Tail(child.stdout)
    status = watch.wait_for_child(child)
    tail.finish()
    return tail.content, status


class _Tail:
    """Passes a stream on as it comes and remembers its end."""

    def __init__(self, stream: BinaryIO) -> None:
        self.content = b''
        self.stream = stream
        self.thread = threading.Thread(target=self._pass_on, daemon=True)
        self.thread.start()

    def _pass_on(self) -> None:
        while chunk := os.read(self.stream.fileno(), 65_536):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
            self.content = (self.content + chunk)[-TAIL_BYTES:]
        if self.content and not self.content.endswith(b'\n'):
            sys.stdout.buffer.write(b'\n')
            sys.stdout.buffer.flush()

    def finish(self) -> None:
        # A process that left the script's group may hold the pipe open for ever.
        self.thread.join(PIPE_SECONDS)


def _check_status(status: int, tail: bytes) -> None:
    if status == 0:
        return
    how = f'ended with exit code {status}' if status > 0 else f'was ended by signal {-status}'
    lines = tail.decode('utf-8', 'replace').strip().splitlines()[-TAIL_LINES:]
    said = ' | '.join(line.strip() for line in lines if line.strip())
    message = f'the script {how}' + (f'; its last lines: {_printable(said)}' if said else ' and said nothing')
    raise KitError('script-failed', message, 'The whole output is in the log above.')


def _printable(text: str) -> str:
    return ''.join(char if char.isprintable() else '·' for char in text[-700:])
