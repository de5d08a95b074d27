"""What a verdict rests on: jurisdictions and regimes in their own words, from the bundle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import asdict

from compliance_toolkit.models import (
    CitedLaw,
    Finding,
    Grounds,
    GroundsKey,
    JsonObject,
    JsonValue,
    Law,
)
from compliance_toolkit.policy.catalog import Catalog, Rule

_TIME = "retention/"
"""Area of the checks of how long things are kept: a jurisdiction, which is a law on where, says
nothing of that, and its article is not quoted for it."""


class Statutes:
    """The jurisdictions and regimes of one bundle."""

    def __init__(self, law: JsonObject) -> None:
        """Take `data.compliance` of a bundle."""
        self._jurisdictions = _entries(law, "jurisdictions")
        self._regimes = _entries(law, "regimes")
        self._own = frozenset(
            name
            for entry in (*self._jurisdictions.values(), *self._regimes.values())
            for name in _texts(entry.get("frameworks"))
        )

    def grounds(
        self, jurisdictions: Iterable[str], regimes: Iterable[str], *, about_place: bool = True
    ) -> Grounds:
        """What rests on these laws.

        Args:
            jurisdictions: Codes of jurisdictions.
            regimes: Codes of regimes.
            about_place: Whether the question is one of where, so that jurisdictions are quoted.
        """
        wheres = [(code, self._jurisdictions.get(code, {})) for code in jurisdictions]
        others = [(code, self._regimes.get(code, {})) for code in regimes]
        own = {name for _, entry in (*wheres, *others) for name in _texts(entry.get("frameworks"))}
        quoted = [*wheres, *others] if about_place else others
        return Grounds(
            laws=tuple(_cited(code, entry) for code, entry in quoted if entry),
            foreign=self._own - own,
        )

    def cited(
        self,
        document: JsonObject,
        jurisdictions: Iterable[str],
        regimes: Iterable[str],
        catalog: Catalog,
    ) -> JsonObject:
        """A decision's document, with the law that its tenant is under.

        Args:
            document: The decision, as `decision_json` makes it.
            jurisdictions: Codes of the tenant's jurisdictions.
            regimes: Codes of its regimes.
            catalog: The rules that may have denied.
        """
        grounds = self.grounds(jurisdictions, regimes)
        denials = document["denials"]
        listed = denials if isinstance(denials, Sequence) else ()
        return {
            **document,
            "law": [asdict(law) for law in grounds.laws],
            "denials": [
                {**one, "controls": _controls(catalog.by_id(str(one["rule"])), grounds)}
                for one in listed
                if isinstance(one, Mapping)
            ],
        }

    def of_findings(
        self, findings: Iterable[Finding], laws: Iterable[Law], catalog: Catalog
    ) -> dict[GroundsKey, Grounds]:
        """What each of these findings rests on.

        Args:
            findings: The findings of a run.
            laws: What its inputs were held to; they say what law a tenant is under.
            catalog: The checks that were asked.
        """
        tenants = {str(law.tenant["name"]): law for law in laws if law.tenant is not None}
        found: dict[GroundsKey, Grounds] = {}
        for finding in findings:
            if finding.under in found:
                continue
            of_tenant = tenants.get(finding.tenant or "")
            wheres = of_tenant.jurisdictions if of_tenant else _given(finding.jurisdiction)
            others = of_tenant.regimes if of_tenant else _given(finding.regime)
            about_place = not catalog.by_id(finding.check).path.startswith(_TIME)
            found[finding.under] = self.grounds(wheres, others, about_place=about_place)
        return found


def _controls(rule: Rule, grounds: Grounds) -> JsonObject:
    return {name: items for name, items in rule.controls.items() if name not in grounds.foreign}


def _cited(code: str, entry: JsonObject) -> CitedLaw:
    articles = _texts(entry.get("articles"))
    return CitedLaw(
        code=code,
        name=str(entry.get("name", code)),
        article=", ".join(articles) if articles else str(entry.get("article", "")),
        rationale=str(entry.get("rationale", "")),
    )


def _given(code: str | None) -> tuple[str, ...]:
    return () if code is None else (code,)


def _entries(law: JsonObject, kind: str) -> dict[str, JsonObject]:
    found = law.get(kind)
    entries = found if isinstance(found, Mapping) else {}
    return {code: entry for code, entry in entries.items() if isinstance(entry, Mapping)}


def _texts(value: JsonValue) -> list[str]:
    listed = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    return [one for one in listed if isinstance(one, str)]
