"""A made-up council's project of any size, the same on every machine and in every run.

    python benchmarks/corpus.py FOLDER --items 1000

Every item depends on its number alone, so a larger project begins with the smaller one. The
framework is the shipped one. Nothing here tells of a real council or person: every title says
that it is a specimen.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from random import Random

from plans import Plan, Shape, Tag, chance, older, one_in, plan, shape
from sentences import ACTIONS, CHALLENGES, CLAIMS, EFFECTS, OWNERS, SEEN, SITES, SO_WHATS, VOICES

AS_AT = "2026-03-31"
TODAY = "2026-06-01"
_CLAIMS_A_STATEMENT = 6
_DOCUMENTS = 8


def item(decided: Plan, offered: Shape, revision: int = 0) -> str:
    """Return an item's file; another revision has another title and other words."""
    rng = Random(f"item {decided.number}")  # noqa: S311
    again = f", revised {revision} times" if revision else ""
    head = [
        f"id: {decided.id}",
        f"kind: {decided.kind['id']}",
        f'title: "Specimen item {decided.number}{again}: {rng.choice(SEEN).rstrip(".")}"',
        f"date: {_date(decided, rng)}",
        f"voice: {decided.voice}",
        *_optional(decided, rng),
        *_source(decided, rng),
        f"sites: [{rng.choice(SITES)}]",
        *_lenses(decided, offered, rng),
        f"sensitivity: {rng.choices(('official', 'public', 'personal'), (85, 13, 2))[0]}",
        f"permission: {_permission(decided)}",
        f"status: {decided.status}",
        *_links(decided, rng),
        *_figures(decided, rng),
        "tags:",
        *(line for tag in decided.tags for line in _tag(tag, decided, offered, rng, again)),
        *_actions(decided, rng),
    ]
    return "\n".join(("---", *head, "---", "", _body(decided, rng, again), ""))


def _date(decided: Plan, rng: Random) -> str:
    """Return a date of the year before as-at, in the forms that people write; one in twenty is years old."""
    if one_in(20, decided.number, 13):
        return f"{rng.randint(2020, 2023)}-{rng.randint(1, 12):02}"
    months = rng.randint(0, 11)
    year, month = 2025 + (months + 3) // 12, (months + 3) % 12 + 1
    if chance(rng, 10):
        return "2025-04/2026-03"
    return f"{year}-{month:02}" + (f"-{rng.randint(1, 28):02}" if chance(rng, 70) else "")


def _optional(decided: Plan, rng: Random) -> Iterator[str]:
    """Yield what a reviewer asks for of the kind; one in twelve says nothing of it."""
    wants = decided.kind.get("wants") or ()
    silent = one_in(12, decided.number, 3)
    yield f"submitted_by: {rng.choice(OWNERS).lower().replace(' ', '-')}"
    if chance(rng, 60) or ("owner" in wants and not silent):
        yield f"owner: {rng.choice(OWNERS)}"
    if decided.voice in ("person", "carer", "family"):
        own = bool(decided.kind.get("own_words_for")) or chance(rng, 50)
        yield "verbatim: true" if own else "verbatim: false\nreported_by: interviewer"
    for key, text in (
        ("n", rng.randint(5, 90)),
        ("invited", rng.randint(90, 160)),
        ("method", "telephone"),
        ("interviewer", "independent"),
    ):
        if key in wants and not silent:
            yield f"{key}: {text}"
    if "review_by" in wants or chance(rng, 10):
        yield f"review_by: {'2025-12-31' if chance(rng, 10) else '2026-12-31'}"
    if chance(rng, 15):
        yield f"ir_refs: [IR{rng.randint(1, 38)}]"


def _source(decided: Plan, rng: Random) -> Iterator[str]:
    """Yield the source; several items come from one paper, and some papers lie in the project."""
    paper = decided.number // 4
    yield "source:"
    yield f'  citation: "Specimen paper {paper}, {decided.kind["title"].lower()}"'
    yield f'  locator: "heading: Specimen part {rng.randint(1, 12)}, page {rng.randint(1, 40)}"'
    if one_in(10, decided.number, 2):
        yield f"  document: sources/specimen-paper-{decided.number % _DOCUMENTS}.txt"
    elif chance(rng, 30):
        yield f'  public_url: "https://example.org/specimen/{paper}"'


def _lenses(decided: Plan, offered: Shape, rng: Random) -> Iterator[str]:
    lenses = offered.statements[decided.tags[0].statement]["lenses"]
    if lenses and chance(rng, 25):
        yield f"lenses: [{rng.choice(lenses)}]"


def _permission(decided: Plan) -> str:
    if decided.voice not in ("person", "carer", "family"):
        return "{basis: not-needed}"
    until = "2026-04-30" if one_in(60, decided.number, 17) else "2027-12-31"
    return f"{{basis: given, scope: [internal, cqc], until: {until}, names_checked_by: Quality lead}}"


def _links(decided: Plan, rng: Random) -> Iterator[str]:
    if decided.supersedes:
        yield f"supersedes: [{decided.supersedes[0]}]"
    if derived := older(decided.number, 12, 5, rng):
        yield f"derived_from: [{derived[0]}]"


def _figures(decided: Plan, rng: Random) -> Iterator[str]:
    """Yield figures on about a third of the items, each with what it was worked out from."""
    if "figures" not in (decided.kind.get("wants") or ()) and not one_in(4, decided.number, 0):
        return
    yield "figures:"
    for place in range(1, rng.choice((2, 2, 3))):
        whole = rng.randint(60, 900)
        part = rng.randint(5, whole)
        yield (
            f'  - {{id: share-{place}, label: "Specimen share {place} of {lettered(decided.number)}", value: {100 * part / whole:.1f}, unit: percent, '
            f'numerator: {part}, denominator: {whole}, period: 2025-04/2026-03, comparator: "the year before"}}'
        )


def lettered(number: int) -> str:
    """Return a number in letters: one in digits would be a figure that no item holds."""
    letters = ""
    while number:
        number, last = divmod(number - 1, 26)
        letters = chr(ord("a") + last) + letters
    return letters or "nought"


def _tag(tag: Tag, decided: Plan, offered: Shape, rng: Random, again: str) -> Iterator[str]:
    names = offered.statements[tag.statement]
    yield f"  - statement: {tag.statement}"
    if tag.category != decided.kind["category"] or chance(rng, 50):
        yield f"    category: {tag.category}"
    if names["rules"] and chance(rng, 70):
        yield f"    {'breaks' if tag.stance == 'challenges' else 'rules'}: [{rng.choice(names['rules'])}]"
    yield f"    phase: {rng.choice(('before', 'during', 'after'))}"
    if names["topics"]:
        yield f"    topics: [{', '.join(rng.sample(names['topics'], k=rng.choice((1, 1, 2))))}]"
    if names["i_statements"] and tag.category == "people" and chance(rng, 60):
        yield f"    i_statements: [{rng.choice(names['i_statements'])}]"
    yield f"    stance: {tag.stance}"
    yield f'    says: "{rng.choice(CHALLENGES if tag.stance == "challenges" else SEEN)} This is specimen {lettered(decided.number)}{again}."'
    if chance(rng, 60):
        yield f'    so_what: "{rng.choice(SO_WHATS)}"'


def _actions(decided: Plan, rng: Random) -> Iterator[str]:
    """Yield the closed loop of about a tenth of the items, most of them with a step that is not evidenced."""
    if "actions" not in (decided.kind.get("wants") or ()):
        return
    origin = f", from: [specimen-{decided.number - 1:05}]" if decided.number > 1 and chance(rng, 50) else ""
    done = ", done: 2025-11-20" if chance(rng, 80) else ""
    back = ", reported_back: {to: staff, date: 2025-12}" if chance(rng, 50) else ""
    effect = f", effect: {rng.choice(EFFECTS)}" if chance(rng, 60) else ""
    yield "actions:"
    yield f'  - {{raised: 2025-10-06{origin}, action: "{rng.choice(ACTIONS)}", owner: {rng.choice(OWNERS)}{done}{back}{effect}}}'


def _body(decided: Plan, rng: Random, again: str) -> str:
    """Return 60 to 120 words with some Markdown."""
    sentences = rng.sample(SEEN + CHALLENGES, k=5)
    voice = VOICES.get(decided.voice, "The council's own records say it.")
    paragraphs = [
        f"This is **specimen item {lettered(decided.number)}**{again}, written by a script for measuring. {voice} {sentences[0]}",
        f"{sentences[1]} {sentences[2]} *{sentences[3]}*",
    ]
    if chance(rng, 50):
        paragraphs.append("- It was said in *one* meeting.\n- It held in the next.")
    elif chance(rng, 30):
        paragraphs.append(f"> {sentences[4]}")
    if chance(rng, 20):
        paragraphs.append(f"See [the paper](https://example.org/specimen/{decided.number}).")
    if chance(rng, 15):
        paragraphs.insert(1, "### What was seen")
    return "\n\n".join(paragraphs)


def _narrative(number: int, statement: str, citable: list[Plan]) -> str:
    """Return a statement's narrative: six claims, each citing one to three existing items."""
    rng = Random(f"narrative {number}")  # noqa: S311
    supply = cycle(citable[:: max(1, len(citable) // (3 * _CLAIMS_A_STATEMENT))])
    claims = []
    for place in range(1, _CLAIMS_A_STATEMENT + 1):
        cited = dict.fromkeys(one.id for one in islice(supply, rng.randint(1, 3)))
        references = "; ".join(f"@{name}" for name in cited)
        claims.append(
            f"- {{#{statement}-{place}}} {rng.choice(CLAIMS)} [{references}, page {place}]. So what: {rng.choice(SO_WHATS)}"
        )
    return "\n".join(
        (
            "---",
            f"statement: {statement}",
            'judgement: "The specimens show that people are listened to and that staff stay with them. They do not show it everywhere."',
            f"confidence: {('strong', 'partial', 'low')[number % 3]}",
            "speaker: Assistant Director",
            "---",
            "",
            "## Claims",
            "",
            *claims,
            "",
            "## What we cannot show",
            "",
            f"{SEEN[number]} Nothing says for how many people that holds [@{citable[-1].id}].",
            "",
        )
    )


def _registers(offered: Shape) -> Iterator[tuple[str, str]]:
    rng = Random("registers")  # noqa: S311
    yield (
        "project.yaml",
        f"council: Specimenshire Council\ntitle: A specimen self-assessment\nstatus: Made up\nas_at: {AS_AT}\n",
    )
    gaps = offered.cells[::3]
    improvements = "".join(
        f'  - id: imp-{place}\n    gap: {gap}\n    why: "{rng.choice(CHALLENGES)}"\n    action: "{rng.choice(ACTIONS)}"\n'
        f"    owner: {rng.choice(OWNERS)}\n    due: 2026-09-30\n    measure: Share of people asked\n    status: started\n"
        for place, gap in enumerate(gaps, 1)
    )
    yield "evidence/improvement.yaml", f"improvements:\n{improvements}"
    accepted = "".join(
        f"  - {{gap: {gap}, reason: Asked for in the autumn, who: Director, until: 2026-12-31}}\n" for gap in gaps[:3]
    )
    scores = "".join(
        f"  - {{statement: {name}, score: 2, reason: A specimen, who: Director}}\n"
        for name in list(offered.statements)[:3]
    )
    yield "evidence/decisions.yaml", f"accepted_gaps:\n{accepted}allowed: []\nscores:\n{scores}"
    asked = "".join(
        f"  - {{gap: {gap}, who: Project lead, due: 2026-07-31, chased: 2026-07-15}}\n" for gap in gaps[3:6]
    )
    yield "evidence/requests.yaml", f"requests:\n{asked}"
    for place in range(_DOCUMENTS):
        yield f"evidence/sources/specimen-paper-{place}.txt", f"Specimen paper {place}.\n"


def files(items: int) -> Iterator[tuple[str, str]]:
    """Yield every file of a project of so many items, as path and text."""
    offered = shape()
    plans = [plan(number, offered) for number in range(1, items + 1)]
    for decided in plans:
        yield decided.file, item(decided, offered)
    for number, statement in enumerate(offered.statements):
        yield f"evidence/narrative/{statement}.md", _narrative(number, statement, _citable(plans, statement))
    yield from _registers(offered)


def _citable(plans: list[Plan], statement: str) -> list[Plan]:
    """Return the items that a claim about a statement may rest on."""
    gone = {name for decided in plans for name in decided.supersedes}
    return [
        decided
        for decided in plans
        if decided.id not in gone
        and decided.status == "accepted"
        and "until: 2026-04-30" not in _permission(decided)
        and statement in {tag.statement for tag in decided.tags}
    ]


def changed_item(items: int, revision: int) -> tuple[str, str]:
    """Return path and text of one item in the middle of a project, revised: the first that a claim cites."""
    offered = shape()
    plans = [plan(number, offered) for number in range(1, items + 1)]
    middle = list(offered.statements)[len(offered.statements) // 2]
    chosen = _citable(plans, middle)[0]
    return chosen.file, item(chosen, offered, revision)


def write(root: Path, items: int) -> None:
    """Write a project of so many items into a folder."""
    for name, text in files(items):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def main() -> None:
    """Write a project, or one revised item of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--revise", type=int, help="write only one item, revised so many times")
    wanted = parser.parse_args()
    if wanted.revise is None:
        write(wanted.folder, wanted.items)
    else:
        name, text = changed_item(wanted.items, wanted.revise)
        (wanted.folder / name).write_bytes(text.encode())


if __name__ == "__main__":
    main()
