"""A project's folder with tables, and what observes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cqc_evidence.engine import Observed, observe_rows
from cqc_evidence.engine.elsewhere import PREFIX_VARIABLE, URL_VARIABLE
from cqc_evidence.model.data import DataFile
from cqc_evidence.model.metric import Metric
from cqc_evidence.model.project import MetricSettings, Settings
from cqc_evidence.read.data_files import data_file
from cqc_evidence.read.framework import read_framework

ROOT = Path(__file__).parents[2]
KEY = b"specimen key"
Observe = Callable[..., Observed]


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    monkeypatch.delenv(PREFIX_VARIABLE, raising=False)


@pytest.fixture(scope="session")
def metrics() -> dict[str, Metric]:
    """The shipped definitions, by id."""
    framework = read_framework(ROOT, Settings(council="Wetherby Vale Council")).framework
    assert framework is not None
    return {metric.id: metric for metric in framework.metrics.metrics}


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, str], DataFile]:
    """Write a table into the project; lines may be indented."""

    def write(name: str, text: str) -> DataFile:
        path = tmp_path / "evidence" / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n", encoding="utf-8")
        return data_file(path, f"evidence/data/{name}")

    return write


@pytest.fixture
def observe(tmp_path: Path, metrics: dict[str, Metric]) -> Observe:
    """Count some metrics from some files."""

    def see(*files: DataFile, only: str = "", memory: str = "256MB", **changes: object) -> Observed:
        wanted = [metrics[only].model_copy(update=changes)] if only else list(metrics.values())
        return observe_rows(tmp_path, files, wanted, MetricSettings(memory=memory), KEY)

    return see


def told(seen: Observed) -> list[str]:
    """Return observations as lines: group, period, part: numbers."""
    return [
        " ".join(
            filter(None, [one.group, str(one.period), one.part, *(f"{name}={getattr(one, name):g}" for name in
            ("numerator", "denominator", "value", "low", "high") if getattr(one, name) is not None)])
        )
        for one in seen.observations
    ]  # fmt: skip
