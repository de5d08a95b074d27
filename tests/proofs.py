"""Small laws, deployments and engines for the tests of `prove`."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compliance_toolkit.cli.prove import engine_as_served, engine_for_decisions
from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import JsonObject, JsonValue
from compliance_toolkit.policy import bundle as bundles
from compliance_toolkit.policy.bundle import Bundle
from compliance_toolkit.prove.asking import EngineMaker, World
from compliance_toolkit.prove.cases import TenantLaw
from compliance_toolkit.prove.deriving import Depth
from compliance_toolkit.prove.proof import Proof, Prover
from compliance_toolkit.registry.project import DEPLOYMENT, Deployment

ROOT = Path(__file__).parents[1]
POLICIES = ROOT / "policies"
TODAY = dt.date(2026, 11, 25)

JURISDICTIONS = ("eea", "eu", "global", "uk", "us", "us-gov")
REGIMES = ("dora", "fedramp-high", "gdpr", "hipaa", "uk-gdpr")
DATA_CLASSES = ("card", "children", "personal", "phi")
FEATURES = ("batches", "mid_conversation_system", "prompt_caching", "web_fetch")

_CLAIM = {"by": "legal@acme.example", "reference": "X-1", "until": "2027-03-31"}
_SIX = ("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3")

DEPLOYMENTS: Mapping[str, Mapping[str, Any]] = {
    "bedrock-eu": {
        "provider": "bedrock",
        "account": "111122223333",
        "region": "eu-central-1",
        "scope": "eu",
        "models": ["claude-opus-5-5", "claude-sonnet-5"],
        "attestations": {
            "dpa": _CLAIM,
            "locations": {**_CLAIM, "countries": ["DE", "ES", "FR", "IE", "IT", "SE"]},
            "retention": {**_CLAIM, "mode": "none", "regions": _SIX},
        },
    },
    "claude-us": {
        "provider": "anthropic",
        "workspace": "wrkspc_1",
        "inference_geo": "us",
        "models": ["claude-opus-5-5", "claude-haiku-4-5"],
        "api_key": {"env": "KEY"},
        "attestations": {
            "baa": _CLAIM,
            "dpa": _CLAIM,
            "scc": {**_CLAIM, "until": "2026-12-31"},
            "zero_data_retention": _CLAIM,
        },
    },
    "foundry-us": {
        "provider": "foundry",
        "resource": "acme",
        "sku": "DataZoneStandard",
        "models": ["claude-opus-5"],
        "attestations": {"baa": _CLAIM, "dpa": _CLAIM},
    },
    "gov": {
        "provider": "bedrock_mantle",
        "account": "111122223333",
        "region": "us-gov-west-1",
        "models": ["claude-opus-5"],
        "attestations": {"dpa": _CLAIM, "locations": {**_CLAIM, "countries": ["US"]}},
    },
    "london": {
        "provider": "bedrock",
        "account": "111122223333",
        "region": "eu-west-2",
        "scope": "eu",
        "models": ["claude-opus-4-5", "claude-opus-5-5"],
        "attestations": {
            "dpa": _CLAIM,
            "retention": {**_CLAIM, "mode": "none", "regions": [*_SIX, "eu-west-2"]},
        },
    },
    "montreal": {
        "provider": "bedrock",
        "account": "111122223333",
        "region": "ca-central-1",
        "scope": "us",
        "models": ["claude-fable-5-1", "claude-opus-4-5"],
        "attestations": {
            "dpa": _CLAIM,
            "dpf": {**_CLAIM, "until": "2026-12-31"},
            "retention": {**_CLAIM, "mode": "none", "regions": ["ca-central-1"]},
        },
    },
    "vertex-eu": {
        "provider": "vertex",
        "project": "acme",
        "location": "eu",
        "models": ["claude-opus-5-5"],
        "attestations": {
            "baa": _CLAIM,
            "dpa": _CLAIM,
            "locations": {**_CLAIM, "countries": ["AT", "BE", "BG"]},
        },
    },
}
"""One for each thing that a rule can refuse: a place, a partition, a term, a limit, a mark."""

TENANTS: Mapping[TenantLaw, tuple[str, ...]] = {
    TenantLaw(("eu",), ("gdpr",), ("personal",)): ("acme/bank",),
    TenantLaw(("global",), ("gdpr", "uk-gdpr")): ("acme/both",),
    TenantLaw(("us",), ("dora", "gdpr")): ("acme/branch",),
    TenantLaw(("us",), ("hipaa",), (), 0): ("acme/health",),
}


def deployments(*names: str) -> tuple[Deployment, ...]:
    """Some of `DEPLOYMENTS`, or all."""
    chosen = names or tuple(DEPLOYMENTS)
    return tuple(
        DEPLOYMENT.validate_python({"name": name, **DEPLOYMENTS[name]}) for name in sorted(chosen)
    )


def small_policies(folder: Path) -> Path:
    """A copy of the shipped policies with less law, so that its proof takes seconds.

    One feature is had by general knowledge alone, which no shipped one is: it earns nothing.
    """
    root = folder / "policies"
    shutil.copytree(POLICIES, root, ignore=shutil.ignore_patterns("*_test.rego"))
    law = root / "compliance"
    for kind, kept in (("jurisdictions", JURISDICTIONS), ("regimes", REGIMES)):
        for one in (law / kind).iterdir():
            if one.name not in kept:
                shutil.rmtree(one)
    kinds = law / "data_classes" / "data.json"
    known = json.loads(kinds.read_text())
    kinds.write_text(json.dumps({name: known[name] for name in DATA_CLASSES}))
    for path in law.glob("routes/*/data.json"):
        route = json.loads(path.read_text())
        route["features"] = {name: route["features"][name] for name in FEATURES}
        if path.parent.name == "vertex":
            route["features"]["web_fetch"] |= {"available": True, "confidence": "K"}
        path.write_text(json.dumps(route))
    return root


def small_bundle(folder: Path) -> Bundle:
    """The bundle of `small_policies`."""
    return bundles.load(small_policies(folder))


def law_of(bundle: Bundle) -> Any:
    """`data.compliance` of a bundle."""
    return bundle.data["compliance"]


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Change a file's text; a change that changes nothing is a mistake of the test."""
    before = path.read_text()
    after = change(before)
    assert after != before, f"nothing to change in {path}"
    path.write_text(after)


def edit_json(path: Path, change: Callable[[Any], None]) -> None:
    """Change what a data file holds."""

    def changed(text: str) -> str:
        document = json.loads(text)
        change(document)
        return json.dumps(document)

    edit(path, changed)


def prover(
    bundle: Bundle,
    some: Iterable[Deployment] | None = None,
    *,
    make_engine: EngineMaker | None = None,
    tenants: Mapping[TenantLaw, tuple[str, ...]] = TENANTS,
) -> Prover:
    """A prover over `DEPLOYMENTS`, unless others are given, that goes less far than a real one."""
    chosen = deployments() if some is None else tuple(some)
    world = World(
        bundle,
        chosen,
        make_engine or engine_for_decisions,
        make_engine or engine_as_served,
    )
    return Prover(world, tenants, TODAY, depth=Depth(regimes=1, together=2))


def prove(bundle: Bundle, some: Iterable[Deployment] | None = None, **given: Any) -> Proof:
    """The proof of it, in this process."""
    return prover(bundle, some, **given).prove()


def prove_block(title: str, bundle: Bundle, *names: str) -> Proof:
    """The proof of one block of the space, over some of `DEPLOYMENTS`."""
    asked = prover(bundle, deployments(*names))
    blocks = tuple(block for block in asked.space.blocks if block.title == title)
    assert blocks, f"no block `{title}`"
    asked.space = dataclasses.replace(asked.space, blocks=blocks)
    return asked.prove()


def planted(root: Path, decision: str) -> None:
    """Give the law's decision another rule, over what it was, at each of its doors.

    Args:
        root: A bundle root to change.
        decision: Rego of the new value; `was` is the decision before.
    """
    resolve = root / "compliance" / "resolve"
    for part in ("routes", "denials"):
        _replace_rule(resolve / f"{part}.rego", part, f"{part} := decision.{part}\n")
    rule = f"decision := planted if {{\n\twas := _before_decision\n{decision}}}\n"
    _replace_rule(resolve / "resolve.rego", "decision", rule)


def _replace_rule(file: Path, name: str, rule: str) -> None:
    """Put a rule in the place of one that stays under another name: `_before_decision`."""
    edit(file, lambda text: re.sub(rf"(?m)^{name} := ", f"_before_{name} := ", text))
    edit(file, lambda text: f"{text}\n{rule}")


def bent(root: Path, tenant: str = "input.tenant", request: str = "input.request") -> None:
    """Have the law's `routes`, and only that, answer as if something else had been asked.

    Args:
        root: A bundle root to change.
        tenant: Rego of the tenant that is decided for.
        request: Rego of the request that is decided for.
    """
    routes = root / "compliance" / "resolve" / "routes.rego"
    edit(routes, lambda text: re.sub(r"(?m)^routes := ", "_bent := ", text))
    other = f'{{"tenant": {tenant}, "request": {request}}}'
    rule = f"\nroutes := found if {{\n\tother := {other}\n\tfound := _bent with input as other\n}}"
    edit(routes, lambda text: f"{text}{rule} else := []\n")


def without_rules(*rules: str) -> str:
    """Rego for `planted`: what only these refuse is given a route, as if they did not exist."""
    return f"""\tgone := {json.dumps(rules)}
	kept := [denial | some denial in was.denials; not denial.rule in gone]
	refused := {{denial.deployment | some denial in kept}}
	freed := {{denial.deployment | some denial in was.denials; denial.rule in gone}} - refused
	more := [route |
		some name in freed
		route := {{
			"deployment": name,
			"model_id": "planted",
			"destinations": ["us-east-1"],
			"countries": ["US"],
			"storage": ["US"],
			"price": 1,
			"obligations": [],
			"retention": 0,
			"expires_at": null,
		}}
	]
	planted := {{"routes": array.concat(was.routes, more), "denials": kept}}
"""


@dataclass
class FakeEngine:
    """Answers each decision by a function of the deployments' names and the input."""

    names: tuple[str, ...]
    answer: Callable[[tuple[str, ...], Any], JsonValue]

    def evaluate(self, rule: str, given: JsonValue) -> JsonValue:
        """Answer, or be undefined."""
        decision: Any = self.answer(self.names, given)
        part = rule.rpartition(".")[2]
        whole = part == "decision" or not isinstance(decision, dict)
        found: JsonValue = decision if whole else decision.get(part)
        return found

    def judge(self, questions: object) -> Any:
        """Not asked here."""
        raise NotImplementedError


def answering(answer: Callable[[tuple[str, ...], Any], JsonValue]) -> EngineMaker:
    """Make engines that answer so."""

    def make(bundle: Bundle, facts: JsonObject) -> FakeEngine:
        del bundle
        names: Any = facts["names"]
        return FakeEngine(tuple(names), answer)

    return make


def route(name: str, **fields: JsonValue) -> JsonObject:
    """A route as policies answer it, which states next to nothing."""
    return {"deployment": name, **fields}


def denial(name: str, rule: str = "RTE-101") -> JsonObject:
    """A denial as policies answer it."""
    return {"deployment": name, "rule": rule, "facts": {}}


def undefined(names: tuple[str, ...], given: JsonValue) -> JsonValue:
    """What an engine does where a rule has no value."""
    raise PolicyError("`data.compliance.resolve.decision` is undefined")
