"""Ends the training when the program that started it is gone."""

import os
import signal
import sys
import threading

VARIABLE = 'MLOPS_STDIN_LIFELINE'


def watch_lifeline(variables: dict[str, str] | os._Environ) -> None:
    """Where the variable is set, standard input closes with the starting program: then SIGTERM to this process."""
    if variables.get(VARIABLE) == '1':
        threading.Thread(target=_wait, daemon=True).start()


def _wait() -> None:
    while sys.stdin.buffer.raw.read(4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
