"""Denials in words: a sentence from the facts, never from the policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from compliance_toolkit.models import Denial, JsonObject, JsonValue
from compliance_toolkit.resolve import wording_places
from compliance_toolkit.resolve.phrases import is_list, joined, listed, pairs, shown, unstated


def message(denial: Denial, title: str) -> str:
    """One sentence of what is wrong, lower case and without a full stop.

    Args:
        denial: The rule and its facts.
        title: The rule's title, for a rule that has no sentence of its own.
    """
    sentence = _SENTENCES.get(denial.rule)
    said = sentence(denial.facts) if sentence is not None else None
    return said or f"not met: {title[:1].lower()}{title[1:]} ({pairs(denial.facts)})"


def _permitted(facts: JsonObject) -> str | None:
    match facts:
        case {"excluded": Mapping() as excluded, "unlisted": unlisted}:
            said = [f"{shown(code)} excludes {listed(found)}" for code, found in excluded.items()]
            if unlisted:
                said.append(f"the tenant's own list leaves out {listed(unlisted)}")
            return ", and ".join(said)
        case {"features": _}:
            return unstated("which features it allows")
        case _:
            return None


def _supported(facts: JsonObject) -> str | None:
    match facts:
        case {"provider": provider, "model": model, "features": features}:
            return f"{shown(model)} on {shown(provider)} is not known to have {listed(features)}"
        case _:
            return None


def _provider(facts: JsonObject) -> str | None:
    match facts:
        case {"provider": provider, "allowed": allowed}:
            return f"the tenant allows {listed(allowed)}, not {shown(provider)}"
        case {"providers": _}:
            return unstated("which providers it allows")
        case _:
            return None


def _price(facts: JsonObject) -> str | None:
    match facts:
        case {"price": price, "limit": limit}:
            return f"the price is {price} times the list price, at most {limit} is allowed"
        case {"max_price": _}:
            return unstated("what it may cost at most")
        case _:
            return None


def _retention(facts: JsonObject) -> str | None:
    match facts:
        case {"days": days, "limit": limit}:
            kept = "for a time that nothing bounds" if days == "unspecified" else f"{days} days"
            why = f"{_longer(facts)}{_because(facts)}"
            return f"prompts are kept {kept}, at most {limit} are allowed{why}"
        case {"prompts": prompts}:
            return f"no limit for prompts is stated, not even that there is none: {shown(prompts)}"
        case _:
            return None


def _longer(facts: JsonObject) -> str:
    match facts:
        case {"keeping": Mapping() as keeping} if keeping:
            return f", and something of {listed([*keeping])} is kept longer"
        case _:
            return ""


def _because(facts: JsonObject) -> str:
    reason = ""
    match facts:
        case {"covered": True}:
            reason = "the provider must keep this model's"
        case {"features": [_, *_] as features}:
            reason = f"zero retention is lost with {listed(features)}"
        case {"attestation": None}:
            reason = "no attestation can change that"
        case {"claim": None, "attestation": str(kind)}:
            reason = f"`{kind}` is not attested"
        case {"claim": {"missing": [_, *_] as missing}}:
            reason = f"what is attested leaves out {listed(missing)}"
        case {"attestation": str(kind), "claim": {"until": str(until)}} if kind != "retention":
            reason = f"`{kind}` was attested until {until}"
        case {"claim": {"mode": str(mode), "until": str(until)}}:
            reason = f"what is attested is mode `{mode}` until {until}"
        case _:
            pass
    return f", and {reason}" if reason else ""


def _served(facts: JsonObject) -> str | None:
    match facts:
        case {"models": models, "model": model}:
            return f"the deployment serves {listed(models)}, not {shown(model)}"
        case {"provider": provider, "scope": scope, "model": model, "source": source}:
            place = "" if source is None else f" from {shown(source)}"
            return f"{shown(provider)} does not offer {shown(model)} on {shown(scope)}{place}"
        case _:
            return None


def _offered(facts: JsonObject) -> str | None:
    match facts:
        case {"confidence": mark, "model": model}:
            return f"where {shown(model)} runs there was not read in a source (mark {mark})"
        case {"at": at, "offered": [*periods], "model": model}:
            said = ", ".join(_period(period) for period in joined(periods))
            return f"{shown(model)} is not offered there on {shown(at)}, but {said}"
        case _:
            return None


def _period(period: JsonValue) -> str:
    match period:
        case {"from": "0001-01-01", "to": to}:
            return f"until {to}"
        case {"from": first, "to": "9999-12-31"}:
            return f"from {first}"
        case {"from": first, "to": to}:
            return f"from {first} to {to}"
        case _:
            return shown(period)


def _pinned(facts: JsonObject) -> str | None:
    match facts:
        case {"model": model, "provider": provider, "scope": scope, "offered": offered}:
            return (
                f"{shown(model)} cannot be pinned to {shown(scope)} on {shown(provider)}, "
                f"which offers it on {listed(offered)} only"
            )
        case _:
            return None


def _terms(facts: JsonObject) -> str | None:
    match facts:
        case {"missing": [*missing], "expired": Mapping() as expired}:
            said = [f"`{term}` is not attested" for term in missing]
            said += [f"`{term}` was attested until {until}" for term, until in expired.items()]
            return ", and ".join(said)
        case {"regimes": [*_], "obligations": stated} if not is_list(stated):
            return "the tenant does not list its obligations, not even that it has none"
        case {"regimes": codes}:
            return f"the tenant's regimes are missing or unknown: {shown(codes)}"
        case _:
            return None


def _blocked(facts: JsonObject) -> str | None:
    match facts:
        case {"mode": mode, "regions": regions, "until": until}:
            return (
                f"mode {shown(mode)} is attested for {listed(regions)} until {until}, and it "
                "blocks a model whose prompts must be kept"
            )
        case _:
            return None


def _available(facts: JsonObject) -> str | None:
    match facts:
        case {"provider": provider, "features": features}:
            return f"{shown(provider)} is not known to have {listed(features)}"
        case {"features": _}:
            return "the request does not list its features"
        case _:
            return None


def _eligible(facts: JsonObject) -> str | None:
    match facts:
        case {"provider": provider, "closed": [_, *_] as closed}:
            return f"{shown(provider)} is not known eligible for {listed(closed)}"
        case {"provider": provider, "features": features, "needed": needed}:
            regimes = listed(needed)
            return f"{listed(features)} on {shown(provider)} is not known eligible for {regimes}"
        case _:
            return None


def _data(facts: JsonObject) -> str | None:
    match facts:
        case {"data_classes": classes}:
            return f"{listed(classes)} may not be sent to a model"
        case {"request": _, "tenant": _}:
            return "the request, or its tenant, does not list its data classes"
        case _:
            return None


_SENTENCES: Mapping[str, Callable[[JsonObject], str | None]] = {
    "DAT-101": _data,
    "FEA-101": _available,
    "FEA-102": _eligible,
    "FEA-103": _permitted,
    "FEA-104": _supported,
    "PRC-101": _price,
    "RES-101": wording_places.inference,
    "RES-102": wording_places.storage,
    "RES-103": wording_places.own_countries,
    "RES-104": wording_places.partitions,
    "RES-105": wording_places.third_parties,
    "RET-101": _retention,
    "RTE-101": _served,
    "RTE-102": _offered,
    "RTE-103": _pinned,
    "RTE-104": _provider,
    "RTE-105": _blocked,
    "TRF-101": wording_places.transfers,
    "TRM-101": _terms,
    "TRM-102": wording_places.locations,
}
