"""Functions of dates, all of them of a day that is given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

from compliance_toolkit.terraform.functions_base import (
    TEXT,
    Function,
    Given,
    RefusedError,
    UnsupportedError,
    on_texts,
    text_at,
)
from compliance_toolkit.terraform.hcl_kinds import NUMBER
from compliance_toolkit.terraform.hcl_values import Value, number_of

_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII
)
_DURATION = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_NANOSECONDS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOKEN = re.compile(r"'(?:[^']|'')*'(?!')|''|([a-zA-Z])\1*|[^a-zA-Z']+")


def _parsed(text: str) -> tuple[datetime, int]:
    """Read a timestamp; give the nanoseconds beyond its seconds too."""
    match = _TIMESTAMP.fullmatch(text)
    if match is None:
        raise RefusedError
    year, month, day, hour, minute, second = (int(match[group]) for group in range(1, 7))
    zone = UTC
    if match[8] is not None:
        ahead = timedelta(hours=int(match[9]), minutes=int(match[10]))
        if int(match[9]) > 23 or int(match[10]) > 59:
            raise RefusedError
        zone = timezone(-ahead if match[8] == "-" else ahead)
    if year == 0:
        raise UnsupportedError
    try:
        made = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        raise RefusedError from None
    return made, int((match[7] or "")[:9].ljust(9, "0"))


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S").rjust(19, "0") + _offset(moment, ":", "Z")


def _offset(moment: datetime, between: str, zero: str) -> str:
    minutes = int((moment.utcoffset() or timedelta()).total_seconds()) // 60
    if minutes == 0 and zero:
        return zero
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"{sign}{minutes // 60:02d}{between}{minutes % 60:02d}"


def _duration(text: str) -> int:
    """Read a duration in nanoseconds."""
    sign, rest = (text[0], text[1:]) if text[:1] in {"-", "+"} else ("", text)
    if rest == "0":
        return 0
    total, at = Fraction(0), 0
    for match in _DURATION.finditer(rest):
        if match.start() != at:
            raise RefusedError
        total += Fraction(match[1].removesuffix(".")) * _NANOSECONDS[match[2]]
        at = match.end()
    if at != len(rest) or not rest:
        raise RefusedError
    if total >= 1 << 63:
        raise RefusedError
    return -int(total) if sign == "-" else int(total)


def _timeadd(timestamp: str, duration: str) -> str:
    moment, beyond = _parsed(timestamp)
    seconds = (beyond + _duration(duration)) // 1_000_000_000
    try:
        return _written(moment + timedelta(seconds=seconds))
    except OverflowError:
        raise UnsupportedError from None


def _timecmp(given: Given) -> Value:
    one, other = _parsed(text_at(given, 0)), _parsed(text_at(given, 1))
    return number_of((one > other) - (one < other))


def _formatdate(form: str, timestamp: str) -> str:
    moment, _ = _parsed(timestamp)
    made, at = [], 0
    for match in _TOKEN.finditer(form):
        if match.start() != at:
            raise RefusedError
        at = match.end()
        word = match[0]
        if word == "''":
            made.append("'")
        elif word[0] == "'":
            made.append(word[1:-1].replace("''", "'"))
        else:
            made.append(_verb(word, moment) if word[0].isalpha() else word)
    if at != len(form):
        raise RefusedError
    return "".join(made)


def _verb(word: str, moment: datetime) -> str:
    if not word.isascii():
        return word
    hour = moment.hour % 12 or 12
    verbs = {
        "YY": f"{moment.year % 100:02d}",
        "YYYY": f"{moment.year:04d}",
        "M": str(moment.month),
        "MM": f"{moment.month:02d}",
        "MMM": _MONTHS[moment.month - 1][:3],
        "MMMM": _MONTHS[moment.month - 1],
        "D": str(moment.day),
        "DD": f"{moment.day:02d}",
        "EEE": _DAYS[moment.weekday()][:3],
        "EEEE": _DAYS[moment.weekday()],
        "h": str(moment.hour),
        "hh": f"{moment.hour:02d}",
        "H": str(hour),
        "HH": f"{hour:02d}",
        "AA": "AM" if moment.hour < 12 else "PM",
        "aa": "am" if moment.hour < 12 else "pm",
        "m": str(moment.minute),
        "mm": f"{moment.minute:02d}",
        "s": str(moment.second),
        "ss": f"{moment.second:02d}",
        "Z": _offset(moment, ":", "Z"),
        "ZZZ": _offset(moment, "", "UTC"),
        "ZZZZ": _offset(moment, "", ""),
        "ZZZZZ": _offset(moment, ":", ""),
    }
    if word not in verbs:
        raise RefusedError
    return verbs[word]


FUNCTIONS: Mapping[str, Function] = {
    "formatdate": on_texts(_formatdate, 2),
    "timeadd": on_texts(_timeadd, 2),
    "timecmp": Function((TEXT, TEXT), NUMBER, _timecmp),
}
