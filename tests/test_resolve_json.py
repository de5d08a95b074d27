"""A decision as programs read it, with its config, held to its schema; and denials in words."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.models import Denial
from compliance_toolkit.policy.catalog import Catalog
from compliance_toolkit.resolve.resolver import decision_json
from compliance_toolkit.resolve.wording import message
from resolve_world import OWN, deployment, request, resolver, tenant

ROOT = Path(__file__).resolve().parents[1]
SCHEMA = json.loads((ROOT / "schemas" / "decision.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)

BASES = {
    "anthropic": "https://api.anthropic.com",
    "claude_platform_aws": "https://aws-external-anthropic.eu-central-1.api.aws",
    "bedrock": "https://bedrock-runtime.eu-central-1.amazonaws.com",
    "bedrock_mantle": "https://bedrock-mantle.eu-west-1.api.aws/anthropic",
    "vertex": "https://aiplatform.eu.rep.googleapis.com/v1",
    "foundry": "https://acme.services.ai.azure.com/anthropic/",
}


def document(bundle, provider="bedrock", whom=None, model="claude-opus-5", **changes):
    """The document of a decision over one deployment, as it comes out of JSON."""
    one = deployment(provider, models=(model,), **changes)
    decision = resolver(bundle, one).resolve(request(model), whom or tenant("global"))
    return json.loads(json.dumps(decision_json(decision, Catalog.load(bundle.data))))


def refused(changed):
    return [error.json_path for error in VALIDATOR.iter_errors(changed)]


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("provider", sorted(OWN))
def test_every_provider_s_decision_fits_the_schema_and_has_its_endpoint(bundle, provider):
    found = document(bundle, provider)
    assert refused(found) == []
    assert found["outcome"] == "resolved"
    assert found["config"]["provider"] == provider
    assert found["config"]["base_url"] == BASES[provider]
    assert found["config"]["model"] == found["route"]["model_id"]


def test_a_denial_fits_the_schema_and_says_why_and_what_to_do(bundle):
    found = document(bundle, whom=tenant("us"))
    assert refused(found) == []
    assert (found["outcome"], found["route"], found["config"]) == ("denied", None, None)
    one, two = found["denials"]
    assert (one["rule"], two["rule"]) == ("RES-101", "RES-102")
    assert one["facts"]["allowed"] == ["US"]
    assert one["message"].endswith("and the law allows `US` only")
    assert one["rationale"].startswith("Where a prompt is processed")
    assert one["remediation"] == "Use a deployment whose destinations all lie inside"


CHANGES: tuple[tuple[str, object], ...] = (
    ("version", 2),
    ("outcome", "allowed"),
    ("route", None),
    ("config", None),
    ("expires_at", "tomorrow"),
    ("route/destinations", []),
    ("route/destinations", None),
    ("route/destinations", "anywhere"),
    ("route/countries", ["DE", "DE"]),
    ("route/storage", ""),
    ("route/price", 0),
    ("route/price", "1.1"),
    ("route/obligations", None),
    ("route/more", 1),
    ("config/provider", "another"),
    ("config/base_url", "http://bedrock-runtime.eu-central-1.amazonaws.com"),
    ("config/api_key", "a secret"),
    ("config/region", None),
    ("route/retention", -1),
    ("route/retention", None),
    ("route/retention", "forever"),
    ("fallbacks", [{}]),
    ("others", [{}]),
    ("others", None),
    ("request/model", ""),
    ("request/asked", ""),
    ("request/features", None),
    ("request/data_classes", "personal"),
    ("request/at", "today"),
    ("request/at", None),
    ("request/more", 1),
    ("digests/bundle", None),
    ("digests/data", "sha256:abc"),
    ("digests/tenant", ""),
    ("digests/input", None),
    ("digests/more", "x"),
    ("denials", [{"deployment": "one", "rule": "RES-101"}]),
    ("policy/digest", "sha256:abc"),
    ("policy/revision", ""),
    ("more", 1),
)
"""Documents that the schema must refuse, one for each of its constraints."""


@pytest.mark.parametrize(("path", "value"), CHANGES)
def test_the_schema_refuses(bundle, path, value):
    changed = copy.deepcopy(document(bundle))
    *parents, last = path.split("/")
    holder = changed
    for parent in parents:
        holder = holder[parent]
    holder[last] = value
    assert refused(changed)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("fallbacks", "route"),
        ("others", "route"),
        ("obligations", ["x"]),
        ("expires_at", "2027-01-01"),
    ],
)
def test_the_schema_refuses_a_denial_with_a_route_s_fields(bundle, path, value):
    changed = document(bundle, whom=tenant("us"))
    changed[path] = [document(bundle)["route"]] if value == "route" else value
    assert refused(changed)


def test_every_key_is_required(bundle):
    whole = document(bundle)
    for key in whole:
        assert refused({name: value for name, value in whole.items() if name != key})


def test_the_config_names_a_credential_and_never_holds_it(bundle, monkeypatch):
    monkeypatch.setenv("KEY", "sk-ant-secret")
    found = document(bundle, "anthropic")
    assert found["config"]["api_key_env"] == "KEY"
    assert "sk-ant" not in json.dumps(found)


def test_a_sovereign_region_has_its_own_suffix(bundle):
    law = copy.deepcopy(bundle.data)
    eu = next(x for x in law["compliance"]["routes"]["bedrock"]["offers"] if x["name"] == "eu-six")
    eu["sources"] = ["eusc-de-east-1"]
    found = document(
        type(bundle)(bundle.modules, law, bundle.roots, bundle.revision, bundle.digest),
        region="eusc-de-east-1",
    )
    assert found["config"]["base_url"] == "https://bedrock-runtime.eusc-de-east-1.amazonaws.eu"


def test_an_endpoint_that_cannot_be_completed_is_an_error(bundle):
    law = copy.deepcopy(bundle.data)
    region = law["compliance"]["regions"]["aws"]["eu-central-1"]
    region.pop("dns_suffix")
    changed = type(bundle)(bundle.modules, law, bundle.roots, bundle.revision, bundle.digest)
    with pytest.raises(PolicyError, match="endpoint of deployment `one` cannot be completed"):
        document(changed)
    law["compliance"]["routes"]["bedrock"]["endpoints"] = {}
    with pytest.raises(PolicyError, match="have no endpoint of `bedrock`"):
        document(changed)


@pytest.mark.parametrize(
    ("rule", "facts", "sentence"),
    [
        (
            "RES-101",
            {"countries": ["DE", "GB"], "allowed": ["DE"]},
            "inference may run in `GB`, and the law allows `DE` only",
        ),
        (
            "RES-102",
            {"jurisdictions": None},
            "the tenant's jurisdictions are missing or unknown: nothing",
        ),
        (
            "RET-101",
            {"days": 30, "limit": 0, "covered": True},
            (
                "prompts are kept 30 days, at most 0 are allowed, "
                "and the provider must keep this model's"
            ),
        ),
        (
            "RET-101",
            {"days": "unspecified", "limit": 7, "claim": {"missing": ["eu-west-3"]}},
            (
                "prompts are kept for a time that nothing bounds, at most 7 are allowed, "
                "and what is attested leaves out `eu-west-3`"
            ),
        ),
        (
            "RTE-102",
            {
                "model": "m",
                "at": "2026-01-01",
                "offered": [{"from": "2026-02-01", "to": "9999-12-31"}],
            },
            "`m` is not offered there on `2026-01-01`, but from 2026-02-01",
        ),
        (
            "TRM-101",
            {"missing": ["baa"], "expired": {"dpa": "2026-01-01"}},
            "`baa` is not attested, and `dpa` was attested until 2026-01-01",
        ),
        (
            "FEA-102",
            {"provider": "vertex", "closed": [], "features": ["x"], "needed": ["hipaa"]},
            "`x` on `vertex` is not known eligible for `hipaa`",
        ),
        ("DAT-101", {"data_classes": ["card"]}, "`card` may not be sent to a model"),
        (
            "RES-103",
            {"outside": ["US", "unspecified"], "allowed": ["DE"]},
            (
                "data may go to `US`, places that nobody states, and the tenant's own list has "
                "`DE` only"
            ),
        ),
        (
            "RES-103",
            {"countries": "unstated"},
            ("the tenant does not say which countries it allows, not even that it sets no limit"),
        ),
        (
            "RES-104",
            {"partitions": ["aws"], "allowed": ["aws-us-gov"], "law": "FedRAMP High"},
            "its places lie in the partition `aws`, and FedRAMP High asks for `aws-us-gov`",
        ),
        (
            "TRF-101",
            {"regime": "gdpr", "countries": ["US"], "mechanisms": ["scc", "bcr"]},
            (
                "`gdpr` lets personal data go to `US` only where the country is found adequate or "
                "one of `scc`, `bcr` is attested, and neither is in force"
            ),
        ),
        (
            "TRF-101",
            {"regime": "gdpr", "countries": ["unspecified"], "mechanisms": ["scc"]},
            "data may go to places that nobody states, and `gdpr` lets it go to none of them",
        ),
        (
            "TRM-101",
            {"regimes": ["gdpr"], "obligations": "unstated"},
            "the tenant does not list its obligations, not even that it has none",
        ),
        ("TRM-102", {"missing": ["SE"]}, "the contract's locations leave out `SE`"),
        (
            "TRM-102",
            {"missing": ["unspecified"]},
            "the contract's locations leave out places that nobody states",
        ),
        (
            "FEA-103",
            {"excluded": {"gdpr": ["files"]}, "unlisted": ["batches"], "allowed": []},
            "`gdpr` excludes `files`, and the tenant's own list leaves out `batches`",
        ),
        (
            "FEA-103",
            {"features": "unstated"},
            "the tenant does not say which features it allows, not even that it sets no limit",
        ),
        (
            "FEA-104",
            {"provider": "bedrock", "model": "m", "features": ["x"]},
            "`m` on `bedrock` is not known to have `x`",
        ),
        (
            "RTE-104",
            {"provider": "vertex", "allowed": ["bedrock"]},
            "the tenant allows `bedrock`, not `vertex`",
        ),
        (
            "RTE-104",
            {"providers": "unstated"},
            "the tenant does not say which providers it allows, not even that it sets no limit",
        ),
        (
            "PRC-101",
            {"price": 1.1, "limit": 1},
            "the price is 1.1 times the list price, at most 1 is allowed",
        ),
        (
            "PRC-101",
            {"max_price": "unstated"},
            "the tenant does not say what it may cost at most, not even that it sets no limit",
        ),
        ("RES-104", {"odd": 1}, "not met: stays inside (odd=1)"),
        ("RES-101", {"odd": 1}, "not met: stays inside (odd=1)"),
        ("XXX-101", {}, "not met: stays inside (no facts)"),
    ],
)
def test_facts_become_a_sentence(rule, facts, sentence):
    assert message(Denial("one", rule, facts), "Stays inside") == sentence
