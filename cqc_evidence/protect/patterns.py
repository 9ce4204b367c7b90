"""What personal data looks like: shapes and words only; whether a shape means a person is decided in `checks`.

Every pattern runs over folded text (see `fold`): plain spaces and hyphens, no underscores, no emphasis. Those named `…_LOW`
run over the same text in small letters. Repeats are bounded everywhere, so that no text takes long.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


GAP = r"[ \n.\-]"
"""What people put between the groups of a number."""

NHS = re.compile(rf"\d(?<!\d\d)\d\d{GAP}{{0,3}}\d{{3}}{GAP}{{0,3}}\d{{4}}(?!\d)")
COLUMN_BEFORE = re.compile(r"(?<!\d)\d{3} \Z")
COLUMN_AFTER = re.compile(r" [1-9]\d\d(?!\d)(?! \d{3} \d{4}(?!\d))")
"""Beside more groups of three, three groups are columns of a table."""
NHS_SPREAD_LOW = re.compile(
    r"\bn\.?h\.?s\b\W{0,3}(?:(?:number|num|no|id)\b\W{0,4})?(?:is )?(\d(?:[ \n.\-]{0,3}\d){9})(?!\d)"
)
"""Ten digits in any grouping, straight behind the letters NHS."""

INSURANCE = re.compile(
    r"(?<![^\W_])[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z]"
    rf"{GAP}{{0,3}}\d\d{GAP}{{0,3}}\d{GAP}{{0,3}}\d{GAP}{{0,3}}\d\d{GAP}{{0,3}}[A-Da-d](?![^\W_])"
)
INSURANCE_END = re.compile(rf"\d\d{GAP}{{0,3}}[A-Da-d](?![^\W_])")
INSURANCE_HINTS = ("insurance", "nino", "ni n", "n.i", "nat ins", "nat. ins")
INSURANCE_SHORT_LOW = re.compile(
    r"\b(?:national insurance|nat\.? ?ins\.?|nino|n\.?i\.? (?:number|num|no))\b\W{0,3}(?:(?:number|no)\b\W{0,3})?(?:is )?"
    r"([a-ceghj-pr-tw-z][a-ceghj-npr-tw-z] ?\d\d ?\d\d ?\d\d(?: ?[a-d])?)(?![^\W_])"
)
"""Behind its label the number may lack its last letter, and be written in small letters."""
NO_INSURANCE_PREFIX = _words("BG GB NK KN TN NT ZZ")

POSTCODE = re.compile(
    r"(?<![^\W_])([A-Za-z]{1,2})([1-9]\d?|0|[1-9][A-HJKMNPR-Ya-hjkmnpr-y])([ \n]{0,3})(\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})(?![^\W_])"
)
INWARD = re.compile(r"\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}(?![^\W_])")
AREAS = _words(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU "
    "GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE "
    "PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV "
    "YO ZE"
)
"""The 124 postcode areas."""
LETTERED_DISTRICTS = _words("E1 EC1 EC2 EC3 EC4 N1 NW1 SE1 SW1 W1 WC1 WC2")
"""Only London has districts that end in a letter."""
ZERO_DISTRICTS = _words("BL BS CM CR FY HA PR SL SS")
ADDRESS_LOW = re.compile(r"\b(?:post ?-?code|address|lives|living|road|street|lane|avenue|close|drive|flat)\b")
NOT_INWARD = _words("st nd rd th hr wd gb tb yr ft lb pt dp db bn wt")
"""After a digit in small letters these are an ordinal or a unit: "M4 2nd exit"."""

PHONE_START = re.compile(r"[+(04](?<!\d.)")
PHONE = re.compile(
    r"(?:(?:\(?\+ ?44\)?|\(?0044\)?|\b44(?=[ \-]?\(?0?\)? ?7\d\d))[ .\-]{0,2}(?:\(0\)[ .\-]{0,2}|0(?=[127]))?|\(?0)"
    r"[1-9](?:[ ().\n\-]{0,3}\d){8,9}(?!\d)"
    r"|\+[1-9](?:[ ().\-]{0,2}\d){9,13}(?!\d)"
)
"""A British number with or without +44, or a number from abroad that begins with its plus."""
SHORT_CODES = _words(
    "01204 01208 01254 01276 01297 01298 01363 01364 01384 01386 01404 01420 01460 01461 01480 01488 01524 01527 01562 01566 01606 "
    "01629 01635 01647 01659 01695 01726 01744 01750 01768 01827 01837 01884 01900 01905 01935 01946 01949 01963 01995 01697"
)
"""Area codes in which some numbers have ten digits instead of eleven."""
PHONE_LABEL_LOW = re.compile(
    r"\b(?:tel|telephone|phone|mob|mobile|cell|call|ring|rang|text|contact|fax)\b\W{0,3}(?:(?:number|no|on|is)\b\W{0,3}){0,2}$"
)
EXTENSION_LOW = re.compile(r"(?: ?(?:x|ext\.?|extension) ?\d{1,5}|/\d{1,2})(?![^\W_])")
PHONE_BARE_LOW = re.compile(
    r"\b(?:mob|mobile|phone|tel|ring|rang|call|called|text)\b\W{0,3}(?:(?:number|no|is)\b\W{0,3})?(7\d{9})(?![\d])"
)
"""A mobile number from which a spreadsheet has taken the zero."""

LOCAL_PART = re.compile(r"[\w.!#$%&'+\-/=?^{|}~]{1,64}\Z")
DOMAIN = re.compile(
    r" ?((?:[^\W_](?:[\w\-]{0,62})(?:\.| ?[(\[{]dot[)\]}] ?| dot )){1,6}[^\W\d_]{2,24})(?![^\W_])", re.IGNORECASE
)
AT = re.compile(r" ?@| ?[(\[{] ?at ?[)\]}] ?|(?<=\w) at (?=[\w\-]{1,63} dot )", re.IGNORECASE)
NOT_DOMAINS = _words("png jpg jpeg gif svg webp bmp ico css js json pdf docx xlsx pptx md txt zip html htm")

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
DATE_LOW = re.compile(
    r"(?<!\d)(?<!\d[./\-])(?:"
    r"\d{1,2} ?[./\- ] ?\d{1,2} ?[./\- ] ?(?:\d{4}|'?\d\d)"
    r"|\d{4} ?[./\- ] ?\d{1,2} ?[./\- ] ?\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ ,./\-\n]{{0,3}}(?:(?:day )?of )?{_MONTH}\b[ ,./\-\n]{{0,3}}(?:\d{{4}}|'?\d\d)"
    rf"|{_MONTH}\b[ ,./\-\n]{{0,3}}\d{{1,2}}(?:st|nd|rd|th)?[ ,./\-\n]{{1,3}}\d{{4}}"
    r"|\d{8}|\d{6}"
    r")(?!\d)(?![./\-]\d)"
)
BIRTH_HINTS = ("born", "birth", "dob", "d.o", "d o b", "d o.b", "do b", "do.b", "d ob")
BIRTH_LOW = re.compile(
    r"\b(?:born\b|d\.o\.b\.(?=\d)|d[. ]?o[. ]?b(?:s\b|\b\.?)(?![^\W_])|dates?\W{0,2}of\W{0,2}birth\b|birth\W?(?:date|day)s?\b)"
)
IS_BIRTH_LOW = re.compile(r"[\s,:(|\-]*(?:(?:is|was|=) (?:his|her|their|the|my) |\()\Z")
"""Between a date and a word of birth: the date is meant that stands before."""
JOINS_LOW = re.compile(r"(?: ?(?:,|;|/|&|and) ?){1,2}")
NOT_PEOPLE_BORN_LOW = re.compile(
    r"\b(?:idea|site|hub|project|team|service|approach|model|scheme|programme|conversations|initiative|partnership|huddle|practice"
    r"|board|network|forum|charity|council|strategy|plan|working|pilot|policy)(?: (?:for|of) (?:the |an? |our )?\w{1,20})?"
    r"(?: (?:was|were|is|had been|has been|first)){0,2} $"
)
STRAIGHT_LOW = re.compile(
    r"[\s:=|(\-]*(?:(?:is|was|on|the|of|sun|mon|tue|tues|wed|thu|thur|thurs|fri|sat|\w{3,6}day)\b[\s:,]*)*\Z"
)

_ID_WORD = (
    r"(?:ids?|nos?|nums?|numbers?|refs?|references?|identifiers?|records?|clients?|persons?|cases?|patients?|files?)"
)
SYSTEM_LOW = re.compile(
    r"(?<![^\W_])(?:(?P<bare>mosaic|liquid ?-?logic|las|lcs|eclipse|care ?-?first|ais|swift|frame ?work ?-?i)"
    r"|paris|rio|systmone|azeus|client|person|people|patient|record|case|customer|citizen|resident|hospital|individual|adult"
    r"|social care|social services|service user|p)"
    rf"(?P<label>(?:[ .:#\-'\"(]{{0,3}}{_ID_WORD}(?![a-z])){{0,3}})[ .:=#|\-\"(]{{0,4}}(?:(?:is|was) )?(?P<value>[a-z]{{0,3}}[\-/]?(?:\d{{4,10}}|\d{{2,4}}[ \-]\d{{3,4}}(?:[ \-]\d{{1,4}})?)[a-z]?)"
    r"(?![^\W_])(?![.,:/\-]\d)(?! ?%)"
)
SYSTEM_VALUE = re.compile(r"\d{4}|\d\d[ \-]\d{3}")
"""What every number of a system holds; cheaper to look for than its label."""
SYSTEM_MORE_LOW = re.compile(
    r"(?: ?(?:,|;|/|&|and|or) ?){1,2}([a-z]{0,3}[\-/]?\d{4,10}[a-z]?)(?![^\W_])(?![.,:/\-]\d)(?! ?%)"
)
COUNTED_LOW = re.compile(
    r" (?:people|users|records|staff|licences|items|cases|contacts|conversations|requests|forms|hours|years|days|weeks|accounts|rows"
    r"|entries|assessments|reviews|clients|carers|adults|upgrade|release|programme|plan|budget|project)\b"
)
PUBLISHED_LOW = re.compile(r"\b(?:ombudsman|lgsco|lgo|phso|court|tribunal|ew(?:ca|hc|cop)|uksc|appeal)\b")
"""Numbers of published decisions name no person."""

TITLE = re.compile(
    r"(?:M(?:rs?|s|x|iss|RS?|S|X|ISS)|mrs?|D(?:r|R|ame|AME|octor)|dr|P(?:rof(?:essor)?|ROF)|C(?:llr|LLR|ouncillor)|S(?:ir|IR|ister)"
    r"|R(?:evd?|everend|EV))\b"
)
_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_LETTER = r"[^\W\d_]"
NAME_PART = re.compile(
    rf"(?P<gap>\.?[ \n]{{0,3}})(?:(?P<word>(?:(?:[OoDd]'|Mc|Mac){_UPPER}|{_UPPER}'(?={_LETTER}{{2}})|{_UPPER}){_LETTER}{{1,30}}(?:-{_LETTER}{{1,30}}|'(?!s\b|S\b){_LETTER}{{1,30}}){{0,3}})"
    rf"|(?P<initial>{_UPPER})(?!{_LETTER}|'{_LETTER})"
    rf"|(?P<small>de la|de|da|di|do|dos|du|del|van der|van den|van|von|der|den|la|le|bin|ibn|al|el|ap|ab|y)(?= {_UPPER})|(?P<low>{_LETTER}{{2,30}}))"
)
TITLE_WORDS = _words("mr mrs ms miss mx dr prof professor cllr sir dame rev revd doctor councillor canon")
JOINED_TITLES = re.compile(r"[ \n]{1,3}(?:and|&|or)[ \n]{1,3}(?:M(?:rs?|s|x|iss|RS?|S)|Dr|mrs?)\b")
NOT_NAMES = _words(
    "teams word excel office forms access sharepoint outlook project planner visio powerpoint society nurse trust therapy scan scans "
    "plan test site speaker chairman chair president mayor development code induction enquiries briefing appointment who practitioner "
    "madam or and of the martens report window windows publisher exchange office365 onenote lists power copilot act"
)
"""What follows letters that look like a title: MS Teams, MR scan, DR plan, Mr Speaker."""
NOT_LOW_NAMES = _words(
    "and or the of who was is were has had will would can could in on at to for from by with as but if not no so that this it he she they "
    "said says told asked came went also may might should then when"
)
INSTITUTIONS = _words(
    "centre center house hospital school road street avenue close lane ward unit trust foundation court lodge library hall charity theatre "
    "award prize memorial lecture ltd limited plc llp inc bakery tearoom tearooms nursery kitchen café cafe academy college university "
    "almshouses fund institute surgery pharmacy gallery museum park gardens law act rule inn arms bar shop stores"
)
"""A name in front of these belongs to a place or a firm."""
AFTER_NAME = re.compile(rf"'?s?'?(?: &| and)? ({_UPPER}{_LETTER}{{1,20}})")

_FILLER = r"(?:\W{1,3}(?:numbers?|nos?|num|ref|refs|reference|id|ids|code|codes|is|was|are|and|the|\d{4,13}))"
PERSON_LOW = re.compile(
    rf"\b(?:n\.?h\.?s|patient(?:'s)?|chi|h&c|health(?: and care)?|hospital|surgery|gp|ward|discharge|discharged|mrs?|ms|miss|dr)\b{_FILLER}{{0,4}}"
)
STRICT_PERSON_LOW = re.compile(
    rf"\b(?:n\.?h\.?s|patient(?:'s)?|chi|h&c|health|nhsnumber|nhsno)(?:\b{_FILLER}{{1,3}})?\W{{0,4}}$|nhs$"
)
NHS_BEHIND_LOW = re.compile(
    r"[ ,(:\-]{0,3}(?:(?:is|was) )?(?:(?:his|her|their|the|my|an?) )?n\.?h\.?s\.? (?:number|no|num)\b"
)
SOMEBODY_LOW = re.compile(
    r"\b(?:he|she|her|hers|him|his|who|mum|dad|mother|father|parents?|son|daughter|wife|husband|partner|sister|brother|family|carer|person|lady"
    r"|gentleman|resident|mrs?|ms|miss|dr|gp|patient|ward|lives?|born|dob)\b"
)
THING_LOW = re.compile(
    r"\b(?:(?<!in )orders?|invoices?|inv|purchase[sd]?|po|p\.o|pos|requisitions?|credit notes?|budgets?|cost cent(?:re|er)s?|ledger|gl|accounts?"
    r"|payments?|paid|suppliers?|vendors?|contracts?|contractors?|deliver(?:y|ies)|delivered|parcels?|tracking|consignment|barcodes?|tickets?|jobs?"
    r"|assets?|serials?|meters?|licen[cs]es?|vat|charity|company|registration|uprns?|usrns?|isbn|issn|doi|unix|epoch|timestamps?"
    r"|transactions?|receipts?|grants?|tenders?|polic(?:y|ies)|batch|catalogue|products?|parts?|models?|sku|ean|rows?|grid|sort code"
    r"|press|isbn-1[03]|refs?|references?|property|incident|phase|laptops?|stock|remittances?|vouchers?|cheques?|foi|(?<!post )(?<!post-)(?<!zip )codes?)"
    rf"\b{_FILLER}{{0,4}}"
)
"""What else carries long numbers: money, goods, property, books, clocks."""
ANYTHING_LOW = re.compile(
    r"\b(?:warrant(?:y|ies)|guarantee|items?|lists?|totals?|hits|views|sums?|debits?|mandates?|banks?|bills?|fees?|charges?|cards?|membership|subscription|meetings?|webinars?|passcode|pin|downloads?|files?|hash|checksum|bytes|builds?|devices?|imei|sim|router|equipment|vehicles?|chassis|permits?|planning|edition|volumes?|ledgers?|journals?|oracle|sap|sharepoint|lots?|warehouse|dispatch)\b"
)
"""Weaker words: beside a word for somebody they prove nothing."""
FORMER_SENTENCE = re.compile(
    r".*(?:(?<!\bno)(?<!\bNo)(?<!\bnos)(?<!\bNos)(?<!num)(?<![Rr]ef)(?<!inv)(?<!\b[Oo])[.!?][)'\",;]*[ ]+(?:[\-|*•] *)?(?:(?=[A-Z])|\Z)|\n)",
    re.DOTALL,
)
"""Everything up to the last end of a sentence or line; the full stop of "no." ends none."""
NEXT_SENTENCE = re.compile(r"[.!?][)'\"]*[ ,]|\n")
CALLED = re.compile(r"[ :#(\"'\-]*\Z|\.[ :]*\Z")
