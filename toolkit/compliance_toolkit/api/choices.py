"""What an application is about to use, against what a decision lets it use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from compliance_toolkit.api.addresses import is_address
from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.exact import exact_text
from compliance_toolkit.registry.project import PROVIDERS, Deployment
from compliance_toolkit.registry.wording import did_you_mean, listed, shown
from compliance_toolkit.resolve.configs import ClientConfig
from compliance_toolkit.resolve.decision import Decision

FACTS = (
    "deployment",
    "provider",
    "region",
    "model_id",
    "base_url",
    "inference_geo",
    "account",
    "workspace",
    "project",
    "resource",
)
"""What can be said of a choice. `region` is also what Google calls the location."""

_PLACES = ("region", "scope", "location", "inference_geo", "sku")
_OWNERS = ("account", "workspace", "project", "resource")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is known of it; what is not is never taken to be right."""

    facts: Mapping[str, str]

    @classmethod
    def of(cls, chosen: object) -> Choice:
        """Take what an application says, as a copy.

        Raises:
            ConfigurationError: It says nothing, or something that nobody knows.
        """
        if not isinstance(chosen, Mapping) or not chosen:
            raise ConfigurationError(
                "`chosen` does not say what is used", hint='write `chosen={"deployment": "…"}`'
            )
        facts: dict[str, str] = {}
        for name, value in chosen.items():
            known, text = exact_text(name), exact_text(value)
            if known is None or known not in FACTS:
                near = did_you_mean(str(name), FACTS)
                hint = " ".join([*([near] if near else []), f"known are {listed(FACTS)}"])
                raise ConfigurationError(f"unknown key {shown(str(name))} of `chosen`", hint=hint)
            if not text:
                raise ConfigurationError(
                    f"{shown(known)} of `chosen` is no text",
                    hint="write it as text, or leave it out",
                )
            facts[known] = text
        return cls(MappingProxyType(facts))

    def compared(
        self, decision: Decision, deployments: Mapping[str, Deployment], regions: Collection[str]
    ) -> tuple[bool | None, str]:
        """Say whether it is one of a decision's routes, and why; `None`: that cannot be told.

        What the law does not know, such as a misspelt region, may be anything.

        An account that is not named is taken to be the project's, unless the project has a refused
        deployment at the same place.

        Args:
            decision: What the law lets be used.
            deployments: All of the project's, by name.
            regions: All that the law knows, and Google's locations.
        """
        name = self.facts.get("deployment")
        if name is not None and name not in deployments:
            return None, _unknown("deployment", name, deployments, "the project has no")
        for key, known in (("provider", PROVIDERS), ("region", regions)):
            said = self.facts.get(key)
            if said is not None and said not in known:
                return None, _unknown(key, said, known, "nobody knows the")
        if not decision.routes:
            return False, "no deployment may serve this request"
        configs = [decision.config_of(route) for route in decision.routes]
        fitting = [config for config in configs if self._fits(config)]
        if not fitting:
            return False, f"compliant are {listed(config.deployment for config in configs)} only"
        best = min(fitting, key=lambda config: self._unclear(config) is not None)
        doubt = self._unclear(best)
        if name is None and doubt is None:
            allowed = {config.deployment for config in configs}
            refused = [one for one in deployments.values() if one.name not in allowed]
            doubt = self._doubt(best, deployments.get(best.deployment), refused)
        if doubt is not None:
            return None, f"it may be {shown(best.deployment)}, {doubt}"
        return True, f"it is {shown(best.deployment)}, which is compliant"

    def _doubt(
        self, best: ClientConfig, deployment: Deployment | None, refused: Iterable[Deployment]
    ) -> str | None:
        if missing := self._missing(best):
            return f"but {listed(missing)} is not said"
        if deployment is None:
            return "which the project no longer has"
        if twins := self._twins(deployment, refused):
            return f"or {listed(twins)}, which is refused"
        return None

    def _fits(self, config: ClientConfig) -> bool:
        return all(_is(config, name, value) is not False for name, value in self.facts.items())

    def _unclear(self, config: ClientConfig) -> str | None:
        """What was said, and may be right or not."""
        unclear = [name for name, value in self.facts.items() if _is(config, name, value) is None]
        return (
            f"but what {listed(unclear)} says after the host cannot be judged" if unclear else None
        )

    def _missing(self, config: ClientConfig) -> list[str]:
        """What must be said as well, so that it can be no other provider, place or model."""
        missing = [] if {"provider", "base_url"} & self.facts.keys() else ["provider"]
        if "model_id" not in self.facts:
            missing.append("model_id")
        match config.provider:
            case "anthropic" | "claude_platform_aws":
                pinned = getattr(config, "inference_geo", None) is not None
                needed = ["inference_geo"] if pinned else []
            case "foundry":
                needed = ["base_url", "resource"]
            case _:
                needed = ["base_url", "region"]
        if needed and not set(needed) & self.facts.keys():
            missing.append(needed[-1])
        return missing

    def _twins(self, one: Deployment, others: Iterable[Deployment]) -> list[str]:
        """Deployments at the same place, which what was said does not tell apart."""
        return [
            other.name
            for other in others
            if other.provider == one.provider
            and all(getattr(other, place, None) == getattr(one, place, None) for place in _PLACES)
            and all(
                getattr(other, owner, None) == self.facts[owner]
                for owner in _OWNERS
                if owner in self.facts
            )
        ]


def _unknown(kind: str, name: str, known: Collection[str], missing: str) -> str:
    near = did_you_mean(name, known)
    return f"{missing} {kind} {shown(name)}" + (f"; {near}" if near else "")


def _is(config: ClientConfig, name: str, value: str) -> bool | None:
    match name:
        case "model_id":
            return config.model == value
        case "base_url":
            return is_address(value, config)
        case "region":
            return value in (getattr(config, "region", None), getattr(config, "location", None))
        case _:
            return getattr(config, name, None) == value
