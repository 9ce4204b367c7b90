"""The last day that a metric's tables tell of: where a period without an end of its own ends."""

from __future__ import annotations

from cqc_evidence.engine.expressions.conversations import conversation_rows, work_span
from cqc_evidence.engine.expressions.packages import package_rows, package_span, work_rows
from cqc_evidence.engine.expressions.people import cld_span, request_rows, request_span
from cqc_evidence.engine.expressions.reviews import review_rows
from cqc_evidence.engine.kinds import Parameters, Table, Tables


def last_day(name: str, tables: Tables, parameters: Parameters) -> Table:
    """Return one row, `last`: the last day of a table, as the expressions take it.

    Args:
        name: the table the metric is worked out from.
        tables: it and those beside it.
        parameters: the metric's.
    """
    if name == "cld":
        return cld_span(tables[name], parameters).select("last")
    if name == "requests":
        return request_span(request_rows(tables[name], parameters), parameters).select("last")
    if name == "packages":
        return package_span(work_rows(tables, parameters), package_rows(tables[name]), parameters)
    made = conversation_rows if name == "conversations" else review_rows
    return work_span(made(tables[name], parameters), parameters)
