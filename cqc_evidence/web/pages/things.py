"""Statements, claims, golden rules and metrics: each with what rests on it and what it rests on."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from cqc_evidence.compile.statement import statement_section
from cqc_evidence.compile.view import View
from cqc_evidence.measure.signed import next_role, parts_of, signed
from cqc_evidence.model.framework import Statement
from cqc_evidence.web.asking import web
from cqc_evidence.web.state import State
from cqc_evidence.web.trust import as_readable, seen_of, why_not_sign
from cqc_evidence.write.html.parts import Outline

pages = Blueprint("things", __name__)


@pages.get("/statement/<name>")
def statement(name: str) -> str:
    """Show a statement: where it stands, what it says, who has signed."""
    one = web()
    state = one.site.state
    found = _statement(state, name)
    coverage, current = one.site.coverage()
    items = [item for item in state.items.values() if any(tag.statement == name for tag in item.tags)]
    problems = [
        each for each in one.background.problems.value if each["location"]["file"] == f"evidence/narrative/{name}.md"
    ]
    return render_template(
        "statement.html.j2", statement=found, state=state, narrative=state.narratives.get(name), current=current,
        cells=[cell for cell in coverage.cells if cell.statement == name],
        gaps=[gap for gap in coverage.gaps if gap.statement == name],
        rules=[rule for rule in coverage.rules if rule.statement == name],
        i_statements={each.id: each for each in coverage.i_statements if each.statement == name},
        topics={each.id: each for each in coverage.topics if each.statement == name},
        lenses=[each for each in coverage.lenses if each.statement == name],
        items=sorted(items, key=lambda item: (item.date.end is None, item.date.end), reverse=True)[:30], total=len(items),
        signed=signed(state.project, name), next_role=(due := next_role(state.project, name)), why_not_sign=why_not_sign(state.project, name, due) if due else "", seen=seen_of(parts_of(state.project, name)),
        comments=[each for each in state.project.comments if each.about == name],
        chain=state.project.settings.sign_off.statement, problems=problems,
        metrics=[metric for metric in state.framework.metrics.metrics if name in metric.statements],
    )  # fmt: skip


@pages.get("/statement/<name>/preview")
def preview(name: str) -> str:
    """Show the statement as the pack will."""
    one = web()
    state = one.site.state
    found = _statement(state, name)
    coverage, _ = one.site.coverage()
    results, current = one.background.results()
    view = View(as_readable(state.project), coverage, (), "internal", results)
    section = statement_section(view, found)
    return render_template("preview.html.j2", section=section, statement=found, outline=outline_of(), measured=current)


def outline_of() -> Outline:
    """Return the outline of a page that holds a section of the pack under its own second heading."""
    outline = Outline("main", "top", "preview")
    outline.section(1)
    return outline


@pages.get("/claim/<name>")
def claim(name: str) -> str:
    """Show a claim: its words, what it rests on, what was found about it."""
    state = web().site.state
    said = state.claims.get(name)
    if said is None:
        abort(404)
    lines = range(said.claim.lines[0], said.claim.lines[1] + 1)
    problems = [
        each for each in web().background.problems.value
        if each["location"]["file"] == said.narrative.location.file and each["location"]["line"] in lines
    ]  # fmt: skip
    cited = [(citation, state.items.get(citation.item)) for citation in said.claim.citations]
    return render_template(
        "claim.html.j2", claim=said.claim, narrative=said.narrative, cited=cited, state=state, problems=problems,
        comments=[each for each in state.project.comments if each.about == name],
        confirmed=[each for each in state.project.decisions.triangulated if each.claim == name],
    )  # fmt: skip


@pages.get("/rule/<name>")
def rule(name: str) -> str:
    """Show a golden rule: where it is kept and where it is broken."""
    state = web().site.state
    found = state.rules.get(name)
    if found is None:
        abort(404)
    coverage, _ = web().site.coverage()
    pairs = {pair.statement: pair for pair in state.framework.mapping.pairs if pair.rule == name}
    return render_template(
        "rule.html.j2",
        rule=found,
        rows=[each for each in coverage.rules if each.rule == name],
        pairs=pairs,
        state=state,
    )


@pages.get("/metrics")
def metrics() -> str:
    """List the metrics, with what they come to now."""
    results, current = web().background.results()
    shown: dict[str, list[object]] = {}
    for result in results:
        shown.setdefault(result.metric, []).append(result)
    return render_template("metrics.html.j2", state=web().site.state, shown=shown, current=current)


@pages.get("/metric/<name>")
def metric(name: str) -> str:
    """Show a metric: its definition, and each result with its sentence and caveats."""
    state = web().site.state
    found = next((each for each in state.framework.metrics.metrics if each.id == name), None)
    if found is None:
        abort(404)
    results, current = web().background.results()
    return render_template(
        "metric.html.j2",
        metric=found,
        results=[each for each in results if each.metric == name],
        current=current,
        state=state,
    )


def _statement(state: State, name: str) -> Statement:
    found = state.statements.get(name)
    if found is None:
        abort(404)
    return found
