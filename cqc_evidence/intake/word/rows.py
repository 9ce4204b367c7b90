"""Tables of a Word document → extracts: actions, attendance, forms, and other rows as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cqc_evidence.intake.passages import MOST_WORDS, date_of, title_of
from cqc_evidence.intake.problems import at, merged_cells
from cqc_evidence.intake.word.attendance import (
    Attendance,
    attendance_extract,
    attendance_of_rows,
    count_people,
    label_of,
    together,
)
from cqc_evidence.intake.word.blocks import Block, Line, Table, inner_tables, words_in
from cqc_evidence.intake.word.lines import Found, Reading, all_of, is_head, read_lines
from cqc_evidence.intake.word.log_columns import action_columns
from cqc_evidence.intake.word.minutes import turn_of
from cqc_evidence.intake.word.outline import JOIN, Entry, is_topic, outline, under
from cqc_evidence.intake.word.tables import (
    GridRow,
    Header,
    grid_of,
    in_one_line,
    in_pairs,
    is_form,
    is_subheading,
    labelled_actions,
    log_header,
    plain_header,
    row_text,
    same_titles,
)
from cqc_evidence.model.intake import Extract

_PAIR = 2
_FEWEST_WORDS = 6
"""A row of fewer words says nothing by itself."""
_PERSON = re.compile(
    r"(?:full )?names?|role|(?:job )?title|job|team|service|organisation|agency|area|initials|e-?mail(?: address)?|phone|signature|no|#",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:full )?names?", re.IGNORECASE)
_MEETINGS = frozenset(("making-it-happen", "huddle", "reflection"))


class _Place(NamedTuple):
    """Which table is read, and what it stands under."""

    table: int
    heading: str

    def row(self, first: GridRow, last: GridRow | None = None) -> str:
        """Return a row's place as a person would say it."""
        end = (last or first).number
        rows = f"row {first.number}" if end == first.number else f"rows {first.number} to {end}"
        return f"table {self.table} {rows}"


class ReadTable(NamedTuple):
    """What a table holds, and the header under which the next may go on."""

    found: Found
    header: Header | None


def read_table(table: Table, heading: str, reading: Reading, before: Header | None) -> ReadTable:
    """Return what a table says; `before` is the header of the table that it may continue."""
    rows = grid_of(table)
    place = _Place(table.number, heading)
    inner = [read_table(one, heading, reading, None).found for one in inner_tables(table)]
    own = _log(rows, place, reading) or _people(rows, place, reading)
    if own is None and before is not None and rows and len(rows[0].values) == len(before.titles):
        own = ReadTable(_actions(rows, before, place, reading), before)
    own = own or ReadTable(_other(rows, place, reading), None)
    return ReadTable(all_of([own.found, *inner]), own.header)


def _log(rows: Sequence[GridRow], place: _Place, reading: Reading) -> ReadTable | None:
    """Read an action log: its header may stand below the head of the minutes."""
    start = log_header(rows)
    if start is not None:
        header = Header(rows[start].values, action_columns(rows[start].values))
        above = _other(rows[:start], place, reading) if start else Found()
        found = _actions(rows[start + 1 :], header, place, reading)
        problems = (merged_cells(at(reading.file, place.row(rows[start]))),) if rows[start].shared else ()
        return ReadTable(all_of([above, found, Found(problems=problems)]), header)
    labelled = labelled_actions(rows)
    if not labelled:
        return None
    above = _other([row for row in rows if row.number < labelled[0].row.number], place, reading)
    turns = (_turn(one.row, place.row(one.row, one.last), one.header, place, reading) for one in labelled)
    return ReadTable(all_of([above, *turns]), None)


def _actions(rows: Sequence[GridRow], header: Header, place: _Place, reading: Reading) -> Found:
    return all_of(_turns(rows, header, place, reading))


def _turns(rows: Sequence[GridRow], header: Header, place: _Place, reading: Reading) -> Iterator[Found]:
    theme, waiting = "", None
    for group in _groups(rows, header):
        row = group[0]
        roles = action_columns(row.values)
        if is_subheading(row):
            yield from _unused(waiting, place)
            theme, waiting = in_one_line(row.said[0]), row
        elif roles:
            header = Header(row.values, roles)
        else:
            waiting = None
            where = place.row(row, group[-1])
            whole = row._replace(values=_joined(group))
            yield _turn(whole, where, header, place._replace(heading=under(place.heading, theme)), reading)
    yield from _unused(waiting, place)


def _groups(rows: Sequence[GridRow], header: Header) -> Iterator[list[GridRow]]:
    """Yield the rows of each action: one, or several where its cell runs over them."""
    column = header.roles.index("action")
    group: list[GridRow] = []
    for row in rows:
        if group and column not in row.continued:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _unused(row: GridRow | None, place: _Place) -> Iterator[Found]:
    """Yield a theme below which no action stands."""
    if row is not None:
        yield _as_text(row, (), place)


def _turn(row: GridRow, where: str, header: Header, place: _Place, reading: Reading) -> Found:
    """Read one action."""
    cells = list(zip(header.roles, header.titles, row.values, strict=False))
    turn = turn_of(cells, reading.on(place.heading))
    if turn is None:
        return _as_text(row, header.titles, place)
    extract = Extract(
        kind=reading.action_kind,
        locator=where,
        title=title_of(turn.action.action),
        text=row_text(header.titles, row.values),
        heading=place.heading,
        actions=(turn.action,),
    )
    return Found((extract,), (("owner", where),) if turn.owner_left_out else ())


def _joined(group: Sequence[GridRow]) -> tuple[str, ...]:
    """Return what the rows of one action say, column by column."""
    columns = (
        [row.values[column] for row in group if row is group[0] or column not in row.continued]
        for column in range(len(group[0].values))
    )
    return tuple("\n".join(dict.fromkeys(text for text in column if text)) for column in columns)


def _people(rows: Sequence[GridRow], place: _Place, reading: Reading) -> ReadTable | None:
    """Read a table of those who came; only their number is taken in."""
    if len(rows) < 2 or any(words_in(title) > 3 for title in rows[0].values):  # noqa: PLR2004  # a header and one person
        return None
    titles = [title.strip(" :") for title in rows[0].values]
    if not all(not title or label_of(title) or _PERSON.fullmatch(title) for title in titles):
        return None
    below = [row.values for row in rows[1:] if not same_titles(row, rows[0].values)]
    counted = attendance_of_rows(titles, below)
    names = [number for number, title in enumerate(titles) if _NAMED.fullmatch(title)]
    if counted is None and names and (reading.kind in _MEETINGS or label_of(place.heading.rpartition(JOIN)[2])):
        counted = Attendance(present=sum(bool(row[names[0]]) for row in below))
    if counted is None:
        return None
    where = f"table {place.table}"
    if not counted.known:
        return ReadTable(Found(noted=(("uncounted", where),)), None)
    return ReadTable(Found((attendance_extract(counted, where, place.heading),), (("names", where),)), None)


def _other(rows: Sequence[GridRow], place: _Place, reading: Reading) -> Found:
    """Read a table that is no action log and no list of people."""
    if all(row.across for row in rows):
        return all_of(_cell(row, next(one for one in row.blocks if one), place, reading) for row in rows)
    pairs = [pair for row in rows for pair in in_pairs(row)]
    if is_form(pairs) or _is_head_of_minutes(pairs):
        return all_of(_form(pairs, place, reading))
    titles = rows[0].values if plain_header(rows) else ()
    return all_of(_rows(rows[1:] if titles else rows, titles, place))


def _is_head_of_minutes(rows: Sequence[GridRow]) -> bool:
    """Return whether a table says when, where and by whom a meeting was held."""
    if any(len(row.said) > _PAIR for row in rows):
        return False
    heads = [row for row in rows if len(row.said) == _PAIR and (label_of(row.said[0]) or is_head(row.said[0]))]
    return len(heads) > 1 or any(row is not rows[0] or date_of(row.said[1]).known for row in heads)


def _rows(rows: Sequence[GridRow], titles: Sequence[str], place: _Place) -> Iterator[Found]:
    theme, waiting = "", None
    for row in rows:
        if titles and same_titles(row, titles):
            continue
        if is_subheading(row):
            yield from _unused(waiting, place)
            theme, waiting = in_one_line(row.said[0]), row
        else:
            waiting = None
            yield _as_text(row, titles, place._replace(heading=under(place.heading, theme)))
    yield from _unused(waiting, place)


def _as_text(row: GridRow, titles: Sequence[str], place: _Place) -> Found:
    """Return a row as one text, or only its place where it has too few words."""
    text = row_text(titles, row.values)
    where = place.row(row)
    if words_in(text) < _FEWEST_WORDS:
        return Found(noted=(("short", where),))
    return Found((Extract(locator=where, text=text, heading=place.heading),))


def _cell(row: GridRow, blocks: Sequence[Block], place: _Place, reading: Reading) -> Found:
    """Read a cell that holds a text of its own, with its own headings and lists."""
    lines = [block for block in blocks if isinstance(block, Line)]
    counted = [line._replace(number=number) for number, line in enumerate(lines, 1)]
    found = outline(counted, place.heading, asks=reading.asks)
    entries = [piece for piece in found.pieces if isinstance(piece, Entry)]
    bare = tuple(("short", f"{place.row(row)}, paragraph {line.number}") for line in found.bare)
    return all_of([read_lines(entries, reading, place.row(row)), Found(noted=bare)])


def _form(rows: Sequence[GridRow], place: _Place, reading: Reading) -> Iterator[Found]:
    """Yield what the rows of a form say, a label on the left and its answer on the right."""
    came = [row for row in rows if len(row.said) > 1 and label_of(row.said[0])]
    theme = ""
    for row in rows:
        under_theme = place._replace(heading=under(place.heading, theme))
        if row in came:
            if row is came[0]:
                yield _came(came, place)
        elif len(row.said) > 1 and is_head(row.said[0]):
            yield Found(noted=(("head", place.row(row)),))
        elif len(row.said) == 1 and is_subheading(row) and row is not rows[-1]:
            theme = in_one_line(row.said[0])
        else:
            yield _answer(row, under_theme, reading)


def _came(rows: Sequence[GridRow], place: _Place) -> Found:
    """Return how many came, from the rows of a form such as "Present" and "Apologies"."""
    counts = ((label_of(row.said[0]), count_people("\n".join(row.said[1:]))) for row in rows)
    counted = together(
        Attendance(present=number) if side == "present" else Attendance(apologies=number) for side, number in counts
    )
    where = place.row(rows[0], rows[-1])
    if not counted.known:
        return Found(noted=(("uncounted", where),))
    return Found((attendance_extract(counted, where, place.heading),), (("names", where),))


def _answer(row: GridRow, place: _Place, reading: Reading) -> Found:
    """Return one row of a form; an answer with a list or of many words is read as a text of its own."""
    texts = tuple(value for value in row.values if value)
    if len(texts) == _PAIR:
        blocks = next(cell for column, cell in reversed(list(enumerate(row.blocks))) if row.values[column])
        listed = any(isinstance(block, Line) and block.listed for block in blocks)
        if words_in(texts[1]) > MOST_WORDS or (listed and is_topic(texts[0])):
            return _cell(row, blocks, place._replace(heading=under(place.heading, in_one_line(texts[0]))), reading)
    titles = texts[:1] if len(texts) > 1 else ()
    return _as_text(row._replace(values=texts[len(titles) :]), titles, place)
