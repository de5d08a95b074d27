"""A deployment is held to its provider's keys, to the bundle's names, and to itself."""

from typing import Any

import pytest

from compliance_toolkit.registry.schemas import schema
from registry_files import mistakes, read

CLAIM = "by: a, reference: b, until: 2027-03-31"


HERE = "arn:aws:bedrock:eu-central-1:111122223333"
OPUS = "inference-profile/eu.anthropic.claude-opus-5-5"


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
        {"profile_arn": f"arn:aws:bedrock:us-east-1:111122223333:{OPUS}"},
        "10: `deployments.d.profile_arn`: the region is `us-east-1`, the deployment's is `eu-ce",
    ),
    (
        {"profile_arn": f"arn:aws:bedrock:eu-central-1:999922223333:{OPUS}"},
        "10: `deployments.d.profile_arn`: the account is `999922223333`, the deployment's is `1",
    ),
    (
        {"profile_arn": f"{HERE}:application-inference-profile/eu.anthropic.claude-opus-5-5"},
        (
            "10: `deployments.d.profile_arn`: an application inference profile does not tell where "
            "its calls run | leave `profile_arn` out, or name the system profile"
        ),
    ),
    (
        {"profile_arn": f"{HERE}:inference-profile/global.anthropic.claude-opus-5-5"},
        (
            "10: `deployments.d.profile_arn`: `global.anthropic.claude-opus-5-5` is no inference "
            "profile of the scope `eu` | name a profile whose id begins with `eu.anthropic.`"
        ),
    ),
    (
        {"profile_arn": f"{HERE}:inference-profile/eur.anthropic.claude-opus-5-5"},
        "`eur.anthropic.claude-opus-5-5` is no inference profile of the scope `eu`",
    ),
    (
        {"profile_arn": f"{HERE}:inference-profile/eu.amazon.nova-pro-v1:0"},
        "`eu.amazon.nova-pro-v1:0` is no inference profile of the scope `eu`",
    ),
    (
        {"profile_arn": f"{HERE}:inference-profile/abcdefghijkl"},
        "`abcdefghijkl` is no inference profile of the scope `eu`",
    ),
    (
        {"profile_arn": f"{HERE}:{OPUS}", "scope": "in-region"},
        "10: `deployments.d.profile_arn`: a deployment of scope `in-region` has no inference pro",
    ),
    ({"profile_arn": f"{HERE}:prompt/x"}, "`deployments.d.profile_arn`: expected a system infer"),
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
    (f"bba: {{{CLAIM}}}", "bba`: unknown key | did you mean `baa`?"),
    ("dpa: {by: , reference: b, until: 2027-02-28}", "dpa.by`: expected who vouches for it"),
    ("dpa: {by: a, reference: b, until: 31.3.2027}", "dpa.until`: expected the last valid day"),
    ("dpa: {by: a, reference: b, until: 2027-03-31T00:00}", "dpa.until`: expected the last valid"),
    (
        "dpa: {by: a, reference: b, until: 2027-02-30}",
        "dpa.until`: there is no day `2027-02-30` in the calendar | correct the day: is the month",
    ),
]


@pytest.mark.parametrize(("keys", "mistake"), BAD_DEPLOYMENTS)
def test_a_mistake_in_a_deployment_is_told_with_its_line_key_and_remedy(tmp_path, keys, mistake):
    told = mistakes(tmp_path, bedrock(**keys))
    assert any(mistake in one for one in told), told


@pytest.mark.parametrize("scope", ["eu", "us", "global"])
def test_a_system_profile_of_the_deployments_scope_is_read(tmp_path, scope):
    arn = f"{HERE}:inference-profile/{scope}.anthropic.claude-opus-4-5-20251101-v1:0"
    (deployment,) = read(tmp_path, bedrock(scope=scope, profile_arn=arn)).deployments.values()
    assert deployment.profile_arn == arn


@pytest.mark.parametrize(("claim", "mistake"), BAD_CLAIMS)
def test_a_claim_without_owner_reference_or_day_is_no_claim(tmp_path, claim, mistake):
    told = mistakes(tmp_path, bedrock(attestations=f"\n      {claim}"))
    assert any(f"11: `deployments.d.attestations.{mistake}" in one for one in told), told


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


def test_every_key_that_can_be_missing_has_a_hint_of_what_to_add():
    project: Any = schema("project")
    definitions: list[Any] = [*project["$defs"].values(), project, schema("tenant")]
    required = [
        one["properties"][key]
        for one in definitions
        if "properties" in one
        for key in one.get("required", [])
    ]
    assert len(required) > 30
    assert [one for one in required if "description" not in one] == []


def test_a_missing_reference_to_a_key_is_told_with_a_remedy(tmp_path):
    (told,) = mistakes(
        tmp_path,
        "deployments: {d: {provider: anthropic, workspace: w, inference_geo: us, "
        "models: [claude-opus-5-5]}}",
    )
    assert told == (
        "3: `deployments.d`: the key `api_key` is missing | "
        "add `api_key`: where the key is found, such as `{env: ANTHROPIC_API_KEY_US}`"
    )
