"""What the framework images run when a job names a script: SageMaker's training toolkit, emulated."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path

RESERVED = frozenset(('_tuning_objective_metric', 'default_user_module_name'))
BASE = Path(os.environ.get('SAGEMAKER_BASE_DIR') or '/opt/ml')
FETCHED = 'TOOLKIT_FETCHED_SOURCE'
"""Where the server put what the toolkit would download from S3."""


def main() -> int:
    """The exit code of the user's script, whose failure is told as the toolkit tells it."""
    # The toolkit neither ends on SIGTERM nor passes it on to the script.
    signal.signal(signal.SIGTERM, lambda *_: None)
    hyperparameters = {name: decoded(value) for name, value in configuration('hyperparameters').items()}
    own = {name: value for name, value in hyperparameters.items() if is_for_toolkit(name)}
    users = {name: value for name, value in hyperparameters.items() if not is_for_toolkit(name)}
    code = BASE / 'code'
    program = str(own['sagemaker_program'])
    try:
        unpack(str(own.get('sagemaker_submit_directory', code)), code)
    except (OSError, ValueError, tarfile.TarError) as error:
        report_failure(f'{type(error).__name__}: {error}')
        return 1
    command = [sys.executable, program, *arguments(users)]
    child = subprocess.Popen(command, cwd=code, env=variables(users, own, program), stderr=subprocess.PIPE)
    tail = pass_on(child)
    status = child.wait()
    if status == 0:
        return 0
    shown = ' '.join(['/miniconda3/bin/python', *command[1:]])
    report_failure(f'ExecuteUserScriptError:\nExitCode {status}\nErrorMessage "{tail}"\nCommand "{shown}"')
    return status if status > 0 else 128 - status


def configuration(name: str) -> dict[str, object]:
    """A file of /opt/ml/input/config."""
    return json.loads((BASE / 'input' / 'config' / f'{name}.json').read_text())


def decoded(value: object) -> object:
    """A hyperparameter's text as JSON where it is JSON."""
    try:
        return json.loads(str(value))
    except ValueError:
        return value


def is_for_toolkit(name: str) -> bool:
    """Whether the script does not see this hyperparameter."""
    return name.startswith('sagemaker_') or name in RESERVED


def unpack(source: str, code: Path) -> None:
    """Fills /opt/ml/code, unless something is there already."""
    if any(code.iterdir()):
        return
    path = Path(os.environ.get(FETCHED, '') if source.startswith('s3://') else source)
    if source.startswith('s3://') and not path.is_file():
        raise OSError(f'Could not connect to the endpoint URL of {source}')
    if path.is_dir():
        shutil.copytree(path, code, dirs_exist_ok=True)
        return
    with tarfile.open(path, 'r:*') as archive:
        archive.extractall(code)


def arguments(users: Mapping[str, object]) -> list[str]:
    """`--name value` in the order of the names, `-n value` for names of one letter."""
    flags = ((f'-{name}' if len(name) == 1 else f'--{name}', name) for name in sorted(users))
    return [part for flag, name in flags for part in (flag, argument(users[name]))]


def argument(value: object) -> str:
    """A value as Python writes it; nothing for null, `k=v,k2=v2` for an object."""
    if value is None:
        return ''
    if isinstance(value, dict):
        return ','.join(f'{name}={value[name]}' for name in sorted(value))
    return str(value)


def variables(users: Mapping[str, object], own: Mapping[str, object], program: str) -> dict[str, str]:
    """The environment of the script: the container's and the toolkit's SM_* variables."""
    resources, channels = configuration('resourceconfig'), configuration('inputdataconfig')
    folders = {
        'SM_MODEL_DIR': BASE / 'model',
        'SM_INPUT_DIR': BASE / 'input',
        'SM_INPUT_CONFIG_DIR': BASE / 'input' / 'config',
        'SM_OUTPUT_DIR': BASE / 'output',
        'SM_OUTPUT_DATA_DIR': BASE / 'output' / 'data',
        **{f'SM_CHANNEL_{name.upper()}': BASE / 'input' / 'data' / name for name in channels},
    }
    texts = {
        'SM_HOSTS': compact(resources['hosts']),
        'SM_CURRENT_HOST': str(resources['current_host']),
        'SM_CURRENT_INSTANCE_TYPE': str(resources['current_instance_type']),
        'SM_NETWORK_INTERFACE_NAME': str(resources['network_interface_name']),
        'SM_NUM_CPUS': str(os.cpu_count()),
        'SM_NUM_GPUS': '0',
        'SM_NUM_NEURONS': '0',
        'SM_LOG_LEVEL': str(own.get('sagemaker_container_log_level', 20)),
        'SM_CHANNELS': compact(sorted(channels)),
        'SM_HPS': compact(users),
        'SM_USER_ARGS': compact(arguments(users)),
        'SM_USER_ENTRY_POINT': program,
        'SM_MODULE_NAME': Path(program).stem,
        'SM_MODULE_DIR': str(own.get('sagemaker_submit_directory', BASE / 'code')),
        'SM_RESOURCE_CONFIG': compact(resources),
        'SM_INPUT_DATA_CONFIG': compact(channels),
        'SM_FRAMEWORK_PARAMS': '{}',
        'PYTHONPATH': str(BASE / 'code'),
        **{f'SM_HP_{name.upper()}': value if isinstance(value, str) else compact(value) for name, value in users.items()},
    }
    inherited = {name: value for name, value in os.environ.items() if name != FETCHED}
    full = inherited | {name: str(path) for name, path in folders.items()} | texts
    described = {name.removeprefix('SM_').lower(): value for name, value in full.items() if name.startswith('SM_')}
    return full | {'SM_TRAINING_ENV': compact(described | {'hyperparameters': users, 'hosts': resources['hosts']})}


def compact(value: object) -> str:
    """JSON without spaces, as in the toolkit's variables."""
    return json.dumps(value, separators=(',', ':'), sort_keys=True)


def pass_on(child: 'subprocess.Popen[bytes]') -> str:
    """Hands on what the script writes to stderr and remembers its last traceback."""
    tail = b''
    for line in child.stderr or ():
        sys.stderr.buffer.write(line)
        sys.stderr.buffer.flush()
        tail = (b'' if line.startswith(b'Traceback') else tail + line)[-2048:]
    text = tail.decode('utf-8', 'replace').strip()
    return text.splitlines()[-1] if text else ''


def report_failure(message: str) -> None:
    """Writes /opt/ml/output/failure, unless the script did."""
    path = BASE / 'output' / 'failure'
    if not path.exists():
        path.write_text(message)


if __name__ == '__main__':
    sys.exit(main())
