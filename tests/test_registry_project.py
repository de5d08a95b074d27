"""A project file is read to its meaning, or every mistake in it is told with its line and key."""

import datetime as dt

import pytest

from compliance_toolkit.errors import ConfigurationError, PolicyError
from compliance_toolkit.models import Location
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.registry import load
from registry_files import LAW, mistakes, read, write

WHOLE = """\
deployments:
  bedrock-eu:
    provider: bedrock
    account: 011122223333
    region: eu-central-1
    scope: eu
    models: [claude-opus-5-5, claude-sonnet-5]
    role_arn: arn:aws:iam::011122223333:role/inference
    attestations:
      retention: {mode: none, regions: [eu-central-1, eu-west-1],
                  by: cloud@acme.example, reference: CHG-812, until: 2027-03-31}
  mantle: {provider: bedrock_mantle, account: "111122223333", region: eu-west-1,
           models: [claude-opus-5-5]}
  vertex-eu: {provider: vertex, project: acme-eu, location: eu, models: [claude-opus-5-5]}
  claude-us:
    provider: anthropic
    workspace: wrkspc_01
    inference_geo: us
    models: [claude-opus-5-5]
    api_key: {env: ANTHROPIC_API_KEY_US}
    attestations:
      zero_data_retention: {by: legal@acme.example, reference: MSA-2026-7, until: "2027-03-31"}
  platform: {provider: claude_platform_aws, account: "111122223333", region: us-east-1,
             workspace: wrkspc_02, inference_geo: global, models: [claude-opus-5-5]}
  foundry: {provider: foundry, resource: acme-us, sku: DataZoneStandard, models: [claude-opus-5-5]}
tenants:
  acme: {jurisdictions: [global]}
  acme/health: {jurisdictions: [us], regimes: [hipaa], data_classes: [health]}
audits:
  - {terraform: infra/eu, jurisdictions: [eu], regimes: [gdpr]}
  - {workspaces: snapshots/workspaces.json, tenants: [acme/health]}
"""

VERTEX = "{provider: vertex, project: acme-eu, location: eu, models: [claude-opus-5-5]}"
CLAIM = "by: a, reference: b, until: 2027-03-31"


def bedrock(**keys: str | None) -> str:
    """Write one deployment, its first key on line 5, with some keys set or (`None`) left out."""
    usual = {
        "provider": "bedrock",
        "account": "111122223333",
        "region": "eu-central-1",
        "scope": "eu",
        "models": "[claude-opus-5-5]",
    }
    lines = [f"    {key}: {text}\n" for key, text in (usual | keys).items() if text is not None]
    return "deployments:\n  d:\n" + "".join(lines)


def test_a_project_file_is_read_whole(tmp_path):
    registry = read(tmp_path, WHOLE)
    assert set(registry.deployments) == {
        *("bedrock-eu", "mantle", "vertex-eu", "claude-us", "platform", "foundry")
    }
    assert {name: one.name for name, one in registry.deployments.items()} == {
        name: name for name in registry.deployments
    }
    assert registry.project.organization == "acme"


def test_text_stays_text_and_days_become_days(tmp_path):
    bedrock = read(tmp_path, WHOLE).deployments["bedrock-eu"]
    assert bedrock.account == "011122223333"
    assert bedrock.attestations.retention.until == dt.date(2027, 3, 31)
    assert bedrock.attestations.retention.regions == ("eu-central-1", "eu-west-1")


def test_what_was_read_cannot_be_changed(tmp_path):
    registry = read(tmp_path, WHOLE)
    with pytest.raises(TypeError):
        registry.deployments["other"] = registry.deployments["mantle"]
    with pytest.raises(ValueError, match="frozen"):
        registry.deployments["mantle"].region = "us-east-1"


def test_only_version_and_organization_are_required(tmp_path):
    assert dict(read(tmp_path, "").deployments) == {}


def test_the_revision_changes_with_any_byte_and_with_nothing_else(tmp_path):
    first = read(tmp_path, WHOLE).revision
    assert first.startswith("sha256:")
    assert read(tmp_path, WHOLE).revision == first
    assert read(tmp_path, WHOLE + "# a comment\n").revision != first


def test_the_revision_covers_tenant_files(tmp_path):
    body = "tenant_files: [t.yaml]\n"
    first = read(tmp_path, body, **{"t.yaml": "tenants: {a: {jurisdictions: [eu]}}"}).revision
    second = read(tmp_path, body, **{"t.yaml": "tenants: {a: {jurisdictions: [us]}}"}).revision
    assert first != second


def test_a_key_knows_its_line(tmp_path):
    registry = read(tmp_path, WHOLE)
    file = str(tmp_path / "compliance.yaml")
    assert registry.location(("deployments", "bedrock-eu", "scope")) == Location(file, 8)
    assert registry.location(("deployments", "bedrock-eu", "profile_arn")) == Location(file, 4)


BAD_DEPLOYMENTS = [
    ({"regoin": "x"}, "10: `deployments.d.regoin`: unknown key | did you mean `region`?"),
    ({"name": "d"}, "10: `deployments.d.name`: unknown key"),
    (
        {"models": None},
        "4: `deployments.d`: the key `models` is missing | add `models`: the models",
    ),
    ({"models": "[]"}, "9: `deployments.d.models`: expected at least one entry, found none"),
    ({"models": "claude-opus-5-5"}, "9: `deployments.d.models`: expected the models it serves"),
    ({"models": "[x, x]"}, "9: `deployments.d.models`: `x` is listed twice"),
    (
        {"models": "[claude-opus-55]"},
        "9: `deployments.d.models[0]`: unknown model `claude-opus-55`",
    ),
    ({"models": "[claude-opus-55]"}, "| did you mean `claude-opus-5-5`"),
    ({"account": "12"}, "6: `deployments.d.account`: expected an AWS account of 12 digits"),
    ({"region": "eu-central1"}, "7: `deployments.d.region`: unknown region `eu-central1`"),
    (
        {"scope": "emea"},
        "8: `deployments.d.scope`: unknown scope `emea` | known are `eu`, `global`",
    ),
    ({"role_arn": "x"}, "10: `deployments.d.role_arn`: expected an IAM role such as"),
    (
        {"role_arn": "arn:aws:iam::999922223333:role/x"},
        "10: `deployments.d.role_arn`: the account is `999922223333`, the deployment's is `1111",
    ),
    (
        {"profile_arn": "arn:aws:bedrock:us-east-1:111122223333:inference-profile/x"},
        "10: `deployments.d.profile_arn`: the region is `us-east-1`, the deployment's is `eu-ce",
    ),
]

BAD_CLAIMS = [
    (f"retention: {{{CLAIM}}}", "retention`: the key `regions` is missing"),
    (f"retention: {{{CLAIM}}}", "retention`: the key `mode` is missing"),
    (f"retention: {{mode: no, regions: [eu-west-1], {CLAIM}}}", "retention.mode`: expected one of"),
    (
        f"retention: {{mode: none, regions: [eu-west-9], {CLAIM}}}",
        "retention.regions[0]`: unknown region `eu-west-9` | did you mean `eu-west-1`",
    ),
    ("dpa: {by: a, reference: b}", "dpa`: the key `until` is missing | add `until`: the last"),
    (f"dpa: {{{CLAIM}, mode: none}}", "dpa.mode`: unknown key"),
    (f"dap: {{{CLAIM}}}", "dap`: unknown key | did you mean `dpa`?"),
    ("dpa: {by: , reference: b, until: 2027-02-28}", "dpa.by`: expected who vouches for it"),
    ("dpa: {by: a, reference: b, until: 31.3.2027}", "dpa.until`: expected the last valid day"),
    ("dpa: {by: a, reference: b, until: 2027-03-31T00:00}", "dpa.until`: expected the last valid"),
    ("dpa: {by: a, reference: b, until: 2027-02-30}", "dpa.until`: there is no such day"),
]

BAD_FILES = [
    ("colour: red\n", "3: `colour`: unknown key"),
    ("audit: []\n", "3: `audit`: unknown key | did you mean `audits`?"),
    (
        "deployments: []\n",
        "3: `deployments`: expected a mapping from names to deployments, found a",
    ),
    (
        "deployments:\n",
        "3: `deployments`: expected a mapping from names to deployments, found noth",
    ),
    ("deployments:\n  D: " + VERTEX, "4: `deployments.D`: expected a name of lower-case letters"),
    ("deployments:\n  d:\n", "4: `deployments.d`: expected a mapping such as"),
    ("deployments: {d: {models: [x]}}", "3: `deployments.d`: the key `provider` is missing"),
    ("deployments: {d: {provider: bedrok}}", "provider`: expected one of `anthropic`, `claude_pla"),
    ("deployments: {d: {provider: bedrok}}", "found `bedrok` | did you mean `bedrock`?"),
    ("deployments: {d: {provider: vertex, location: mars}}", "the key `project` is missing"),
    ("audits: {}\n", "3: `audits`: expected a list of audits, found a mapping"),
    ("audits: [x]\n", "3: `audits[0]`: expected a mapping such as"),
    ("audits: [{terraform: a}]\n", "of the keys `jurisdictions`, `tenants`, found none"),
    ("audits: [{jurisdictions: [eu]}]\n", "keys `terraform`, `plan`, `workspaces`, found none"),
    ("audits: [{plan: a, terraform: b, jurisdictions: [eu]}]\n", "found `terraform`, `plan`"),
    (
        "audits: [{plan: a, tenants: [a], jurisdictions: [eu]}]\n",
        "found `jurisdictions`, `tenants`",
    ),
    ("audits: [{plan: a, jurisdictions: []}]\n", "expected at least one entry, found none"),
    ("audits: [{plan: a, jurisdictions: [NO]}]\n", "jurisdictions[0]`: unknown jurisdiction `NO`"),
    ("audits: [{plan: a, tenants: [a]}]\n", "3: `audits[0].tenants[0]`: unknown tenant `a`"),
    ("audits: [{plan: '', jurisdictions: [eu]}]\n", "expected a path relative to the project file"),
    (
        "audits: [{plan: a, jurisdictions: [eu], regimes: [gpdr]}]\n",
        "3: `audits[0].regimes[0]`: unknown regime `gpdr` | did you mean `gdpr`?",
    ),
]


@pytest.mark.parametrize(("keys", "mistake"), BAD_DEPLOYMENTS)
def test_a_mistake_in_a_deployment_is_told_with_its_line_key_and_remedy(tmp_path, keys, mistake):
    told = mistakes(tmp_path, bedrock(**keys))
    assert any(mistake in one for one in told), told


@pytest.mark.parametrize(("claim", "mistake"), BAD_CLAIMS)
def test_a_claim_without_owner_reference_or_day_is_no_claim(tmp_path, claim, mistake):
    told = mistakes(tmp_path, bedrock(attestations=f"\n      {claim}"))
    assert any(f"11: `deployments.d.attestations.{mistake}" in one for one in told), told


@pytest.mark.parametrize(("body", "mistake"), BAD_FILES)
def test_a_mistake_is_told_with_its_line_key_and_remedy(tmp_path, body, mistake):
    told = mistakes(tmp_path, body)
    assert any(mistake in one for one in told), told


@pytest.mark.parametrize(
    ("keys", "mistake"),
    [
        ("provider: vertex, project: a, location: europe", "location`: unknown location `europe`"),
        ("provider: foundry, resource: a, sku: Standard", "sku`: unknown SKU `Standard`"),
        (
            "provider: foundry, resource: a.evil.example/, sku: GlobalStandard",
            "resource`: expected",
        ),
        ("provider: anthropic, workspace: w, inference_geo: eu, api_key: {env: X}", "scope `eu`"),
    ],
)
def test_every_provider_is_held_to_its_own_names(tmp_path, keys, mistake):
    told = mistakes(tmp_path, f"deployments: {{d: {{{keys}, models: [claude-opus-5-5]}}}}")
    assert mistake in told[0]
    assert len(told) == 1


def test_every_mistake_is_told_at_once_in_the_order_of_the_lines(tmp_path):
    told = mistakes(
        tmp_path,
        "deployments:\n"
        "  a: {provider: vertex, project: acme-eu, location: mars, models: [claude-opus-5-5]}\n"
        "  b: {provider: vertex, projekt: acme-eu, location: eu, models: [claude-opus-5-5]}\n"
        "tenants:\n"
        "  acme: {jurisdictions: [eu]}\n"
        "  acme/x: {jurisdictions: [us]}\n"
        "  acme/y: {regimes: gdpr}\n"
        "audits:\n"
        "  - {plan: a, jurisdictions: [eux]}\n",
    )
    assert [one.partition(":")[0] for one in told] == ["4", "5", "5", "8", "9", "11"]


def test_a_refused_tenant_is_told_once_and_not_again_by_what_hangs_on_it(tmp_path):
    told = mistakes(
        tmp_path,
        "tenants: {a: {jurisdictions: eu}, a/b: {}}\naudits: [{plan: x, tenants: [a, a/b]}]\n",
    )
    assert len(told) == 1


@pytest.mark.parametrize(
    "body",
    [
        "    api_key: sk-ant-api03-SECRET\n",
        "    api_key: {env: sk-ant-api03-SECRET}\n",
        "    api_key: [sk-ant-api03-SECRET]\n",
        "    api_key: {env: ok, value: sk-ant-api03-SECRET}\n",
        "    api_key: hunter2-SECRET\n",
        "    api_key: {env: hunter2-SECRET}\n",
        "    api_key: {env: [hunter2-SECRET, hunter2-SECRET]}\n",
        "    api_kye: sk-ant-api03-SECRET\n",
        "    api_key: {env: X}\n    inference_geo: sk-ant-api03-SECRET\n",
        "    sk-ant-api03-SECRET: {env: X}\n",
        "    api_key: 'sk-ant-api03-SECRET\n",
        "    api_key: !secret sk-ant-api03-SECRET\n",
    ],
)
def test_a_secret_is_refused_and_no_part_of_it_is_shown(tmp_path, body):
    told = mistakes(
        tmp_path,
        "deployments:\n  d:\n    provider: anthropic\n    workspace: w\n"
        "    models: [claude-opus-5-5]\n" + body,
    )
    assert "SECRET" not in " ".join(told)
    assert "hunter2" not in " ".join(told)


def test_an_error_carries_no_cause_that_would_print_what_was_read(tmp_path):
    path = write(tmp_path, "deployments: {d: {provider: foundry, api_key: hunter2}}")
    with pytest.raises(ConfigurationError) as caught:
        load(path, law=LAW)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_the_same_path_is_the_same_audit_however_it_is_spelled(tmp_path, monkeypatch):
    registry = read(tmp_path, WHOLE)
    (tmp_path / "infra" / "eu").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "infra")
    monkeypatch.chdir(tmp_path / "infra")
    for path in ("eu", "../infra/eu/", tmp_path / "link" / "eu"):
        (entry,) = registry.audit_for(path)
        assert (entry.kind, entry.jurisdictions, entry.regimes) == ("terraform", ("eu",), ("gdpr",))
    assert registry.audit_for("eu/modules") == ()
    assert registry.audit_for("us") == ()


def test_an_audit_of_a_tenant_names_no_jurisdiction_of_its_own(tmp_path):
    entry = read(tmp_path, WHOLE).audits[1]
    assert (entry.kind, entry.jurisdictions, entry.tenants) == ("workspaces", (), ("acme/health",))
    assert entry.path == tmp_path / "snapshots" / "workspaces.json"
    assert (tmp_path / "compliance.yaml").read_text().splitlines()[
        entry.location.line - 1
    ].strip() == "- {workspaces: snapshots/workspaces.json, tenants: [acme/health]}"


def test_the_shipped_law_reads_the_project_file_of_the_design(tmp_path, bundle):
    law = KnownLaw.from_bundle(bundle.data["compliance"])
    assert load(write(tmp_path, WHOLE), law=law).tenant("acme/health").jurisdictions == ("us",)


@pytest.mark.parametrize(
    "part", ["jurisdictions", "regimes", "data_classes", "models", "regions", "routes"]
)
def test_a_bundle_without_a_part_of_the_law_knows_nothing(bundle, part):
    law = {key: value for key, value in bundle.data["compliance"].items() if key != part}
    for empty in (law, {**law, part: {}}, {**law, part: None}):
        with pytest.raises(PolicyError, match=f"`compliance.{part}`"):
            KnownLaw.from_bundle(empty)


@pytest.mark.parametrize(
    "broken",
    [
        {
            "jurisdictions": {
                "eu": {"inference": {"countries": []}, "storage": {"countries": "any"}}
            }
        },
        {"jurisdictions": {"eu": {"inference": {"countries": "any"}}}},
        {
            "jurisdictions": {
                "eu": {"inference": {"countries": [1]}, "storage": {"countries": "any"}}
            }
        },
        {"jurisdictions": {"eu": None}},
        {"regimes": {"gdpr": {}}},
        {"regimes": {"gdpr": {"retention": {"logs": {"max_days": "30"}}}}},
        {"regimes": {"gdpr": {"retention": {"logs": None}}}},
        {"routes": {"vertex": {}}},
        {"routes": {"vertex": {"offers": [{}]}}},
    ],
)
def test_a_bundle_of_another_shape_is_the_policy_authors_mistake(bundle, broken):
    with pytest.raises(PolicyError, match="has another shape"):
        KnownLaw.from_bundle({**bundle.data["compliance"], **broken})
