"""What the training says while it runs: one line each, for people and for metric definitions."""

import math


def say(line: str) -> None:
    """Prints one line at once."""
    print(line, flush=True)


def say_metric(name: str, value: float) -> None:
    """Prints `name=value` alone on a line, where a metric definition finds it."""
    if math.isfinite(value):
        say(f'{name}={value:.6g}')
