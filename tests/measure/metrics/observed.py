"""Observations made by hand, and what the shipped definitions make of them."""

from __future__ import annotations

from cqc_evidence.measure.metrics import measure_metrics
from cqc_evidence.model.data import DataFile, Observation
from cqc_evidence.model.result import Result
from tests.measure.build import project

FILE = DataFile(file="evidence/data/aggregate.csv", table="aggregate", sha256="0" * 64, size=1)
ROWS = DataFile(file="evidence/data/cld.csv", table="cld", sha256="1" * 64, size=1)


def seen(metric: str, period: str = "2020-01", **keys: object) -> Observation:
    """Return one observation of a metric."""
    where = {"file": keys.pop("file", FILE.file), "place": "row 2"}
    return Observation.model_validate({"metric": metric, "period": period, "location": where, **keys})


def measured(*observations: Observation, settings: dict[str, object] | None = None, **keys: object) -> list[Result]:
    """Return the results of a project with these observations, in order."""
    of = project(settings={"metrics": settings or {}}, data=(FILE, ROWS))
    return list(measure_metrics(of, observations, **keys))  # type: ignore[arg-type]


def only(*observations: Observation, **keys: object) -> Result:
    """Return the last result."""
    return measured(*observations, **keys)[-1]  # type: ignore[arg-type]


def parts(group: str, period: str, *, metric: str = "package-change", **keys: object) -> list[Observation]:
    """Return the part rows of one group; `going_on` and the like name parts of two words."""
    beside = str(keys.pop("beside", ""))
    breakdown = str(keys.pop("breakdown", ""))
    return [
        seen(
            metric,
            period,
            group=group,
            breakdown=breakdown,
            part=name.replace("_", " "),
            numerator=count,
            compared_with=beside,
        )
        for name, count in keys.items()
    ]
