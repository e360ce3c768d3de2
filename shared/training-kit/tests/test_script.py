"""A user's own program under the kit: its environment, its failures, its end."""

import json
import os
import signal
from pathlib import Path

from mlops_kit.script_environment import check_hyperparameters, user_arguments

from .workspace import KitTest, Workspace

SAVE = "import os; open(os.path.join(os.environ['SM_MODEL_DIR'], 'model.onnx'), 'w').write('x')\n"
DUMP = SAVE + """
import json, sys
names = {n: v for n, v in os.environ.items()}
json.dump({'arguments': sys.argv[1:], 'variables': names, 'folder': os.getcwd()}, open(os.environ['SM_OUTPUT_DATA_DIR'] + '/seen.json', 'w'))
"""


class Script(KitTest):
    def space(self, program: str, entry: str = 'train_me.py', **job: object) -> Workspace:
        space = self.workspace()
        path = space.root / 'code' / entry
        path.parent.mkdir(exist_ok=True)
        path.write_text(program)
        space.write_job(algorithm='script', **job)
        return space

    def variables(self, space: Workspace, entry: str = 'train_me.py') -> dict[str, str]:
        return {'MLOPS_SCRIPT_DIR': str(space.root / 'code'), 'MLOPS_SCRIPT_ENTRY': entry}

    def test_it_sees_what_script_mode_gives(self) -> None:
        settings = {'epochs': 3, 'rate': 0.5, 'fast': True, 'note': "it's $(x)", 'n': 1, 'none': None, 'list': [1, 'a'], 'map': {'b': 1, 'a': 2}}
        space = self.space(DUMP, hyperparameters=settings)
        tokens = {'GITHUB_TOKEN': 't', 'ACTIONS_RUNTIME_TOKEN': 't', 'INPUT_GITHUB-TOKEN': 't', 'AWS_REGION': 'eu-west-1'}
        done = space.run(**self.variables(space), **tokens)
        self.assertEqual(done.returncode, 0, done.stderr)
        seen = json.loads((space.root / 'output' / 'data' / 'seen.json').read_text())
        self.assertEqual(
            seen['arguments'],
            ['--epochs', '3', '--fast', 'True', '--list', "[1, 'a']", '--map', 'a=2,b=1', '-n', '1', '--none', '',
             '--note', "it's $(x)", '--rate', '0.5'],
        )  # fmt: skip
        variables = seen['variables']
        for name, value in {
            'SM_CHANNEL_TRAIN': str(space.root / 'train'), 'SM_MODEL_DIR': str(space.root / 'model'), 'SM_HP_EPOCHS': '3',
            'SM_HP_FAST': 'true', 'SM_HP_NOTE': "it's $(x)", 'SM_HP_LIST': '[1,"a"]', 'SM_CHANNELS': '["config","train"]',
            'SM_USER_ENTRY_POINT': 'train_me.py', 'SM_NUM_GPUS': '0', 'SM_HOSTS': '["algo-1"]', 'AWS_REGION': 'eu-west-1',
        }.items():  # fmt: skip
            self.assertEqual(variables[name], value, name)
        self.assertEqual(json.loads(variables['SM_HPS']), settings)
        self.assertEqual(json.loads(variables['SM_USER_ARGS']), seen['arguments'])
        training = json.loads(variables['SM_TRAINING_ENV'])
        self.assertEqual((training['hyperparameters'], training['model_dir']), (settings, variables['SM_MODEL_DIR']))
        self.assertEqual(set(variables) & {'GITHUB_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'INPUT_GITHUB-TOKEN', 'MLOPS_SCRIPT_DIR'}, set())
        self.assertNotIn('SM_CHANNEL_TEST', variables)
        self.assertEqual(Path(seen['folder']), (space.root / 'code').resolve())

    def test_it_imports_its_neighbours(self) -> None:
        space = self.space('import neighbour\n' + SAVE, 'inner/main.py')
        (space.root / 'code' / 'neighbour.py').write_text('print("hello from a neighbour")')
        done = space.run(**self.variables(space, 'inner/main.py'))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('hello from a neighbour', done.stdout)

    def test_output_streams(self) -> None:
        program = "import sys; print('first', flush=True); sys.stderr.write('second\\n'); sys.stderr.flush(); sys.stdin.read(); open('go')"
        space = self.space(program)
        process = space.start(**self.variables(space))
        while 'first' not in process.stdout.readline():
            pass
        self.assertIn('second', process.stdout.readline())
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1)

    def test_failures(self) -> None:
        cases = [
            ('exit code', "print('about to fail'); raise SystemExit(3)", 'script-failed', ['exit code 3', 'about to fail']),
            ('traceback', "raise ValueError('bad data in column 3')", 'script-failed', ['exit code 1', 'bad data in column 3']),
            ('signal', 'import os; os.kill(os.getpid(), 9)', 'script-failed', ['signal 9']),
            ('nothing written', 'pass', 'script-failed', ['wrote nothing to SM_MODEL_DIR']),
            ('much output', "print('x' * 10**6); raise SystemExit(1)", 'script-failed', ['exit code 1']),
        ]
        for name, program, code, parts in cases:
            with self.subTest(name):
                space = self.space(program)
                done = space.run(**self.variables(space))
                self.assertEqual(done.returncode, 1)
                failure = space.failure()
                self.assertEqual(failure['code'], code)
                self.assertLess(len(failure['message']), 1_000)
                for part in parts:
                    self.assertIn(part, failure['message'])
                self.assertEqual(done.stderr.count('\n'), 1)

    def test_entries_that_are_not_there_or_not_inside(self) -> None:
        for entry in ('absent.py', '../outside.py', '/etc/passwd', 'link.py', 'notes.txt', '.', ''):
            with self.subTest(entry):
                space = self.space(SAVE)
                (space.root / 'outside.py').write_text(SAVE)
                (space.root / 'code' / 'link.py').symlink_to(space.root / 'outside.py')
                (space.root / 'code' / 'notes.txt').write_text(SAVE)
                done = space.run(**self.variables(space, entry))
                self.assertEqual((done.returncode, space.failure()['code']), (1, 'script-missing'))
                self.assertEqual(os.listdir(space.root / 'model'), [])

    def test_hyperparameters_that_cannot_travel(self) -> None:
        for asked in ({'a b': 1}, {'--x': 1}, {'': 1}, {'a=b': 1}, {'a': 'x' * 2501}, {'a': '\0'}, {'a': '\ud800'},
                      {f'p{n}': n for n in range(101)}):  # fmt: skip
            with self.subTest(str(asked)[:30]), self.fails('bad-hyperparameter'):
                check_hyperparameters(asked)
        self.assertEqual(user_arguments({'b': -0.5, 'a': '--evil'}), ['-a', '--evil', '-b', '-0.5'])

    def test_a_background_process_ends_with_it(self) -> None:
        space = self.space("import subprocess; print('child', subprocess.Popen(['sleep', '300']).pid)\n" + SAVE)
        done = space.run(**self.variables(space))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertFalse(alive(int(done.stdout.split('child ')[1].split()[0])))

    def test_signals_reach_the_program_and_its_children(self) -> None:
        program = (
            'import os, signal, subprocess, sys, time\n'
            "child = subprocess.Popen(['sleep', '300'])\n"
            'def stop(number, frame):\n'
            "    open(os.environ['SM_MODEL_DIR'] + '/partial', 'w').write(str(number)); sys.exit(0)\n"
            'signal.signal(signal.SIGTERM, stop)\n'
            "print('ready', child.pid, flush=True)\n"
            'time.sleep(300)\n'
        )
        space = self.space(program)
        process = space.start(**self.variables(space))
        line = ''
        while not line.startswith('ready'):
            line = process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 143)
        self.assertEqual((space.root / 'model' / 'partial').read_text(), str(int(signal.SIGTERM)))
        self.assertFalse(alive(int(line.split()[1])))


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended but was not yet collected does not."""
    try:
        return Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()[0] != 'Z'
    except OSError:
        return False
