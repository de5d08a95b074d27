"""The JSON explanation, version 1: frozen, as in `schemas/explanation.json`; 2 is a new file."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from compliance_toolkit.models import JsonValue
from compliance_toolkit.report.explained_resource import resource_document
from compliance_toolkit.report.explanation_denial_v1 import denied
from compliance_toolkit.report.explanation_parts_v1 import (
    citation,
    cited_law,
    controls,
    location,
    places,
)
from compliance_toolkit.report.machine import dump

if TYPE_CHECKING:
    from compliance_toolkit.explain.binding import Binds
    from compliance_toolkit.explain.dimensions import Dimension
    from compliance_toolkit.explain.explanation import Explained, Explanation
    from compliance_toolkit.explain.law import LawsExplained
    from compliance_toolkit.explain.route import RouteExplained, Served
    from compliance_toolkit.explain.rule import RuleExplained, Titled
    from compliance_toolkit.explain.tenant import Service, TenantExplained


def render(explanation: Explanation) -> str:
    """Render an explanation as one JSON document."""
    body = explanation.body
    return dump(
        {
            "version": 1,
            "kind": body.form,
            "policy": {"revision": explanation.revision, "digest": explanation.digest},
            body.form: _body(body),
        }
    )


def _body(body: Explained) -> JsonValue:  # noqa: PLR0911  one a form
    match body.form:
        case "tenant":
            return _tenant(body)
        case "rule":
            return _rule(body)
        case "rules":
            return {"rules": [_titled(one) for one in body.found]}
        case "law":
            return _laws(body)
        case "route":
            return _route(body)
        case "denial":
            return denied(body)
        case "resource":
            return resource_document(body)
        case never:
            assert_never(never)


def _tenant(one: TenantExplained) -> JsonValue:
    return {
        "name": one.name,
        "at": one.at,
        "path": [{"name": step.name, "location": location(step.location)} for step in one.path],
        "requests": one.requests,
        "laws": [cited_law(law) for law in one.laws],
        "dimensions": [_dimension(dimension) for dimension in one.dimensions],
        "silent": list(one.silent),
        "deployments": [_service(service) for service in one.deployments],
    }


def _dimension(one: Dimension) -> JsonValue:
    return {
        "name": one.name,
        "value": one.value,
        "statements": [
            {
                "kind": statement.kind,
                "name": statement.name,
                "value": statement.value,
                "binds": statement.binds,
                "location": location(statement.location),
            }
            for statement in one.statements
        ],
    }


def _service(one: Service) -> JsonValue:
    return {
        "deployment": one.deployment,
        "location": location(one.location),
        "serves": list(one.serves),
        "refuses": [
            {"model": refused.model, "rules": list(refused.rules)} for refused in one.refuses
        ],
    }


def _rule(one: RuleExplained) -> JsonValue:
    asked = one.asked_of
    return {
        "id": one.id,
        "kind": one.kind,
        "severity": one.severity,
        "title": one.title,
        "description": one.description,
        "rationale": one.rationale,
        "remediation": one.remediation,
        "controls": controls(one.controls),
        "related_resources": list(one.related_resources),
        "files": list(one.files),
        "written": [location(where) for where in one.written],
        "earned": [location(where) for where in one.named],
        "rules": [
            {
                "name": rule.name,
                "description": rule.description,
                "location": location(rule.location),
            }
            for rule in one.rules
        ],
        "reads": list(one.reads),
        "asked_of": None
        if asked is None
        else {
            "per": asked.per,
            "types": None if asked.types is None else list(asked.types),
            "stating": asked.stating,
            "attributes": list(asked.attributes),
            "neighbours": list(asked.neighbours),
        },
        "binds": _binds(one.binds),
        "evidence": {word.name: word.meaning or None for word in one.evidence},
    }


def _titled(one: Titled) -> JsonValue:
    return {"id": one.id, "kind": one.kind, "severity": one.severity, "title": one.title}


def _binds(one: Binds | None) -> JsonValue:
    if one is None:
        return None
    named = [{"tenant": name, "by": by} for name, by in one.named]
    classes = list(one.classes)
    return {"tenants": named, "more": one.more, "stored": one.stored, "data_classes": classes}


def _laws(one: LawsExplained) -> JsonValue:
    return {
        "code": one.code,
        "laws": [
            {
                "law": cited_law(law.law),
                "says": dict(law.says),
                "rules": list(law.rules),
                "particular": [rule.id for rule in law.particular],
                "driven": {
                    dimension: [rule.id for rule in rules]
                    for dimension, rules in law.driven.items()
                },
            }
            for law in one.found
        ],
    }


def _route(one: RouteExplained) -> JsonValue:
    return {
        "deployment": one.deployment,
        "at": one.at,
        "provider": one.provider,
        "scope": one.scope,
        "source": one.source,
        "location": location(one.location),
        "endpoint": one.endpoint,
        "models": [_served(model) for model in one.models],
        "attested": [
            {
                "attestation": claim.kind,
                "by": claim.by,
                "reference": claim.reference,
                "until": claim.until,
                "days_left": claim.days_left,
                "says": claim.more,
            }
            for claim in one.attested
        ],
        "unread": [{"fact": x.what, "confidence": x.mark, "note": x.note} for x in one.unread],
        "stale": [{"read": x.read, "days": x.days, "facts": list(x.facts)} for x in one.stale],
    }


def _served(one: Served) -> JsonValue:
    return {
        "model": one.model,
        "scopes": list(one.scopes),
        "periods": [
            {
                "offer": period.offer,
                "model_id": period.model_id,
                "first": period.first,
                "last": period.last,
                "destinations": places(period.destinations),
                "countries": places(period.countries),
                "storage": places(period.storage),
                "price": period.price,
                "retention": period.retention,
                "because": period.because,
                "earns": period.earns,
                "citation": citation(period.citation),
            }
            for period in one.periods
        ],
    }
