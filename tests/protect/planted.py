"""Sentences with a planted personal identifier, and sentences that only look so. Everybody and everything in them is a Specimen.

Numbers of telephones come from the ranges that Ofcom keeps for drama; all other values are made up from a seed.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from cqc_evidence.model.protect import ProtectSettings

SETTINGS = ProtectSettings(
    allow=(
        "020 7946 0000", "+44 1632 960 000", "@testshire.gov.uk", "enquiries@partner.example", "TS1 1AA",
        "Mr Justice Munby", "Dr Foster", "Mr Specimen's Progress", "Sir Walter Placeholder",
    ),
    system_ids=("TSH-######", "ASC????####"),
)  # fmt: skip
DENY = ("Orla Quillfeather", "Jean-Luc Pretendé", "The Larches, Mock Lane", "Zebedee", "O'Sample")
SORTS = (
    "nhs-number", "national-insurance-number", "postcode", "phone", "e-mail", "date-of-birth", "system-id",
    "titled-name", "deny-list",
)  # fmt: skip


def words_of(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MONTHS = words_of("January February March April May June July August September October November December")
AREAS = words_of(
    "AB AL B BA BD BN BS CB CF CM CV DE DH DN E EX G GL HP IP L LA LE LS M MK N NE NG NW OX PE PL S SE SK SO SW TS W WV YO"
)
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
SURNAMES = words_of("Specimen Placeholder Example-Smith O’Pretend McMock Testwell Sampleton Dummy")
FORENAMES = words_of("Ann Bilal Chidi Zoë Ewa Jean-Paul Siân Kofi")


class Sentence(NamedTuple):
    """A text, and where an identifier stands in it; no sort: it is innocent."""

    text: str
    sort: str = ""
    start: int = 0
    end: int = 0


class Made:
    """Values made up from a seed."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def one(self, *of: str) -> str:
        return self.rng.choice(of)

    def digits(self, count: int, first: str = "0123456789") -> str:
        return self.rng.choice(first) + "".join(self.rng.choice("0123456789") for _ in range(count - 1))

    def between(self, low: int, high: int) -> int:
        return self.rng.randint(low, high)

    def nhs(self) -> str:
        while True:
            nine = self.digits(9, "4679")
            check = -sum((10 - place) * int(digit) for place, digit in enumerate(nine)) % 11
            if check < 10:
                return f"{nine}{check}"

    def isbn(self) -> str:
        nine = self.digits(9, "01")
        check = -sum((10 - place) * int(digit) for place, digit in enumerate(nine)) % 11
        return f"{nine}{'X' if check == 10 else check}"

    def insurance(self) -> str:
        while True:
            prefix = self.rng.choice("ABCEGHJKLMNOPRSTWXYZ") + self.rng.choice("ABCEGHJKLMNPRSTWXYZ")
            if prefix not in {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}:
                return f"{prefix}{self.digits(6)}{self.rng.choice('ABCD')}"

    def postcode(self) -> tuple[str, str]:
        special = ("EC1A", "W1T", "SW1A", "SE1P", "WC2H", "E1W", "N1C")
        outward = self.one(*special) if self.rng.random() < 0.1 else f"{self.one(*AREAS)}{self.between(1, 29)}"
        return outward, f"{self.between(0, 9)}{self.rng.choice(INWARD)}{self.rng.choice(INWARD)}"

    def landline(self) -> tuple[str, str, str]:
        last = f"{self.between(1, 999):03}"
        if self.rng.random() < 0.3:
            return "020", "7946", f"0{last}"
        if self.rng.random() < 0.5:
            return self.one("0113", "0114", "0121", "0151", "0161"), "496", f"0{last}"
        return "01632", "960", last

    def mobile(self) -> tuple[str, str, str]:
        return "07700", "900", f"{self.between(1, 999):03}"

    def name(self) -> str:
        return self.one(*SURNAMES)

    def birth(self) -> tuple[int, int, int]:
        return self.between(1, 28), self.between(1, 12), self.between(1925, 2006)

    def recent(self) -> tuple[int, int, int]:
        return self.between(1, 28), self.between(1, 12), self.between(2016, 2026)

    def date(self, parts: tuple[int, int, int]) -> str:
        day, month, year = parts
        name = MONTHS[month - 1]
        return self.one(
            f"{day:02}/{month:02}/{year}", f"{day}/{month}/{year}", f"{day:02}-{month:02}-{year}",
            f"{day:02}.{month:02}.{year}", f"{day} {name} {year}", f"{day} {name[:3]} {year}", f"{year}-{month:02}-{day:02}",
            f"{name} {day}, {year}", f"{day}-{name[:3]}-{year}", f"{day}/{month}/{year % 100:02}",
        )  # fmt: skip


def _nhs(made: Made) -> str:
    solid = made.nhs()
    a, b, c = solid[:3], solid[3:6], solid[6:]
    return made.one(
        solid, solid, f"{a} {b} {c}", f"{a} {b} {c}", f"{a}-{b}-{c}", f"{a}.{b}.{c}", f"{a}\u00a0{b}\u00a0{c}",
        f"{a}\u2009{b}\u2009{c}", f"{a}–{b}–{c}", f"**{a}** {b} {c}", f"{a} {b}\n{c}", f"{a}&nbsp;{b}&nbsp;{c}",
        f"{a}\u200b{b}\u200b{c}", solid.translate({ord("0") + n: 0xFF10 + n for n in range(10)}),
    )  # fmt: skip


def _insurance(made: Made) -> str:
    solid = made.insurance()
    pairs = " ".join((solid[:2], solid[2:4], solid[4:6], solid[6:8], solid[8]))
    return made.one(
        solid, solid, pairs, pairs, pairs.lower(), pairs.replace(" ", "-"), f"{solid[:2]} {solid[2:8]} {solid[8]}",
        pairs.replace(" ", "\u00a0"), f"{solid[:2]} {solid[2:5]} {solid[5:8]} {solid[8]}", f"{solid[:8]} {solid[8]}",
    )  # fmt: skip


def _postcode(made: Made) -> str:
    outward, inward = made.postcode()
    return made.one(
        f"{outward} {inward}", f"{outward} {inward}", f"{outward}{inward}", f"{outward}\u00a0{inward}",
        f"{outward}  {inward}", f"**{outward}** {inward}", f"{outward}&nbsp;{inward}",
    )  # fmt: skip


def _phone(made: Made) -> str:
    a, b, c = made.mobile() if made.rng.random() < 0.4 else made.landline()
    return made.one(
        f"{a} {b} {c}", f"{a} {b}{c}", f"{a}{b}{c}", f"({a}) {b} {c}", f"{a}-{b}-{c}", f"{a}.{b}.{c}",
        f"+44 {a[1:]} {b} {c}", f"+44{a[1:]}{b}{c}", f"+44 (0){a[1:]} {b} {c}", f"0044 {a[1:]} {b}{c}",
        f"{a}\u00a0{b}\u00a0{c}", f"**{a}** {b} {c}", f"{a} {b}\n{c}", f"{a}–{b}–{c}",
    )  # fmt: skip


def _mail(made: Made) -> str:
    name = f"{made.one('ann', 'bilal', 'zoë', 'j', 'kofi')}{made.one('.', '_', '-', '')}{made.one('specimen', 'mock', 'o’pretend', 'testwell')}"
    host = made.one("example.org", "post.example.co.uk", "mail.example", "exämple.example")
    return made.one(
        f"{name}@{host}", f"{name}@{host}", f"{name.upper()}@{host}", f"{name}+care@{host}", f"{name}{made.between(1, 99)}@{host}",
        f"{name} (at) {host}", f"{name}[at]{host}", f"{name}＠{host}", f"{name}&#64;{host}",
    )  # fmt: skip


def _birth(made: Made) -> str:
    return made.date(made.birth())


def _system(made: Made) -> str:
    return made.one(
        made.digits(4, "3456789"), made.digits(5, "123456789"), made.digits(6, "123456789"), made.digits(7, "123456789"),
        made.digits(8, "123456789"), f"P{made.digits(6)}", f"{made.digits(7)}X",
    )  # fmt: skip


def _name(made: Made) -> str:
    title = made.one(
        "Mr", "Mrs", "Ms", "Miss", "Mx", "Dr", "Prof", "Cllr", "Mr.", "Mrs.", "Dr.", "Sir", "Dame", "Rev", "MRS"
    )
    first, last = made.one(*FORENAMES), made.name()
    return made.one(
        f"{title} {last}", f"{title} {first} {last}", f"{title} {first[0]} {last}", f"{title} {first[0]}. {last}",
        f"{title}\u00a0{last}", f"{title} {first} de {last}", f"{title} **{last}**", f"{title} {last.upper()}",
    )  # fmt: skip


def _denied(made: Made) -> str:
    return made.one(
        "Orla Quillfeather", "orla quillfeather", "ORLA  QUILLFEATHER", "Orla-Quillfeather", "Jean Luc Pretende",
        "Jean-Luc Pretendé", "JEAN–LUC PRETENDÉ", "the Larches, Mock Lane", "Zebedee", "zebedee", "O’Sample", "Zebe\u00addee",
    )  # fmt: skip


VALUES: dict[str, Callable[[Made], str]] = {
    "nhs-number": _nhs, "national-insurance-number": _insurance, "postcode": _postcode, "phone": _phone,
    "e-mail": _mail, "date-of-birth": _birth, "system-id": _system, "titled-name": _name, "deny-list": _denied,
}  # fmt: skip
TEMPLATES: dict[str, tuple[str, ...]] = {
    "nhs-number": (
        "NHS number {}.", "Her NHS no: {} was on the form.", "The family gave {} when they rang.", "{} is his NHS number.",
        "Patient {} went home on Friday.", "(NHS {})", "We looked {} up with the GP and found nothing new.", "NHS_{}.docx",
        "She came to the hub again, {}, and stayed for tea.", "Talked with them about {} | no change | closed",
    ),
    "national-insurance-number": (
        "NI number {}.", "His National Insurance number is {}, he said.", "{} – benefits check done.", "NINO: {}",
        "She wrote {} on the back of the letter.", "We rang the DWP about {} and waited an hour.", "(ni {})",
    ),
    "postcode": (
        "They live at 4 Mock Lane, Sampleton {}.", "Postcode: {}", "He moved to {} in the spring.", "The visit to {} went well.",
        "From {} it is two buses to the day centre.", "| 12 | {} | Conversation 2 |", "home address ({}) checked",
    ),
    "phone": (
        "Ring her daughter on {}.", "Tel: {}", "He gave {} as the best number.", "Mobile {} (after six).", "t. {}", "{} – neighbour with a key",
        "Contact number for the son is {}, not the one before.", "We left a message at {} twice.",
    ),
    "e-mail": (
        "Write to {}.", "Her son ({}) wants to be told.", "E-mail: {}", "<{}>", "We heard from {} on Monday.", "mailto:{}", "cc {}; all",
    ),
    "date-of-birth": (
        "DOB {}", "D.O.B.: {}", "She was born on {} in Sampleton.", "Date of birth: {}.", "dob {}, lives alone", "born {}",
        "Specimen_J_DOB_{}.docx", "{} (DOB)", "His birthday is {}.", "Date of Birth | {} | Conversation 1", "{} is her date of birth",
    ),
    "system-id": (
        "Mosaic ID {}.", "Liquidlogic number: {}", "LAS {} was opened by mistake.", "client ID {} has two plans", "Person ID: {}",
        "See Eclipse record {}.", "CareFirst no. {} – closed", "AIS number {}", "Swift ID {}", "Framework-i {}", "hospital number {}",
        "case number {}", "record no {}", "P number {}", "person_id={}", "Mosaic ref: {} (two workers)",
    ),
    "titled-name": (
        "{} told us that the visits come too early.", "We sat with {} and her sister.", "Story of {}, told in May.",
        "{}’s daughter came along.", "Thanks to {} for the time.", "Rang {}; no answer.", "Then {} said it was enough.",
    ),
    "deny-list": (
        "We saw {} at the hub.", "{} came twice.", "It was {}’s idea.", "notes_{}_final.docx", "Thanks to ({}).", "And then {}, who laughed.",
    ),
}  # fmt: skip


def planted(seed: int, each: int, templates: dict[str, tuple[str, ...]] = TEMPLATES) -> list[Sentence]:
    """Return so many planted identifiers of each sort, each in a sentence."""
    made = Made(Random(seed))  # noqa: S311  # the same ones every time
    return [_planted(made, sort, templates[sort], number) for sort in SORTS for number in range(each)]


def _planted(made: Made, sort: str, templates: tuple[str, ...], number: int) -> Sentence:
    template = templates[number % len(templates)]
    if sort == "system-id" and number % 7 == 0:
        template, value = "The record {} is open.", made.one(f"TSH-{made.digits(6)}", f"ASCABCD{made.digits(4)}")
    else:
        value = VALUES[sort](made)
    before, after = template.split("{}")
    return Sentence(f"{before}{value}{after}", sort, len(before), len(before) + len(value))


def innocents(seed: int, count: int, makers: tuple[Callable[[Made], str], ...]) -> list[Sentence]:
    """Return so many sentences that only look like personal data."""
    made = Made(Random(seed))  # noqa: S311  # the same ones every time
    return [Sentence(makers[number % len(makers)](made)) for number in range(count)]
