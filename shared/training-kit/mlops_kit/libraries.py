"""Libraries that may or may not be there, and their versions."""

import importlib
import platform
import re
import sys
from types import ModuleType

from .errors import KitError

MODULES = {'numpy': 'numpy', 'scikit-learn': 'sklearn', 'xgboost': 'xgboost', 'lightgbm': 'lightgbm'}


def require(library: str) -> ModuleType:
    """Imports the library, or fails with `module-missing` and the way to install it."""
    try:
        return importlib.import_module(MODULES[library])
    except Exception as error:  # a broken installation raises whatever it likes
        raise KitError(
            'module-missing',
            f'{library} cannot be imported by {sys.executable}: {type(error).__name__}: {str(error).splitlines()[:1]}',
            f'Install it for this Python: {sys.executable} -m pip install {library}',
        ) from error


def installed_version(library: str) -> str:
    """The version of an importable library."""
    return str(require(library).__version__)


def engine(libraries: tuple[str, ...]) -> dict[str, str]:
    """The versions of Python, numpy and the libraries named."""
    return {'python': platform.python_version()} | {name: installed_version(name) for name in ('numpy', *libraries)}


def version_pair(version: str) -> tuple[int, int]:
    """`1.10.2rc1` as (1, 10)."""
    numbers = [int(digits) for digits in re.findall(r'\d+', version)[:2]]
    return (numbers[0] if numbers else 0, numbers[1] if len(numbers) > 1 else 0)
