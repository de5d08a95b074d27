"""What would help a denied request soonest, as far as the denials alone can say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import Denial


class Prose(Protocol):
    """What a rule says of itself; an entry of the catalog has it."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def rationale(self) -> str: ...  # noqa: D102
    @property
    def remediation(self) -> str: ...  # noqa: D102


_WITHOUT_MODEL = frozenset(("RTE-101", "RTE-102", "RTE-103", "RTE-105"))
"""Rules by which a deployment cannot serve a model, whatever else is put right."""

_LOOKING = "`compliance explain denial` looks for what would help"


def nearest(denials: Iterable[Denial], model: str, catalog: Mapping[str, Prose]) -> str:
    """Say what would help soonest: with the deployment that the fewest rules refuse.

    One that does not offer the model is not near: what its other rules ask for may be no help.

    Args:
        denials: Why each deployment is refused.
        model: The model that was asked for.
        catalog: What the rules say of themselves, by id.

    Raises:
        PolicyError: The catalog does not have a rule.
    """
    by_deployment: dict[str, list[Denial]] = {}
    for denial in denials:
        by_deployment.setdefault(denial.deployment, []).append(denial)
    if not by_deployment:
        return "add a deployment to the project file"
    near = {
        name: reasons
        for name, reasons in by_deployment.items()
        if all(reason.rule not in _WITHOUT_MODEL for reason in reasons)
    }
    if not near:
        return f"no deployment offers `{model}` there; {_LOOKING}"
    name, reasons = min(near.items(), key=lambda item: (len(item[1]), item[0]))
    remedies = [prose(catalog, reason.rule).remediation for reason in reasons]
    listed = "; ".join(f"{text[:1].lower()}{text[1:]}" for text in remedies)
    return f"the nearest is `{name}`: {listed}; {_LOOKING}"


def prose(catalog: Mapping[str, Prose], rule: str) -> Prose:
    """What a rule says of itself.

    Raises:
        PolicyError: The catalog does not have the rule.
    """
    try:
        return catalog[rule]
    except KeyError:
        raise PolicyError(
            f"a denial names the rule `{rule}`, which the catalog does not have",
            hint="generate the catalog again from the policies",
        ) from None
