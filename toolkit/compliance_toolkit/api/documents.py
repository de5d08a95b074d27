"""A decision as a document, with the law that it rests on in that law's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compliance_toolkit.api.grounds import Statutes
from compliance_toolkit.api.law import law_data
from compliance_toolkit.errors import UnavailableError
from compliance_toolkit.models import JsonObject
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.resolve.decision import Decision, decision_json


def decision_document(decision: Decision, bundle: Bundle, catalog: Catalog) -> JsonObject:
    """Write a decision down, with the tenant as it was when it was decided.

    Raises:
        PolicyError: The catalog does not have a rule, or the data has no endpoint.
        UnavailableError: The decision was made under another law.
    """
    if decision.policy.digest != bundle.digest:
        raise UnavailableError(
            f"the decision was made under `{decision.policy.revision}`, and the law in use is"
            f" `{bundle.revision}`",
            hint="resolve again, or write a decision down before the next reload",
        )
    jurisdictions, regimes = (_codes(decision, kind) for kind in ("jurisdictions", "regimes"))
    document: JsonObject = {
        **decision_json(decision, catalog),
        "tenant": {
            "name": decision.tenant,
            "jurisdictions": jurisdictions,
            "regimes": regimes,
        },
    }
    return Statutes(law_data(bundle)).cited(document, jurisdictions, regimes, catalog)


def _codes(decision: Decision, kind: str) -> list[str]:
    tenant = decision.given.get("tenant")
    codes = tenant.get(kind) if isinstance(tenant, Mapping) else None
    listed = codes if isinstance(codes, Sequence) and not isinstance(codes, str) else ()
    return [code for code in listed if isinstance(code, str)]
