"""An e-mail → the passages that its writer wrote, without addresses, quoted mails and signatures."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple

from cqc_evidence.intake.passages import Paragraph, kind_of, passages
from cqc_evidence.intake.plain.html_text import html_text
from cqc_evidence.intake.plain.prose import name_of
from cqc_evidence.intake.problems import at, damaged_file, nothing_found, too_large, wrong_extension
from cqc_evidence.intake.safety.guard import MB, MOST_TEXT
from cqc_evidence.intake.safety.options import ReadOptions
from cqc_evidence.model.dates import Period
from cqc_evidence.model.intake import UNKNOWN, Document

_HEADER = re.compile(rb"(?im)^(?:content-[\w-]+|subject|date|mime-version)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*")
_MOST_HEADER = 10_000
_OURS = ("from", "date", "subject", "mime-version", "received", "message-id")
_PREFIX = re.compile(r"(?:(?:re|fw|fwd|aw|wg)\s*:\s*)+", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:<?mailto:)?[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}>?", re.IGNORECASE)
_MASK = "[address left out]"
_WROTE = re.compile(r"(?:On|Am|Le)\b.{5,200}\b(?:wrote|schrieb|a écrit)\s*:", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"-{2,}\s*(?:original message|forwarded message|original appointment)\s*-{2,}|begin forwarded message:",
    re.IGNORECASE,
)
_FROM = re.compile(r"\*?from:\*?\s", re.IGNORECASE)
_SENT = re.compile(r"\*?(?:sent|date|to|subject):\*?\s", re.IGNORECASE)
_LEAVE = re.compile(
    r"(?:many |with )?(?:thanks(?: and)?|(?:kind(?:est)?|best|warm(?:est)?) (?:regards|wishes)|regards|best|cheers"
    r"|all the best|yours (?:sincerely|faithfully|truly)|thank you|thanks again|thanks)(?: regards)?\s*[,.!]?",
    re.IGNORECASE,
)
_SIGNATURE_LINES = 15
_SIGNATURE_WORDS = 80
_BANNER = re.compile(
    r"(?:caution|warning|external(?: e-?mail)?|this (?:e-?mail|message)(?: and any| is| was| may| contains| originated)"
    r"|the (?:information|contents?) (?:in|of|contained in) this (?:e-?mail|message)|sent from (?:my|outlook)"
    r"|get outlook for|please consider the environment|disclaimer)\b.*",
    re.IGNORECASE,
)


class _Own(NamedTuple):
    """What the writer wrote, and what was left out of it."""

    lines: list[str]
    quoted: bool = False
    signed: bool = False


def read_mail(data: bytes, file: str, options: ReadOptions) -> Document:
    """Return the passages of an e-mail (.eml): its subject is the title, the day it was sent its date."""
    if any(len(found[0]) > _MOST_HEADER for found in _HEADER.finditer(data)):
        return Document(problems=(damaged_file(at(file), "the heading of this e-mail is longer than any can be"),))
    message = message_from_bytes(data, policy=policy.default)
    if not any(name in message for name in _OURS):
        what = wrong_extension(
            at(file), "this file is not an e-mail", "in Outlook choose File, Save as, and the type .eml"
        )
        return Document(problems=(what,))
    body = _body(message)
    if len(body) > MOST_TEXT:
        most = f"{MOST_TEXT // MB} MB of text"
        return Document(problems=(too_large(at(file), f"more than {most}", most),))
    own = _own_lines(body)
    text, masked = _ADDRESS.subn(_MASK, "\n".join(own.lines))
    subject = _ADDRESS.sub(_MASK, _PREFIX.sub("", _header(message, "subject"), count=1)).strip()
    extracts = passages(_paragraphs(text))
    advice = "save the earlier e-mail itself as .eml, and import that" if own.quoted else "copy what matters into Word"
    return Document(
        kind=options.kind or kind_of(file, subject),
        title=subject or name_of(file),
        date=_date(message),
        extracts=extracts,
        notes=tuple(_notes(own, masked, list(_attachments(message)))),
        problems=() if extracts else (nothing_found(at(file), advice),),
    )


def _header(message: EmailMessage, name: str) -> str:
    """Return a header as one line; a broken one is empty."""
    with contextlib.suppress(ValueError, TypeError, IndexError, KeyError, AttributeError):
        return " ".join(str(message[name] or "").split())
    return ""


def _date(message: EmailMessage) -> Period:
    """Return the day on which a mail was sent, as its sender's clock had it."""
    with contextlib.suppress(ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError):
        return Period.parse(message["date"].datetime.date().isoformat())
    return UNKNOWN


def _body(message: EmailMessage) -> str:
    """Return the text of a mail: its plain part, else the text of its HTML."""
    for sort in ("plain", "html"):
        part = message.get_body(preferencelist=(sort,))
        text = _content(part) if isinstance(part, EmailMessage) else ""
        text = html_text(text) if sort == "html" else text
        if text.strip():
            return text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return ""


def _content(part: EmailMessage) -> str:
    """Return a part's text; in an encoding that nobody knows, letter by letter."""
    with contextlib.suppress(LookupError, ValueError, TypeError, AttributeError):
        return str(part.get_content())
    payload = part.get_payload(decode=True)
    return payload.decode("cp1252", "replace") if isinstance(payload, bytes) else ""


def _own_lines(text: str) -> _Own:
    """Return a mail without the mails below it, its signature and banners."""
    lines = text.split("\n")
    end = next((number for number in range(len(lines)) if _begins_earlier(lines, number)), len(lines))
    answered = [
        line for line in lines[:end] if not line.lstrip().startswith(">") and not _WROTE.fullmatch(line.strip())
    ]
    quoted = end < len(lines) or len(answered) < end
    signed = _signature(answered)
    kept = [line for line in answered[:signed] if not _BANNER.fullmatch(line.strip().strip("*[]").strip())]
    return _Own(kept, quoted, len(kept) < len(answered))


def _begins_earlier(lines: list[str], number: int) -> bool:
    """Return whether the rest of a mail, from a line on, is an earlier one."""
    line = lines[number].strip()
    after = [one.strip() for one in lines[number + 1 : number + 6] if one.strip()]
    if _ORIGINAL.fullmatch(line):
        return True
    if _FROM.match(f"{line} "):
        return any(_SENT.match(f"{one} ") for one in after)
    # With its lines marked by ">" an earlier mail may stand above the answer; without, it is the rest.
    return _WROTE.fullmatch(line) is not None and not (after and after[0].startswith(">"))


def _signature(lines: list[str]) -> int:
    """Return where a mail's signature begins: at "-- ", or at a leave-taking near the end."""
    if "-- " in lines:
        return lines.index("-- ")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    for number in filled[-_SIGNATURE_LINES:]:
        if _LEAVE.fullmatch(lines[number].strip()) and len(" ".join(lines[number:]).split()) <= _SIGNATURE_WORDS:
            return number
    return len(lines)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield what stands between blank lines; the lines of a list stay apart."""
    for number, block in enumerate((one for one in re.split(r"\n\s*\n", text) if one.strip()), 1):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        listed = sum(line.startswith(("-", "*", "•")) for line in lines) > 1
        yield Paragraph(number, ("\n" if listed else " ").join(lines))


def _attachments(message: EmailMessage) -> Iterator[str]:
    """Yield the names of attachments; the pictures of a signature are none."""
    for part in message.walk():
        with contextlib.suppress(LookupError, ValueError, TypeError, AttributeError):
            name = part.get_filename()
            shown = part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"
            if not part.is_multipart() and not shown and (name or part.get_content_disposition() == "attachment"):
                yield _ADDRESS.sub(_MASK, " ".join((name or "without a name").split()))


def _notes(own: _Own, masked: int, attachments: list[str]) -> Iterator[str]:
    if own.quoted:
        yield "earlier e-mails quoted in this one were left out"
    if own.signed:
        yield "the signature and standard notices were left out"
    if masked:
        yield f"{masked} e-mail address{'es' if masked > 1 else ''} in the text {'were' if masked > 1 else 'was'} left out"
    if attachments:
        what = "an attachment was" if len(attachments) == 1 else f"{len(attachments)} attachments were"
        yield f"{what} not opened ({', '.join(attachments)}): save what matters, and import it by itself"
