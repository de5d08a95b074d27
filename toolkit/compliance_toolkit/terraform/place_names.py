"""What names of regions look like in the words of each cloud, and what tells that one is a place.

No table of regions is at hand where an input is read. So a name counts where an attribute speaks of
regions or locations, and is built as its own cloud builds them: whether it is abroad, or is one at
all, the law's tables tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

from compliance_toolkit.terraform.spelling import azure_region, google_region

_COMPASS = "(?:north|south|east|west|central)"
_AWS = rf"[a-z]{{2,5}}(?:-[a-z]+)*-{_COMPASS}[a-z]*-[0-9]"
_GOOGLE = rf"[a-z]+-{_COMPASS}[a-z]*[0-9]{{1,2}}(?:-[a-z])?|(?:eur|nam)[0-9]{{1,2}}|asia|eu|us"
_AZURE = rf"[a-z ]{{0,20}}{_COMPASS}[a-z ]{{0,20}}[0-9]?|us ?(?:gov|dod) ?[a-z]{{2,10}}"
_SHAPES = {"aws": _AWS, "google": _GOOGLE, "azure": _AZURE}

_STEPS = (b"locations/", b"regions/", b"zones/")
_PROJECT = b"projects/"

_SPELLED: Mapping[str, Callable[[str], str]] = {
    "aws": str.lower,
    "google": google_region,
    "azure": azure_region,
}
_SPEAKING = re.compile(r"(?<![A-Za-z])(?i:region|location)|(?<=[a-z0-9])(?:Region|Location)")

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


# Patterns of this length take a while to be built, and most inputs have no use for them.


@cache
def _name_of(cloud: str) -> re.Pattern[str] | None:
    return re.compile(_SHAPES[cloud], re.IGNORECASE) if cloud in _SHAPES else None


@cache
def _path() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![A-Za-z0-9])((?-i:projects)/[^/\s\"']+/)?(?:locations|regions|zones)/({_GOOGLE}|global)"
        r"(?![A-Za-z0-9-])(?:/([A-Za-z]+))?",
        re.IGNORECASE,
    )


@cache
def _written_path() -> re.Pattern[bytes]:
    steps = "(?:locations|regions|zones)"
    return re.compile(rf"{steps}/({_GOOGLE}|global)(?![a-z0-9-])".encode())


@lru_cache(maxsize=4096)
def speaks_of_places(name: str) -> bool:
    """Whether an attribute of that name says where something is, as `target_region` does."""
    return _SPEAKING.search(name) is not None


@lru_cache(maxsize=4096)
def region_named(text: str, cloud: str) -> str | None:
    """Give the region of a cloud that a text names and says nothing else; `None` for any other."""
    shape = _name_of(cloud)
    text = text.strip()
    return _SPELLED[cloud](text) if shape is not None and shape.fullmatch(text) else None


def regions_in_paths(text: str, cloud: str) -> Iterator[str]:
    """Yield the regions of Google's in paths; of another cloud's resource, in whole ones alone."""
    for project, place, kind in _path().findall(text):
        region, kept = google_region(place), kind.lower()
        if kept in _NO_CONTENT or (region == "global" and kept not in _KEPT_ANYWHERE):
            continue
        if cloud == "google":
            yield region
        elif project:
            yield f"google:{region}"


def paths_lead_away(written: bytes, cloud: str, home: str) -> bool:
    """Whether paths may lead elsewhere than home; false where there surely is none that does.

    Args:
        written: Values as they are encoded, whose texts are in it as they are.
        cloud: Whose resources they are of; others count whole paths alone.
        home: The region that is no news.
    """
    if cloud != "google" and _PROJECT not in written:
        return False
    text = written.lower()
    if not any(step in text for step in _STEPS):
        return False
    return any(google_region(one.decode()) != home for one in _written_path().findall(text))
