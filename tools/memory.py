"""How much memory a test run takes: what modules leave behind goes, and a run says its peak.

Standard library alone, but for the sum over processes, which tools/guard.py takes.
"""

import ctypes
import gc
import re
import sys
from dataclasses import dataclass
from pathlib import Path

# What a small laptop and a hosted runner can spare, in bytes.
WORKER = 3_000_000_000
RUN = 8_000_000_000


def let_go() -> None:
    """Give back what is no longer used: the lab that was run last, and what it leaves."""
    if labs := sys.modules.get("tools.labs.source"):
        labs.let_go()
    trim()


def trim() -> None:
    """Give back Python's garbage and what the C library keeps: after a lab that trains, 0.6 of 2.1 GB."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's: others give back by themselves
        if trim:
            trim(0)


def peak() -> int:
    """The most bytes that this process has held so far; 0 where the system does not say.

    On Linux without the libraries' files, as far as they are in memory now: processes share them, the system drops
    them when it must, and PyTorch's are 0.2 GB where it is built for CPUs and 0.9 where it is built for CUDA, which no
    test can help. What the whole run takes counts them, once (tools/guard.py).
    """
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        held = dict(re.findall(r"^(VmHWM|RssFile|RssShmem):\s+(\d+) kB$", status, re.M))
        return 1024 * (int(held["VmHWM"]) - int(held["RssFile"]) - int(held["RssShmem"]))
    try:
        import resource
    except ImportError:  # Windows
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


@dataclass
class Risen:
    """The highest peak of a process so far, and the test in which it rose to it."""

    bytes: int = 0
    test: str = ""

    def note(self, test: str) -> None:
        """Look at the peak after a test."""
        if (now := peak()) > self.bytes:
            self.bytes, self.test = now, test

    def fault(self) -> str:
        """One line if the process took more than it may; nothing otherwise."""
        if self.bytes <= WORKER:
            return ""
        return (
            f"{self.test.partition('::')[0]}:1: {self.test} took a worker to {self.bytes / 1e9:.1f} GB, "
            f"over {WORKER / 1e9:.0f} GB. Mend: hold fewer models at once."
        )
