"""Where things are: the SM_* variables of the training container, with its default paths."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path('/opt/ml')


@dataclass(frozen=True)
class Environment:
    """The folders of one training and the threads it may use."""

    model_dir: Path
    train_dir: Path
    test_dir: Path | None
    config_dir: Path
    output_dir: Path
    output_data_dir: Path
    input_dir: Path
    input_config_dir: Path
    threads: int


def read_environment(variables: Mapping[str, str]) -> Environment:
    """Reads the SM_* variables; whatever is not set is where SageMaker puts it."""

    def folder(name: str, default: Path) -> Path:
        return Path(variables.get(name) or default)

    input_dir = folder('SM_INPUT_DIR', ROOT / 'input')
    output_dir = folder('SM_OUTPUT_DIR', ROOT / 'output')
    test_dir = folder('SM_CHANNEL_TEST', input_dir / 'data' / 'test')
    return Environment(
        model_dir=folder('SM_MODEL_DIR', ROOT / 'model'),
        train_dir=folder('SM_CHANNEL_TRAIN', input_dir / 'data' / 'train'),
        test_dir=test_dir if test_dir.is_dir() else None,
        config_dir=folder('SM_CHANNEL_CONFIG', input_dir / 'data' / 'config'),
        output_dir=output_dir,
        output_data_dir=folder('SM_OUTPUT_DATA_DIR', output_dir / 'data'),
        input_dir=input_dir,
        input_config_dir=folder('SM_INPUT_CONFIG_DIR', input_dir / 'config'),
        threads=thread_count(variables),
    )


def thread_count(variables: Mapping[str, str]) -> int:
    """OMP_NUM_THREADS where it is a positive number, else the processors this process may use."""
    asked = variables.get('OMP_NUM_THREADS', '').split(',')[0].strip()
    if asked.isascii() and asked.isdigit() and 0 < int(asked[:6]):
        return int(asked[:6])
    return available_processors()


def available_processors() -> int:
    """The processors this process may run on."""
    affinity = getattr(os, 'sched_getaffinity', None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
