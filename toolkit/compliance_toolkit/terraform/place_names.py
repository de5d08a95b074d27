"""What names of regions look like in the words of each cloud, and what tells that one is a place.

No table of regions is at hand where an input is read. So a name counts where an attribute speaks of
regions or locations, and is built as its own cloud builds them: whether it is abroad, or is one at
all, the law's tables tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from compliance_toolkit.terraform.spelling import azure_region, google_region

_COMPASS = "(?:north|south|east|west|central)"
_AWS = rf"[a-z]{{2,5}}(?:-[a-z]+)*-{_COMPASS}[a-z]*-[0-9]"
_GOOGLE = rf"[a-z]+-{_COMPASS}[a-z]*[0-9]{{1,2}}(?:-[a-z])?|(?:eur|nam)[0-9]{{1,2}}|asia|eu|us"
_AZURE = rf"[a-z ]{{0,20}}{_COMPASS}[a-z ]{{0,20}}[0-9]?|us ?(?:gov|dod) ?[a-z]{{2,10}}"
_SHAPES = {"aws": _AWS, "google": _GOOGLE, "azure": _AZURE}

_NAMES = {cloud: re.compile(shape, re.IGNORECASE) for cloud, shape in _SHAPES.items()}
_NO_LENGTH, _LONGEST = 0xA0, 31
"""How MessagePack tells the length of a short text, in the byte before it."""

_POINTS = (b"north", b"south", b"east", b"west", b"central")
_OTHERS: Mapping[str, re.Pattern[bytes]] = {
    "azure": re.compile(rb"us ?(?:gov|dod)"),
    "google": re.compile(rb"\xa2(?:us|eu)|\xa4(?:asia|(?:eur|nam)[0-9])|\xa5(?:eur|nam)1"),
}
"""What names have in them that speak of no point of the compass."""

_STEPS = (b"locations/", b"regions/", b"zones/")

_SPELLED: Mapping[str, Callable[[str], str]] = {
    "aws": str.lower,
    "google": google_region,
    "azure": azure_region,
}
_SPEAKING = re.compile(r"(?<![A-Za-z])(?i:region|location)|(?<=[a-z0-9])(?:Region|Location)")

_PATH = re.compile(
    rf"(?<![A-Za-z0-9])(projects/[^/\s\"']+/)?(?:locations|regions|zones)/({_GOOGLE}|global)"
    r"(?![A-Za-z0-9-])(?:/([A-Za-z]+))?",
    re.IGNORECASE,
)
_WRITTEN_PATH = re.compile(rf"(?:locations|regions|zones)/({_GOOGLE}|global)(?![a-z0-9-])".encode())
_NO_CONTENT = frozenset(
    (
        "capools",
        "certificateauthorities",
        "certificatemaps",
        "certificates",
        "keyrings",
        "publishers",
        "repositories",
        "secrets",
        "trustconfigs",
    )
)
"""What a path of Google's leads to that is named for what it opens, encrypts or holds of code, and
models, whose places are told by checks of their own."""

_KEPT_ANYWHERE = frozenset(("agents", "buckets", "collections", "datastores", "engines"))
"""What holds content where it is `global`; whatever else is there has no place."""


def speaks_of_places(name: str) -> bool:
    """Whether an attribute of that name says where something is, as `target_region` does."""
    return _SPEAKING.search(name) is not None


def region_named(text: str, cloud: str) -> str | None:
    """Give the region of a cloud that a text names and says nothing else; `None` for any other."""
    shape = _NAMES.get(cloud)
    text = text.strip()
    return _SPELLED[cloud](text) if shape is not None and shape.fullmatch(text) else None


def regions_in_paths(text: str, cloud: str) -> Iterator[str]:
    """Yield the regions of Google's in paths; of another cloud's resource, in whole ones alone."""
    for project, place, kind in _PATH.findall(text):
        region, kept = google_region(place), kind.lower()
        if kept in _NO_CONTENT or (region == "global" and kept not in _KEPT_ANYWHERE):
            continue
        if cloud == "google":
            yield region
        elif project:
            yield f"google:{region}"


def names_more(written: bytes, cloud: str, home: str) -> bool:
    """Whether values may name other regions than their home; false where they surely name none.

    Args:
        written: The values as MessagePack has them.
        cloud: Whose resources they are of.
        home: The region that is no news.
    """
    text = _without(home).sub(b"-", written.lower())
    if any(step in text for step in _STEPS) and _WRITTEN_PATH.search(text):
        return True
    shape = _NAMES.get(cloud)
    return shape is not None and any(
        shape.fullmatch(one.decode(errors="replace"))
        for at in _hints(text, cloud)
        for one in _short_texts(text, at)
    )


def _hints(text: bytes, cloud: str) -> Iterator[int]:
    """Yield where in values something stands that names of regions have in them."""
    for word in _POINTS:
        at = text.find(word)
        while at >= 0:
            yield at
            at = text.find(word, at + 1)
    if cloud in _OTHERS:
        yield from (found.start() + 1 for found in _OTHERS[cloud].finditer(text))


def _short_texts(text: bytes, at: int) -> Iterator[bytes]:
    """Yield the short texts that may stand around a position: a byte before tells the length."""
    for start in range(max(0, at - _LONGEST), at):
        length = text[start] - _NO_LENGTH
        if 0 < length <= _LONGEST and start + length >= at:
            yield text[start + 1 : start + 1 + length]


@lru_cache(maxsize=1024)
def _without(home: str) -> re.Pattern[bytes]:
    """Match a region where it is no part of the name of a longer one, as `eastus` of `eastus2`."""
    return re.compile(re.escape(home.lower()).encode() + rb"(?![0-9]|euap|st)")
