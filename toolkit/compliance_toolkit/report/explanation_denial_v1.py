"""The JSON explanation of a denial, version 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compliance_toolkit.models import JsonValue
from compliance_toolkit.report.explanation_parts_v1 import cited_law, controls, location, places

if TYPE_CHECKING:
    from compliance_toolkit.explain.changes import Suggestion
    from compliance_toolkit.explain.denial import DenialExplained, Refusal
    from compliance_toolkit.explain.document import RouteGiven


def denied(one: DenialExplained) -> JsonValue:
    """Why a request is denied, and what would help."""
    search = one.search
    return {
        "tenant": one.tenant,
        "request": {
            "model": one.request.model,
            "asked": one.request.asked,
            "features": sorted(one.request.features),
            "data_classes": sorted(one.request.data_classes),
            "at": one.request.at.isoformat(),
        },
        "deployment": one.deployment,
        "outcome": one.outcome,
        "routes": [_route_given(route) for route in one.routes],
        "laws": [cited_law(law) for law in one.laws],
        "refusals": [_refusal(refusal) for refusal in one.refusals],
        "suggestions": [_suggestion(suggestion) for suggestion in one.suggestions],
        "search": {"asked": search.asked, "complete": search.complete, "why": search.why},
    }


def _refusal(one: Refusal) -> JsonValue:
    return {
        "deployment": one.deployment,
        "location": location(one.location),
        "reasons": [
            {
                "rule": reason.rule,
                "title": reason.title,
                "message": reason.message,
                "facts": reason.facts,
                "rationale": reason.rationale,
                "remediation": reason.remediation,
                "controls": controls(reason.controls),
            }
            for reason in one.reasons
        ],
        "beyond": list(one.beyond),
        "limits": [
            {
                "setting": limit.setting,
                "value": limit.value,
                "tenant": limit.tenant,
                "location": location(limit.location),
            }
            for limit in one.limits
        ],
    }


def _suggestion(one: Suggestion) -> JsonValue:
    return {
        "changes": [
            {
                "change": change.kind,
                "what": change.what,
                "deployment": change.deployment,
                "settings": change.settings,
            }
            for change in one.changes
        ],
        "route": _route_given(one.route),
        "alternatives": list(one.alternatives),
    }


def _route_given(one: RouteGiven) -> JsonValue:
    return {
        "deployment": one.deployment,
        "model_id": one.model_id,
        "countries": places(one.countries),
        "storage": places(one.storage),
        "price": one.price,
        "retention": one.retention,
    }
