"""What all tests share: the snippets under test, a fixture that runs one, and what a run says and keeps at its end.

Only pytest and the standard library are imported here: a run of the snippets alone has nothing else.
"""

from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tools import advice, memory
from tools.record import Counted
from tools.snippets import SNIPPETS, run

_counted = Counted()
_risen = memory.Risen()
_largest: dict[str, memory.Risen] = {}  # a worker -> its peak


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the canary point the snippet tests at a folder of deliberately wrong ones."""
    parser.addoption("--snippets", type=Path, default=SNIPPETS, help="folder whose snippets are tested")
    parser.addoption("--look", action="store_true", help="take a picture of every page, into .cache/pictures")
    parser.addoption("--pictures", type=Path, help="folder to write the pictures of the site to")


@cache
def _scope(name: str) -> dict[str, Any]:
    return run(SNIPPETS / name).scope


@pytest.fixture
def scope() -> Callable[[str], dict[str, Any]]:
    """scope("weights/neuron_numpy.py")["z"]: what the names of a snippet hold after it ran."""
    return _scope


@pytest.fixture(scope="module", autouse=True)
def _let_go() -> Iterator[None]:
    """Results and models go when their module ends, so that a worker stays small."""
    advice.forget()
    yield
    _scope.cache_clear()
    memory.let_go()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Of a test that failed, keep which of the project's files it had opened."""
    report = yield
    if report.failed:
        report.opened = advice.opened()
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Collect what the tests counted (record_property), from every worker."""
    if report.when == "call" and report.passed:
        _counted.add(report.nodeid, report.user_properties)


def pytest_runtest_logfinish(nodeid: str) -> None:
    """See whether a test raised the peak of this process."""
    _risen.note(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a worker says when it ends."""
    if "peak" in getattr(node, "workeroutput", {}):
        _largest[node.gateway.id] = memory.Risen(*node.workeroutput["peak"])


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A worker hands over its peak; the run itself fails over a budget, or keeps its record."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["peak"] = [_risen.bytes, _risen.test]
        return
    _largest.setdefault("main", _risen)
    if exitstatus == 0 and any(peak.fault() for peak in _largest.values()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    elif exitstatus == 0:
        _counted.write()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """How much memory a worker took; and, if something failed, what to do now."""
    worker = max(_largest.values(), key=lambda one: one.bytes)
    if worker.bytes:
        terminalreporter.write_line(f"Peak memory of a worker: {worker.bytes / 1e9:.1f} GB, in {worker.test}")
    for fault in filter(None, (one.fault() for one in _largest.values())):
        terminalreporter.write_line(fault)
    failed = [*terminalreporter.stats.get("failed", []), *terminalreporter.stats.get("error", [])]
    for line in advice.what_to_do(failed):
        terminalreporter.write_line(line)
