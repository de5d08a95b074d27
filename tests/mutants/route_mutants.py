"""Mistakes that somebody could make in what providers offer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mutants.edits import EARLIER, GONE, LATER, UNREAD, Edit, with_more

_MODELS = ("claude-sonnet-4", "claude-opus-5")
_STANDARD = 30
"""Days that prompts are kept where nothing was agreed."""


def edits(route: Any, clouds: Any) -> Iterator[Edit]:
    """Every mistake in one provider's routes.

    Args:
        route: What the file says.
        clouds: The table of regions of each cloud.
    """
    if "called_from" in route:
        yield Edit(("called_from",), "called from", "dropped", GONE)
    for scope, said in route["endpoints"].items():
        path = ("endpoints", scope, "base_url")
        yield Edit(path, "endpoints", "elsewhere", said["base_url"].replace("//", "//x-", 1))
    yield from _retention(route["retention"])
    yield from _eligibility(route["eligibility"])
    for name, feature in route["features"].items():
        yield from _feature(("features", name), feature)
    gates = [*clouds[route.get("called_from", route["cloud"])]]
    for at, offer in enumerate(route["offers"]):
        yield from _offer(("offers", at), offer, gates)
        for model in offer["models"]:
            yield from _served(("offers", at, "models", model), offer["models"][model], offer)


def _retention(said: Any) -> Iterator[Edit]:
    days = said["standard_days"]
    fewer = _STANDARD if days is None else days - 1
    yield Edit(("retention", "standard_days"), "retention", f"made {fewer}", fewer)
    other = "retention" if said["attestation"] != "retention" else "zero_data_retention"
    yield Edit(("retention", "attestation"), "retention", f"made {other}", other)
    if "assumed" in said:
        yield Edit(("retention", "assumed"), "retention", "dropped", GONE)


def _eligibility(said: Any) -> Iterator[Edit]:
    for need, known in said.items():
        path = ("eligibility", need)
        to = known["available"] is not True
        yield Edit((*path, "available"), "eligibility", str(to).lower(), to)
        mark, done = ("V", "raised") if known["confidence"] in UNREAD else ("?", "lowered")
        yield Edit((*path, "confidence"), done, done, mark)


def _feature(path: tuple[str, ...], feature: Any) -> Iterator[Edit]:
    for key in ("available", "zdr", "hipaa", "third_party"):
        to = feature[key] is not True
        yield Edit((*path, key), f"features {key}", str(to).lower(), to)
    kept = feature["kept"]
    to_keep: Any = "unspecified" if kept is None else None
    yield Edit((*path, "kept"), "features kept", f"made {to_keep}", to_keep)
    if isinstance(kept, int):
        yield Edit((*path, "kept"), "features kept", "a day less", kept - 1)
    if feature["confidence"] in UNREAD:
        yield Edit((*path, "confidence"), "raised", "raised", "V")
    if models := feature.get("models"):
        listed = models["supported"]
        yield Edit((*path, "models"), "features models", "dropped", None)
        there = (*path, "models", "supported")
        yield Edit(there, "features models", f"without {listed[0]}", listed[1:])
        yield with_more(there, "features models", listed, _MODELS)
        if models["confidence"] in UNREAD:
            yield Edit((*path, "models", "confidence"), "raised", "raised", "V")


def _offer(path: tuple[str | int, ...], offer: Any, gates: list[str]) -> Iterator[Edit]:
    named = offer["destinations"]
    if named != "unspecified":
        more = "eu-west-2" if "us-east-1" in named else "us-east-1"
        yield Edit((*path, "destinations"), "destinations", f"with {more}", [*named, more])
        if len(named) > 1:
            yield Edit((*path, "destinations"), "destinations", "without the last", named[:-1])
    else:
        yield Edit((*path, "destinations"), "destinations", "specified", ["us-east-1"])
    if offer["sources"]:
        fewer = offer["sources"][:-1]
        yield Edit((*path, "sources"), "sources", "without the last", fewer)
        if set(gates) - set(offer["sources"]):
            yield with_more((*path, "sources"), "sources", offer["sources"], tuple(gates))
    for key in ("countries", "storage"):
        other = ["DE"] if offer[key] != ["DE"] else ["US"]
        yield Edit((*path, key), key, f"made {other[0]}", other)
    price = 1.0 if offer["price"] > 1 else 1.1
    yield Edit((*path, "price"), "price", f"made {price}", price)
    yield from _dated(path, offer)
    if offer["confidence"] in UNREAD:
        yield Edit((*path, "confidence"), "raised", "raised", "V")


def _served(path: tuple[str | int, ...], served: Any, offer: Any) -> Iterator[Edit]:
    prefix = f"{offer['scope']}."
    if served["model_id"].startswith(prefix):
        other = "global." if prefix != "global." else "us."
        to = other + served["model_id"].removeprefix(prefix)
        yield Edit((*path, "model_id"), "model ids", f"made {to}", to)
    yield from _dated(path, served)
    if served["confidence"] in UNREAD:
        yield Edit((*path, "confidence"), "raised", "raised", "V")


def _dated(path: tuple[str | int, ...], entry: Any) -> Iterator[Edit]:
    yield Edit((*path, "valid_from"), "dates", "earlier", EARLIER)
    if entry.get("valid_to"):
        yield Edit((*path, "valid_to"), "dates", "later", LATER)
    else:
        yield Edit((*path, "valid_to"), "dates", "ended", "2026-11-24")
