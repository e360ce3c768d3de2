"""The environment and arguments of a user's training program, as SageMaker's script mode has them."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from .environment import Environment, available_processors
from .errors import raise_problems
from .wording import quoted

NAME = re.compile(r'[A-Za-z_][A-Za-z0-9_.-]{0,255}')
MOST_HYPERPARAMETERS = 100
LONGEST_VALUE = 2_500
HOST = 'algo-1'
NOT_FOR_SCRIPTS = re.compile(r'(ACTIONS|INPUT|MLOPS)_.*|(GITHUB|GH)_TOKEN')


def check_hyperparameters(hyperparameters: Mapping[str, object]) -> None:
    """Refuses names and values that cannot travel as arguments and variables."""
    unfit = [name for name in hyperparameters if not NAME.fullmatch(name)]
    problems = [f'the name {quoted(name)} must be letters, digits, _, - and .' for name in unfit]
    for name, value in hyperparameters.items():
        text = argument_text(value)
        if len(text) > LONGEST_VALUE:
            problems.append(f'{quoted(name)} is longer than {LONGEST_VALUE:,} characters')
        if not _encodable(text):
            problems.append(f'{quoted(name)} holds a NUL or an unpaired surrogate')
    if len(hyperparameters) > MOST_HYPERPARAMETERS:
        problems.append(f'{len(hyperparameters):,} are given, at most {MOST_HYPERPARAMETERS} are possible')
    raise_problems('bad-hyperparameter', 'hyperparameters of script', problems, 'They become --name value arguments.')


def _encodable(text: str) -> bool:
    return '\0' not in text and not any('\ud800' <= char <= '\udfff' for char in text)


def argument_text(value: object) -> str:
    """A hyperparameter as SageMaker's toolkit spells it in an argument: null is empty, an object `k=v,k2=v2`."""
    if value is None:
        return ''
    if isinstance(value, dict):
        return ','.join(f'{name}={item}' for name, item in sorted(value.items()))
    return str(value)


def user_arguments(hyperparameters: Mapping[str, object]) -> list[str]:
    """`--name value` by name, `-n value` for names of one letter."""
    return [
        part
        for name in sorted(hyperparameters)
        for part in (f'-{name}' if len(name) == 1 else f'--{name}', argument_text(hyperparameters[name]))
    ]


def script_variables(
    hyperparameters: Mapping[str, object],
    environment: Environment,
    *,
    source: tuple[Path, str],
    inherited: Mapping[str, str],
) -> dict[str, str]:
    """The whole environment: what the container set stays, tokens of the workflow and our own settings go."""
    folder, entry = source
    kept = {name: value for name, value in inherited.items() if not NOT_FOR_SCRIPTS.fullmatch(name)}
    channels = _channels(kept, environment)
    defaults = _defaults(environment, channels)
    own = {
        'SM_HPS': _json(dict(hyperparameters)),
        'SM_USER_ARGS': _json(user_arguments(hyperparameters)),
        'SM_USER_ENTRY_POINT': entry,
        'SM_MODULE_NAME': Path(entry).stem,
        'SM_MODULE_DIR': str(folder),
        'SM_CHANNELS': _json(sorted(channels)),
        'PYTHONUNBUFFERED': '1',
        'PYTHONPATH': os.pathsep.join([str(folder), *filter(None, [kept.get('PYTHONPATH')])]),
    }
    own |= {f'SM_HP_{name.upper()}': _value_text(value) for name, value in hyperparameters.items()}
    own |= {f'SM_CHANNEL_{name.upper()}': str(path) for name, path in channels.items()}
    variables = defaults | kept | own
    return variables | {'SM_TRAINING_ENV': _json(_training_env(variables, dict(hyperparameters), channels))}


def _channels(variables: Mapping[str, str], environment: Environment) -> dict[str, str]:
    known = {'train': environment.train_dir, 'test': environment.test_dir, 'config': environment.config_dir}
    channels = {name: str(path) for name, path in known.items() if path is not None and path.is_dir()}
    prefix = 'SM_CHANNEL_'
    given = {name.removeprefix(prefix).lower(): path for name, path in variables.items() if name.startswith(prefix)}
    return channels | given


def _defaults(environment: Environment, channels: Mapping[str, str]) -> dict[str, str]:
    resources = {'current_host': HOST, 'hosts': [HOST], 'network_interface_name': 'eth0'}
    modes = {name: {'TrainingInputMode': 'File', 'S3DistributionType': 'FullyReplicated'} for name in channels}
    return {
        'SM_MODEL_DIR': str(environment.model_dir),
        'SM_OUTPUT_DIR': str(environment.output_dir),
        'SM_OUTPUT_DATA_DIR': str(environment.output_data_dir),
        'SM_INPUT_DIR': str(environment.input_dir),
        'SM_INPUT_CONFIG_DIR': str(environment.input_config_dir),
        'SM_NUM_CPUS': str(available_processors()),
        'SM_NUM_GPUS': '0',
        'SM_CURRENT_HOST': HOST,
        'SM_HOSTS': _json([HOST]),
        'SM_NETWORK_INTERFACE_NAME': 'eth0',
        'SM_LOG_LEVEL': '20',
        'SM_RESOURCE_CONFIG': _json(resources),
        'SM_INPUT_DATA_CONFIG': _json(modes),
    }


def _training_env(
    variables: Mapping[str, str], hyperparameters: dict[str, object], channels: dict[str, str]
) -> dict[str, object]:
    texts = ('input_dir', 'input_config_dir', 'model_dir', 'output_dir', 'output_data_dir', 'module_name', 'module_dir')
    return {
        **{name: variables[f'SM_{name.upper()}'] for name in texts},
        'current_host': variables['SM_CURRENT_HOST'],
        'hosts': json.loads(variables['SM_HOSTS']),
        'network_interface_name': variables['SM_NETWORK_INTERFACE_NAME'],
        'num_cpus': int(variables['SM_NUM_CPUS']),
        'num_gpus': int(variables['SM_NUM_GPUS']),
        'log_level': int(variables['SM_LOG_LEVEL']),
        'user_entry_point': variables['SM_USER_ENTRY_POINT'],
        'resource_config': json.loads(variables['SM_RESOURCE_CONFIG']),
        'input_data_config': json.loads(variables['SM_INPUT_DATA_CONFIG']),
        'channel_input_dirs': channels,
        'hyperparameters': hyperparameters,
    }


def _value_text(value: object) -> str:
    return value if isinstance(value, str) else _json(value)


def _json(value: object) -> str:
    return json.dumps(value, separators=(',', ':'), sort_keys=True)
