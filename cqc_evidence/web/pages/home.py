"""Where we stand: the grid, the gaps in their order, and what to do about each."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, render_template, request

from cqc_evidence.model.coverage import STATES, Cell, Coverage, Gap
from cqc_evidence.model.diagnostic import SEVERITY_ORDER, Severity
from cqc_evidence.web.asking import web
from cqc_evidence.web.csv_answer import csv_answer
from cqc_evidence.web.look import widths
from cqc_evidence.web.paging import paged
from cqc_evidence.web.state import State
from cqc_evidence.web.trust import readable
from cqc_evidence.write.tables import CELL_COLUMNS, GAP_COLUMNS, cell_rows, gap_rows

pages = Blueprint("home", __name__)
_HEAVIEST = 8
_RISKS = ("high", "medium", "low")


class Row(NamedTuple):
    """One statement of the grid."""

    statement: Any
    cells: tuple[Cell | None, ...]
    gaps: int
    heaviest: str
    """The highest risk among its gaps; empty without gaps."""


@pages.get("/")
def show() -> str:
    """Show the grid, the heaviest gaps and what waits."""
    one = web()
    state = one.site.state
    coverage, current = one.site.coverage()
    waiting = len(one.site.inbox.candidates())
    return render_template(
        "home.html.j2",
        rows=grid(state, coverage),
        categories=_categories(state, coverage),
        coverage=coverage,
        current=current,
        gaps=coverage.gaps[:_HEAVIEST],
        states=Counter(cell.state for cell in coverage.cells),
        order=STATES,
        risks=Counter(gap.risk for gap in coverage.gaps),
        waiting=waiting,
        proposed=sum(1 for item in state.project.items if item.status == "proposed"),
        state=state,
        lapsed=_lapsed(state),
        loops=Counter(loop.steps for loop in coverage.loops),
        problems=Counter(found["severity"] for found in one.background.problems.value),
        checked=one.background.checked,
        parts=_parts(coverage),
    )


def grid(state: State, coverage: Coverage) -> list[Row]:
    """Return a row a statement, in the framework's order."""
    cells = {(cell.statement, cell.category): cell for cell in coverage.cells}
    gaps: dict[str, list[Gap]] = {}
    for gap in coverage.gaps:
        gaps.setdefault(gap.statement, []).append(gap)
    columns = [category.id for category in _categories(state, coverage)]
    return [
        Row(
            statement,
            tuple(cells.get((statement.id, column)) for column in columns),
            len(gaps.get(statement.id, ())),
            min((gap.risk for gap in gaps.get(statement.id, ())), key=_RISKS.index, default=""),
        )
        for statement in state.framework.statements
    ]


def _categories(state: State, coverage: Coverage) -> list[Any]:
    used = {cell.category for cell in coverage.cells}
    return [category for category in state.framework.quality.categories if category.id in used]


class Part(NamedTuple):
    """A line of what there is beyond the grid."""

    title: str
    done: int
    of: int
    about: str
    """What the list of gaps is narrowed to; empty where there is none."""


def _parts(coverage: Coverage) -> list[Part]:
    """Return for rules, I statements, topics and groups how many have evidence, of how many."""
    kept = sum(1 for one in coverage.rules if one.kept_by)
    broken = sum(1 for one in coverage.rules if one.broken_by)
    return [
        Part("Golden rules kept", kept, len(coverage.rules), "rule"),
        Part("Golden rules broken somewhere", broken, len(coverage.rules), ""),
        Part("I statements in people's own words", *_of(coverage.i_statements), "i_statement"),
        Part("Topics spoken about", *_of(coverage.topics), "topic"),
        Part("Groups looked for", *_of(coverage.lenses), "lens"),
    ]


def _of(those: tuple[Any, ...]) -> tuple[int, int]:
    wanted = [one for one in those if one.state != "none-set"]
    return sum(1 for one in wanted if one.state == "evidenced"), len(wanted)


def _lapsed(state: State) -> list[tuple[str, str]]:
    """Return statements and items whose sign-off has lapsed, with the role."""
    from cqc_evidence.measure.signed import all_signed  # noqa: PLC0415  # beside its only use

    return [
        (about, one.sign_off.role)
        for about, those in all_signed(state.project).items()
        for one in those
        if not one.holds
    ]


@pages.get("/grid.csv")
def grid_csv() -> Response:
    """Send the grid as a table."""
    coverage, _ = web().site.coverage()
    return csv_answer("grid.csv", CELL_COLUMNS, cell_rows(coverage.cells))


class Wanted(NamedTuple):
    """What a list of gaps is narrowed to; empty means all."""

    statement: str = ""
    category: str = ""
    state: str = ""
    risk: str = ""
    about: str = ""
    decided: str = ""
    """open, accepted, planned or asked."""
    words: str = ""

    @classmethod
    def asked(cls) -> Wanted:
        """Return what the address asks for."""
        return cls(*(request.args.get(name, "").strip()[:200] for name in cls._fields))

    def fits(self, gap: Gap, asked: frozenset[str]) -> bool:
        """Return whether a gap is wanted."""
        plain = all(
            not wanted or wanted == getattr(gap, name)
            for name, wanted in zip(("statement", "category", "state", "risk", "about"), self[:5], strict=True)
        )
        decided = {"accepted": gap.accepted is not None, "planned": gap.action is not None, "asked": gap.id in asked}
        decided["open"] = not any(decided.values())
        text = f"{gap.id} {gap.title} {gap.because} {gap.help}".casefold()
        return plain and (not self.decided or decided.get(self.decided, False)) and self.words.casefold() in text


@pages.get("/gaps")
def gaps() -> str:
    """List the gaps that the address asks for, in risk order."""
    one = web()
    state = one.site.state
    coverage, current = one.site.coverage()
    wanted, asked = Wanted.asked(), asked_for(state)
    found = [gap for gap in coverage.gaps if wanted.fits(gap, asked)]
    part = paged(found)
    return render_template(
        "gaps.html.j2", gaps=part.shown, total=part.total, all=len(coverage.gaps), wanted=wanted,
        page=part.page, more=part.more, state=state, states=STATES, asked=asked, current=current,
        query={name: value for name, value in wanted._asdict().items() if value},
    )  # fmt: skip


@pages.get("/gaps.csv")
def gaps_csv() -> Response:
    """Send the gaps that the address asks for as a table."""
    state = web().site.state
    coverage, _ = web().site.coverage()
    wanted, asked = Wanted.asked(), asked_for(state)
    found = (gap for gap in coverage.gaps if wanted.fits(gap, asked))
    return csv_answer("gaps.csv", GAP_COLUMNS, gap_rows(found))


def asked_for(state: State) -> frozenset[str]:
    """Return the gaps that somebody was asked to bring evidence for and that wait for it."""
    return frozenset(one.gap for one in state.project.requests if one.gap and one.received is None)


@pages.get("/gap/<name>")
def gap(name: str) -> str:
    """Show one gap: why it is one, what would close it, who was asked, and what waits in the inbox for it."""
    one = web()
    state = one.site.state
    coverage, _ = one.site.coverage()
    found = next((each for each in coverage.gaps if each.id == name), None)
    if found is None:
        closed = name.startswith("gap-")
        abort(404, "This gap is not open any more: evidence has closed it, or its name is another." if closed else None)
    cell = next(
        (each for each in coverage.cells if (each.statement, each.category) == (found.statement, found.category)), None
    )
    ranker = one.background.ranker()
    queue = [
        each for each in one.site.inbox.queue(ranker)
        if each.points_to(found.statement)
    ]  # fmt: skip
    return render_template(
        "gap.html.j2", gap=found, cell=cell if found.about == "cell" else None, state=state, queue=queue[:20], queued=len(queue),
        requests=[each for each in state.project.requests if each.gap == name],
        plans=[each for each in state.project.improvements if each.gap == name],
        comments=[each for each in state.project.comments if each.about == name],
        closers=[each for each in state.framework.mapping.closes if (each.statement, each.category) == (found.statement, found.category)],
    )  # fmt: skip


@pages.get("/loops")
def loops() -> str:
    """List the closed loops: what was raised, and how far it came; the least closed first."""
    one = web()
    coverage, _ = one.site.coverage()
    found = sorted(coverage.loops, key=lambda each: (each.steps, each.item))
    return render_template("loops.html.j2", loops=found, state=one.site.state, may_read=readable)


@pages.get("/problems")
def problems() -> str:
    """List what the check found, errors first."""
    background = web().background
    order = {severity.value: place for severity, place in SEVERITY_ORDER.items()}
    wanted = request.args.get("severity", "")
    found = sorted(background.problems.value, key=lambda each: order[each["severity"]])
    shown = [each for each in found if not wanted or each["severity"] == wanted]
    files = {item.location.file: item.id for item in web().site.state.project.items}
    return render_template(
        "problems.html.j2", found=shown[:300], total=len(shown), checked=background.checked, wanted=wanted, files=files,
        severities=[severity.value for severity in Severity], counts=Counter(each["severity"] for each in found),
    )  # fmt: skip


@pages.get("/look/widths.css")
def widths_of_columns() -> Response:
    """Send the classes of column widths."""
    return Response(widths(), mimetype="text/css")


@pages.get("/look/colours.css")
def colours() -> Response:
    """Send the look of the packs, in the council's own colours where it has its own style sheet."""
    from cqc_evidence.write.templates import find_templates  # noqa: PLC0415  # beside its only use

    return Response(find_templates(web().site.root).css, mimetype="text/css")
