"""Which libraries this Python can really use, as one line of JSON."""

import contextlib
import importlib
import json
import platform
import sys

from .libraries import MODULES


def probe() -> str:
    """`{"python": …, "numpy": …, "scikit-learn": …, "xgboost": …, "lightgbm": …}`, null where an import fails.

    Every module is imported: metadata alone would also vouch for a package whose shared library is missing.
    """
    # A library that prints while it is imported must not spoil the line.
    with contextlib.redirect_stdout(sys.stderr):
        versions = {name: _version(module) for name, module in MODULES.items()}
    return json.dumps({'python': platform.python_version()} | versions)


def _version(module: str) -> str | None:
    try:
        return str(importlib.import_module(module).__version__)
    except Exception:  # a broken installation raises whatever it likes
        return None
