"""What a failed training leaves for people and for the action."""

import contextlib
import sys

from .environment import Environment
from .errors import KitError
from .files import to_json, write_atomically

LONGEST_REASON = 1_024
"""SageMaker shows that much of the file `failure`."""


def report_failure(error: KitError, environment: Environment) -> None:
    """Writes `failure` and `failure.json`, and one line to stderr; an unwritable folder only loses the files."""
    paragraph = ' '.join(f'{error.message}. {error.hint}'.split())
    print(f'error: {error.code}: {paragraph}', file=sys.stderr, flush=True)
    record = {'code': error.code, 'message': error.message, 'hint': error.hint}
    with contextlib.suppress(OSError):
        write_atomically(environment.output_dir / 'failure.json', to_json(record))
        write_atomically(
            environment.output_dir / 'failure', f'{paragraph[:LONGEST_REASON]}\n'.encode('utf-8', 'backslashreplace')
        )
