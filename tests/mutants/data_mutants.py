"""Mistakes that somebody could make in the law's data: a fact that was moved, widened or raised."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from compliance_toolkit.registry.yaml import read_yaml
from mutants import route_mutants
from mutants.edits import EARLIER, GONE, LATER, UNREAD, Edit, limits, with_more
from mutants.mutant import Mutant


def mutants(root: Path) -> Iterator[Mutant]:
    """Every mutant of every data file below a bundle root."""
    law = root / "compliance"
    kinds: dict[str, Callable[[Any], Iterator[Edit]]] = {
        "regions/*": _regions,
        "jurisdictions/*": _jurisdiction,
        "regimes/*": _regime,
        "models": _models,
        "data_classes": _data_classes,
        "resources": _resources,
    }
    for pattern, edits in kinds.items():
        for file in sorted(law.glob(f"{pattern}/data.json")):
            yield from _of(root, file, edits(json.loads(file.read_text())))
    clouds = {
        x.name: json.loads((x / "data.json").read_text()) for x in (law / "regions").iterdir()
    }
    for file in sorted(law.glob("routes/*/data.json")):
        yield from _of(root, file, route_mutants.edits(json.loads(file.read_text()), clouds))


def _of(root: Path, file: Path, edits: Iterator[Edit]) -> Iterator[Mutant]:
    text = file.read_text()
    path = file.relative_to(root).as_posix()
    whole, written = json.loads(text), read_yaml(text.encode(), path)
    for edit in list(edits):
        kind = f"{path.split('/')[1]}: {edit.kind}"
        what = f"{_named(whole, edit.path)} {edit.what}"
        line = written.location(edit.path).line
        yield Mutant(path, line, kind, what, _edited(whole, edit))


def _edited(whole: Any, edit: Edit) -> str:
    """The text of a file with an edit in it; the value itself is left as it was."""
    *above, last = edit.path
    inside = whole
    for step in above:
        inside = inside[step]
    sound = inside[last]
    if edit.to is GONE:
        del inside[last]
    else:
        inside[last] = edit.to
    text = json.dumps(whole)
    inside[last] = sound
    return text


def _named(whole: Any, path: tuple[str | int, ...]) -> str:
    """A path in words: an entry of a list goes by its own name, if it has any."""
    words = []
    for step in path:
        whole = whole[step]
        own = whole.get("name") or whole.get("country") if isinstance(whole, dict) else None
        words.append(str(own if own and isinstance(step, int) else step))
    return ".".join(words)


def _regions(table: Any) -> Iterator[Edit]:
    for name, region in table.items():
        if country := region.get("country"):
            other = "US" if country != "US" else "DE"
            yield Edit((name, "country"), "moved", f"moved from {country} to {other}", other)
        if countries := region.get("countries"):
            fewer = countries[1:] or ["ZZ"]
            yield Edit((name, "countries"), "countries", f"without {countries[0]}", fewer)
            yield with_more((name, "countries"), "countries", countries, ("US", "CH"))
        if partition := region.get("partition"):
            other = "aws-us-gov" if partition == "aws" else "aws"
            yield Edit((name, "partition"), "partition", f"made {other}", other)
        if region.get("unspecified"):
            stated = {**region, "unspecified": False, "country": "US"}
            yield Edit((name,), "specified", "specified as US", stated)


def _jurisdiction(law: Any) -> Iterator[Edit]:
    for use in ("inference", "storage"):
        path, countries = (use, "countries"), law[use]["countries"]
        if countries == "any":
            continue
        for country in sorted({countries[0], countries[-1]}):
            fewer = [one for one in countries if one != country] or ["ZZ"]
            yield Edit(path, "countries", f"without {country}", fewer)
        for country in sorted({"US", "GB", "CH"} - set(countries)):
            yield Edit(path, "countries", f"with {country}", [*countries, country])
        yield Edit(path, "countries", "any", "any")
    if law["partitions"]:
        yield Edit(("partitions",), "partitions", "dropped", None)
        yield with_more(("partitions",), "partitions", law["partitions"], ("aws",))


def _regime(law: Any) -> Iterator[Edit]:
    for key in ("terms", "obligations", "excluded_features"):
        for one in law[key]:
            yield Edit((key,), key, f"without {one}", [x for x in law[key] if x != one])
    for key in ("eligibility", "partitions", "transfers"):
        if law[key] is not None:
            yield Edit((key,), key, "dropped", None)
    for record in law["retention"]:
        yield from limits(("retention", record), law["retention"][record])
    if law["transfers"] is not None:
        yield from _transfers(law["transfers"])


def _transfers(transfers: Any) -> Iterator[Edit]:
    here = ("transfers",)
    yield with_more((*here, "free"), "transfers", transfers["free"], ("US",))
    yield with_more((*here, "mechanisms"), "transfers", transfers["mechanisms"], ("dpa",))
    for at, one in enumerate(transfers["adequate"]):
        there = (*here, "adequate", at)
        yield Edit((*there, "country"), "transfers", "made CN", "CN")
        if one["requires"]:
            yield Edit((*there, "requires"), "transfers", "nothing required", None)
        yield Edit((*there, "valid_from"), "dates", "earlier", EARLIER)
        if one.get("valid_to"):
            yield Edit((*there, "valid_to"), "dates", "later", LATER)
        if one["confidence"] in UNREAD:
            yield Edit((*there, "confidence"), "raised", "raised", "V")


def _models(table: Any) -> Iterator[Edit]:
    for name, model in table.items():
        if model["covered"]:
            yield Edit((name, "covered"), "covered", "false", False)
        if days := model["retention_days"]:
            yield Edit((name, "retention_days"), "retention", "dropped", None)
            yield Edit((name, "retention_days"), "retention", "a day less", days - 1)
        if model["confidence"] in UNREAD:
            yield Edit((name, "confidence"), "raised", "raised", "V")


def _data_classes(table: Any) -> Iterator[Edit]:
    for name, kind in table.items():
        to = not kind["admitted"]
        yield Edit((name, "admitted"), "admitted", str(to).lower(), to)
        for key in ("terms", "obligations"):
            for one in kind[key]:
                yield Edit((name, key), key, f"without {one}", [x for x in kind[key] if x != one])
        if kind["eligibility"]:
            yield Edit((name, "eligibility"), "eligibility", "dropped", None)
        yield from limits((name, "retention", "prompts"), kind["retention"]["prompts"])


def _resources(table: Any) -> Iterator[Edit]:
    for kind in sorted(set(table["computed"]) - set(table["without_content"])):
        more = {**table["without_content"], kind: {"because": "mutant"}}
        yield Edit(("without_content",), "without content", f"with {kind}", more)
    for kind, said in table["facts"].items():
        for name, value in said.items():
            path = ("facts", kind, name)
            if isinstance(value, list):
                for one in value:
                    yield Edit(path, "facts", f"without {one}", [x for x in value if x != one])
                yield with_more(path, "facts", value, ("mutant",))
            elif isinstance(value, dict):
                for key, one in value.items():
                    other = "mutant" if isinstance(one, str) else (one or 0) + 1
                    yield Edit((*path, key), "facts", f"{json.dumps(one)} made {other}", other)
