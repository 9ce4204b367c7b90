"""The text of a cell → the value of its field, or what is wrong with it in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, NamedTuple

from cqc_evidence.intake.workbook.cells import EMPTY, TOLD
from cqc_evidence.intake.workbook.columns import FIXED_WORDS, NOBODY, Column
from cqc_evidence.intake.workbook.text import parted
from cqc_evidence.model.base import Noun
from cqc_evidence.model.dates import Period
from cqc_evidence.model.slug import slug
from cqc_evidence.read.problems import did_you_mean

_WHOLE = re.compile(r"-?\d{1,4000}(?:\.0+)?|-?\d{1,3}(?:,\d{3})+", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
_YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}


class Wrong(NamedTuple):
    """Why a text is no value."""

    what: str
    advice: str


class WrongError(Exception):
    """Carries why a text is no value up to where its place is known."""

    def __init__(self, what: str, advice: str) -> None:
        """Hold the reason."""
        super().__init__(what)
        self.wrong = Wrong(what, advice)


def value_of(column: Column, noun: type[Noun], text: str, words: Mapping[str, tuple[str, ...]], before: str) -> Any:  # noqa: ANN401  # what the field takes
    """Return the value that a cell's text stands for.

    Args:
        column: the cell's column.
        noun: what the row is: an item, a tag, a figure, an action.
        text: what stands in the cell.
        words: the lists of the workbook; a list that is empty allows every word.
        before: what stood in the cell; its words are allowed, for nobody has just mistyped them.

    Raises:
        WrongError: when it stands for none.
    """
    if not text.strip() and column.shape != "text":
        return _nothing(column, noun)
    return _checked(column, noun, _READERS[column.shape](column, text, _allowed(column, words), before))


def _allowed(column: Column, words: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return FIXED_WORDS.get(column.words) or words.get(column.words, ())


def _nothing(column: Column, noun: type[Noun]) -> Any:  # noqa: ANN401
    """Return what an empty cell means: whatever the field holds when nobody names it."""
    if column.key.startswith("reported_back."):
        return None
    for step in column.path[:-1]:
        noun = _noun_in(noun.model_fields[step].annotation)
    return noun.model_fields[column.path[-1]].default


def _text(column: Column, text: str, _allowed: tuple[str, ...], _before: str) -> object:
    if column.key == "body":
        return text.strip("\n")
    if column.key == TOLD:
        return text.removeprefix(EMPTY) if text.startswith(EMPTY) or text.strip() else None
    return text


def _word(_column: Column, text: str, allowed: tuple[str, ...], _before: str) -> object:
    return _known(text.strip(), allowed, ())


def _words(column: Column, text: str, allowed: tuple[str, ...], before: str) -> object:
    old = parted(before, by_comma=True)
    found = tuple(_known(word, allowed, old) for word in parted(text, by_comma=True))
    if NOBODY in found and column.words == "editions":
        if len(found) > 1:
            message = f'"{NOBODY}" cannot stand beside other words'
            raise WrongError(message, f"write {NOBODY}, or the editions that may use it")
        return ()
    return found


def _known(word: str, allowed: tuple[str, ...], old: Iterable[str]) -> str:
    """Return a word as its list spells it, however it was typed."""
    if not allowed or word in allowed or word in old:
        return word
    spelt = {one.casefold(): one for one in allowed}
    for form in (word.casefold(), slug(word)):
        if form in spelt:
            return spelt[form]
    message = f'"{word}" is not allowed here'
    raise WrongError(message, did_you_mean(word, allowed))


def _list(_column: Column, text: str, _allowed: tuple[str, ...], _before: str) -> object:
    return parted(text)


def _date(_column: Column, text: str, _allowed: tuple[str, ...], _before: str) -> object:
    if found := _SLASHED.fullmatch(text.strip()):
        day, month, year = found.groups()
        iso = f"{year}-{int(month):02}-{int(day):02}"
        advice = f"write {iso}, if that is the day" if _is_date(iso) else "write it as 2019-07-18, year first"
        message = f'"{text.strip()}" is not written as a date'
        raise WrongError(message, advice)
    return text.strip()


def _is_date(text: str) -> bool:
    try:
        Period.parse(text)
    except ValueError:
        return False
    return True


def _whole(_column: Column, text: str, _allowed: tuple[str, ...], _before: str) -> object:
    plain = text.strip()
    if not _WHOLE.fullmatch(plain):
        message = f'a whole number belongs here, not "{plain}"'
        raise WrongError(message, "write digits only, such as 12")
    return int(plain.partition(".")[0].replace(",", ""))


def _number(_column: Column, text: str, _allowed: tuple[str, ...], _before: str) -> object:
    plain = text.strip()
    if not _NUMBER.fullmatch(plain):
        message = f'a number belongs here, not "{plain}"'
        raise WrongError(message, "write digits and a full stop only, such as 12.5; the unit has its own column")
    return float(plain.replace(",", ""))


def _yes_no(_column: Column, text: str, _allowed: tuple[str, ...], _before: str) -> object:
    found = _YES_NO.get(text.strip().casefold())
    if found is None:
        message = f'yes or no belongs here, not "{text.strip()}"'
        raise WrongError(message, "write yes or no")
    return found


_READERS = {
    "text": _text,
    "word": _word,
    "words": _words,
    "list": _list,
    "day": _date,
    "period": _date,
    "whole": _whole,
    "number": _number,
    "yes-no": _yes_no,
}


def _checked(column: Column, noun: type[Noun], value: object) -> Any:  # noqa: ANN401
    """Return a value as the noun itself would take it."""
    if value is None:
        return None
    from pydantic import ValidationError  # noqa: PLC0415  # beside its only use

    try:
        return _adapter(noun, column.path).validate_python(value)
    except ValidationError as error:
        raise _explained(error) from None


@cache
def _adapter(noun: type[Noun], path: tuple[str, ...]) -> Any:  # noqa: ANN401
    """Return what checks one field, however deep it lies."""
    from pydantic import ConfigDict, TypeAdapter  # noqa: PLC0415

    for step in path[:-1]:
        noun = _noun_in(noun.model_fields[step].annotation)
    field = noun.model_fields[path[-1]]
    annotation: Any = field.annotation
    for limit in field.metadata:
        annotation = Annotated[annotation, limit]
    return TypeAdapter(annotation, config=ConfigDict(allow_inf_nan=False))


def _noun_in(annotation: Any) -> type[Noun]:  # noqa: ANN401
    """Return the noun that a field holds, also when it may hold nothing."""
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        return annotation
    return next(_noun_in(part) for part in annotation.__args__ if part is not type(None))


def _explained(error: Any) -> WrongError:  # noqa: ANN401  # pydantic's ValidationError, which is loaded late
    found = error.errors(include_url=False)[0]
    value = found["input"]
    if found["type"] == "string_pattern_mismatch":
        near = slug(str(value))
        return WrongError(
            f'"{value}" cannot be an id',
            f'did you mean "{near}"?' if near else "use small letters, digits and single hyphens",
        )
    if found["type"] == "value_error":
        what, _, advice = str(found["ctx"]["error"]).rpartition(": ")
        return WrongError(what or advice, advice)
    return WrongError(f'"{value}" does not fit here', "look at what the other rows hold")
