"""Denials in words: a sentence from the facts, never from the policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeGuard

from compliance_toolkit.models import Denial, JsonObject, JsonValue


def message(denial: Denial, title: str) -> str:
    """One sentence of what is wrong, lower case and without a full stop.

    Args:
        denial: The rule and its facts.
        title: The rule's title, for a rule that has no sentence of its own.
    """
    sentence = _SENTENCES.get(denial.rule)
    said = sentence(denial.facts) if sentence is not None else None
    return said or f"not met: {title[:1].lower()}{title[1:]} ({_pairs(denial.facts)})"


def _inference(facts: JsonObject) -> str | None:
    return _countries(facts, "inference may run in")


def _storage(facts: JsonObject) -> str | None:
    return _countries(facts, "data may be kept in")


def _countries(facts: JsonObject, what: str) -> str | None:
    match facts:
        case {"countries": "unspecified", "allowed": allowed}:
            return f"{what} places that nobody states, and the law allows {_list(allowed)} only"
        case {"countries": [*countries], "allowed": [*allowed]}:
            outside = [country for country in countries if country not in allowed]
            return f"{what} {_list(outside)}, and the law allows {_list(allowed)} only"
        case {"jurisdictions": codes}:
            return f"the tenant's jurisdictions are missing or unknown: {_shown(codes)}"
        case _:
            return None


def _own_countries(facts: JsonObject) -> str | None:
    match facts:
        case {"outside": outside, "allowed": allowed}:
            where = _reached(outside)
            return f"data may go to {where}, and the tenant's own list has {_list(allowed)} only"
        case {"countries": _}:
            return _unstated("which countries it allows")
        case _:
            return None


def _partitions(facts: JsonObject) -> str | None:
    match facts:
        case {"outside": outside, "allowed": allowed, "law": law}:
            where = _reached(outside)
            return f"data may go to the partition {where}, and {law} asks for {_list(allowed)}"
        case _:
            return None


def _transfers(facts: JsonObject) -> str | None:
    match facts:
        case {"regime": regime, "countries": ["unspecified"]}:
            return (
                f"data may go to places that nobody states, and {_shown(regime)} lets it go to none"
            )
        case {"regime": regime, "countries": countries, "mechanisms": mechanisms}:
            return (
                f"{_shown(regime)} lets personal data go to {_reached(countries)} only where the "
                f"country is found adequate or one of {_list(mechanisms)} is attested, and neither "
                "is in force"
            )
        case _:
            return None


def _locations(facts: JsonObject) -> str | None:
    match facts:
        case {"missing": missing}:
            return f"the contract's locations leave out {_reached(missing)}"
        case _:
            return None


def _permitted(facts: JsonObject) -> str | None:
    match facts:
        case {"excluded": Mapping() as excluded, "unlisted": unlisted}:
            said = [f"{_shown(code)} excludes {_list(found)}" for code, found in excluded.items()]
            if unlisted:
                said.append(f"the tenant's own list leaves out {_list(unlisted)}")
            return ", and ".join(said)
        case {"features": _}:
            return _unstated("which features it allows")
        case _:
            return None


def _supported(facts: JsonObject) -> str | None:
    match facts:
        case {"provider": provider, "model": model, "features": features}:
            return f"{_shown(model)} on {_shown(provider)} is not known to have {_list(features)}"
        case _:
            return None


def _provider(facts: JsonObject) -> str | None:
    match facts:
        case {"provider": provider, "allowed": allowed}:
            return f"the tenant allows {_list(allowed)}, not {_shown(provider)}"
        case {"providers": _}:
            return _unstated("which providers it allows")
        case _:
            return None


def _price(facts: JsonObject) -> str | None:
    match facts:
        case {"price": price, "limit": limit}:
            return f"the price is {price} times the list price, at most {limit} is allowed"
        case {"max_price": _}:
            return _unstated("what it may cost at most")
        case _:
            return None


def _unstated(what: str) -> str:
    return f"the tenant does not say {what}, not even that it sets no limit"


def _reached(places: JsonValue) -> str:
    listed = [place for place in places if isinstance(place, str)] if _is_list(places) else []
    named = [f"`{place}`" for place in listed if place != "unspecified"]
    unknown = ["places that nobody states"] if "unspecified" in listed else []
    return ", ".join([*named, *unknown]) or "nothing"


def _is_list(value: JsonValue) -> TypeGuard[Sequence[JsonValue]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _retention(facts: JsonObject) -> str | None:
    match facts:
        case {"days": days, "limit": limit}:
            kept = "for a time that nothing bounds" if days == "unspecified" else f"{days} days"
            return f"prompts are kept {kept}, at most {limit} are allowed{_because(facts)}"
        case {"prompts": prompts}:
            return f"no limit for prompts is stated, not even that there is none: {_shown(prompts)}"
        case _:
            return None


def _because(facts: JsonObject) -> str:
    reason = ""
    match facts:
        case {"covered": True}:
            reason = "the provider must keep this model's"
        case {"features": [_, *_] as features}:
            reason = f"zero retention is lost with {_list(features)}"
        case {"attestation": None}:
            reason = "no attestation can change that"
        case {"claim": None, "attestation": str(kind)}:
            reason = f"`{kind}` is not attested"
        case {"claim": {"missing": [_, *_] as missing}}:
            reason = f"what is attested leaves out {_list(missing)}"
        case {"claim": {"mode": str(mode), "until": str(until)}}:
            reason = f"what is attested is mode `{mode}` until {until}"
        case _:
            pass
    return f", and {reason}" if reason else ""


def _served(facts: JsonObject) -> str | None:
    match facts:
        case {"models": models, "model": model}:
            return f"the deployment serves {_list(models)}, not {_shown(model)}"
        case {"provider": provider, "scope": scope, "model": model, "source": source}:
            place = "" if source is None else f" from {_shown(source)}"
            return f"{_shown(provider)} does not offer {_shown(model)} on {_shown(scope)}{place}"
        case _:
            return None


def _offered(facts: JsonObject) -> str | None:
    match facts:
        case {"confidence": mark, "model": model}:
            return f"where {_shown(model)} runs there was not read in a source (mark {mark})"
        case {"at": at, "offered": [*periods], "model": model}:
            listed = ", ".join(_period(period) for period in periods)
            return f"{_shown(model)} is not offered there on {_shown(at)}, but {listed}"
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
            return _shown(period)


def _pinned(facts: JsonObject) -> str | None:
    match facts:
        case {"model": model, "provider": provider, "scope": scope, "offered": offered}:
            return (
                f"{_shown(model)} cannot be pinned to {_shown(scope)} on {_shown(provider)}, "
                f"which offers it on {_list(offered)} only"
            )
        case _:
            return None


def _terms(facts: JsonObject) -> str | None:
    match facts:
        case {"missing": [*missing], "expired": Mapping() as expired}:
            said = [f"`{term}` is not attested" for term in missing]
            said += [f"`{term}` was attested until {until}" for term, until in expired.items()]
            return ", and ".join(said)
        case {"regimes": [*_], "obligations": stated} if not _is_list(stated):
            return "the tenant does not list its obligations, not even that it has none"
        case {"regimes": codes}:
            return f"the tenant's regimes are missing or unknown: {_shown(codes)}"
        case _:
            return None


def _available(facts: JsonObject) -> str | None:
    match facts:
        case {"provider": provider, "features": features}:
            return f"{_shown(provider)} is not known to have {_list(features)}"
        case {"features": _}:
            return "the request does not list its features"
        case _:
            return None


def _eligible(facts: JsonObject) -> str | None:
    match facts:
        case {"provider": provider, "closed": [_, *_] as closed}:
            return f"{_shown(provider)} is not known eligible for {_list(closed)}"
        case {"provider": provider, "features": features, "needed": needed}:
            regimes = _list(needed)
            return f"{_list(features)} on {_shown(provider)} is not known eligible for {regimes}"
        case _:
            return None


def _data(facts: JsonObject) -> str | None:
    match facts:
        case {"data_classes": classes}:
            return f"{_list(classes)} may not be sent to a model"
        case {"request": _, "tenant": _}:
            return "the request, or its tenant, does not list its kinds of data"
        case _:
            return None


def _list(values: JsonValue) -> str:
    if isinstance(values, str) or not isinstance(values, Sequence):
        return _shown(values)
    return ", ".join(_shown(value) for value in values) or "nothing"


def _shown(value: JsonValue) -> str:
    match value:
        case str():
            return f"`{value}`"
        case None:
            return "nothing"
        case Mapping():
            return _pairs(value)
        case [*values]:
            return _list(values)
        case _:
            return str(value)


def _pairs(facts: JsonObject) -> str:
    return ", ".join(f"{name}={_shown(value)}" for name, value in facts.items()) or "no facts"


_SENTENCES: Mapping[str, Callable[[JsonObject], str | None]] = {
    "DAT-101": _data,
    "FEA-101": _available,
    "FEA-102": _eligible,
    "FEA-103": _permitted,
    "FEA-104": _supported,
    "PRC-101": _price,
    "RES-101": _inference,
    "RES-102": _storage,
    "RES-103": _own_countries,
    "RES-104": _partitions,
    "RET-101": _retention,
    "RTE-101": _served,
    "RTE-102": _offered,
    "RTE-103": _pinned,
    "RTE-104": _provider,
    "TRF-101": _transfers,
    "TRM-101": _terms,
    "TRM-102": _locations,
}
