"""Run a command so that nothing of it stays behind, however it ends, and say how much memory it took.

    python -m tools.guard PROGRAM …

The command gets a folder for temporary files of its own and a mark in its environment, which all that it starts
inherits. A watcher waits at a pipe whose other end only the guard holds: when the guard ends, be it killed, the watcher
wakes, ends every process that bears the mark and removes the folder. Interrupts are passed on, and when the program
that started the guard (make) is gone, so is the command.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import psutil

from tools.memory import RUN

MARK = "LLM_ANATOMY_RUN"
EVERY = 1.0  # seconds between two looks at the memory
PATIENCE = 3.0  # seconds in which a process may end by itself


def marked(mark: str) -> Iterator[psutil.Process]:
    """Every process that was started with this mark, but for this one."""
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == mark:
                yield process
        except (psutil.Error, OSError):  # it has just ended, or is somebody else's
            continue


def held(processes: Iterator[psutil.Process]) -> int:
    """Bytes that processes hold together; what they share counts once where the system tells (Linux)."""
    total = 0
    for process in processes:
        try:
            memory = process.memory_full_info()
            total += getattr(memory, "pss", memory.rss)
        except (psutil.Error, OSError):
            continue
    return total


def end(mark: str) -> None:
    """End all processes with this mark: first asked, then forced; and those that they start meanwhile."""
    for _ in range(5):
        found = list(marked(mark))
        for process in found:
            try:
                process.terminate()
            except psutil.Error:
                continue
        for process in psutil.wait_procs(found, PATIENCE)[1]:
            try:
                process.kill()
            except psutil.Error:
                continue
        if not found:
            return


def watch(mark: str) -> None:
    """Wait until the guard is gone, then clean up. Interrupts of the terminal are the guard's to answer."""
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    sys.stdin.buffer.read()
    end(mark)
    for _ in range(20):  # a file may be written while its folder is being removed
        shutil.rmtree(mark, ignore_errors=True)
        if not Path(mark).exists():
            return
        time.sleep(0.1)


class Interrupted(Exception):
    """The guard was asked to end."""


def interrupt(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an exception."""
    raise Interrupted(number)


def run(command: list[str]) -> int:
    """Run a command under guard; its exit status, or 128 and the number of the signal that ended the guard."""
    folder = tempfile.mkdtemp(prefix="llm-anatomy-")  # its name is the mark too
    line = [sys.executable, "-m", "tools.guard", "--watch", folder]
    watcher = subprocess.Popen(line, stdin=subprocess.PIPE, start_new_session=True)
    parent, peak = os.getppid(), 0
    child: subprocess.Popen[bytes] | None = None
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no SIGHUP
            signal.signal(getattr(signal, name), interrupt)
    try:
        child = subprocess.Popen(command, env={**os.environ, MARK: folder, **dict.fromkeys(("TMPDIR", "TEMP"), folder)})
        while os.getppid() == parent:
            try:
                status = child.wait(EVERY)
                break
            except subprocess.TimeoutExpired:
                peak = max(peak, held(marked(folder)))
        else:
            status = 128 + 1  # as when a terminal hangs up
    except Interrupted as error:
        status = 128 + int(error.args[0])
        if child:  # pytest says what it has found so far; a second interrupt cuts that short
            with contextlib.suppress(Interrupted, subprocess.TimeoutExpired):
                child.send_signal(signal.SIGINT)
                child.wait(PATIENCE)
    watcher.communicate()  # closes the pipe, and waits until all is gone
    if peak:
        print(f"Peak memory of the whole run: {peak / 1e9:.1f} GB", flush=True)
    if peak > RUN and not status:
        print(f"That is over {RUN / 1e9:.0f} GB. Mend: find what holds so much, worker by worker (above).", flush=True)
        return 1
    return status


if __name__ == "__main__":
    if sys.argv[1:2] == ["--watch"]:
        watch(sys.argv[2])
    else:
        sys.exit(run(sys.argv[1:]))
