"""Stopping at once on SIGTERM and SIGINT, even while a library computes."""

import contextlib
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Callable

SIGNALS = (signal.SIGTERM, signal.SIGINT)
# Less than the patience of whoever supervises this process, or the child would outlive it.
GRACE_SECONDS = float(os.environ.get('MLOPS_STOP_GRACE_SECONDS', '10'))


class StopWatch:
    """Exits with 128 + signal from a thread of its own; the main thread may be deep in compiled code."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopping = False
        self._child: subprocess.Popen[bytes] | None = None
        self._last_steps: list[Callable[[], None]] = []

    def install(self) -> None:
        """Starts watching; only the main thread may call it."""
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        for number in SIGNALS:
            signal.signal(number, lambda _number, _frame: None)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        threading.Thread(target=self._wait, daemon=True).start()

    def before_exit(self, step: Callable[[], None]) -> None:
        """Adds something to do before a stop."""
        self._last_steps.append(step)

    def start_child(self, start: Callable[[], 'subprocess.Popen[bytes]']) -> 'subprocess.Popen[bytes]':
        """Starts a process that leads its own group; a stop ends the group first."""
        with self._lock:
            self._child = start()
            return self._child

    def wait_for_child(self, child: 'subprocess.Popen[bytes]') -> int:
        """The child's exit status; never returns during a stop, so that an end we caused is no result."""
        status = child.wait()
        if self._stopping:
            threading.Event().wait()
        kill_group(child)
        return status

    def _wait(self) -> None:
        number = self._reader.recv(1)[0]
        self._stopping = True
        with self._lock:
            if self._child is not None:
                end_group(self._child, number)
        for step in self._last_steps:
            with contextlib.suppress(OSError):
                step()
        os.write(2, f'stopped by {signal.Signals(number).name}\n'.encode())
        os._exit(128 + number)


def end_group(child: 'subprocess.Popen[bytes]', number: int) -> None:
    """Passes the signal to the child's process group and kills what is left of it after a grace period."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(GRACE_SECONDS)
    kill_group(child)


def kill_group(child: 'subprocess.Popen[bytes]') -> None:
    """Kills whatever still runs in the child's process group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
