"""A secret is refused wherever it stands, and no part of it is ever shown."""

import pytest

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.registry import load
from registry_files import LAW, mistakes, read, write

KEYS = [
    "sk-ant-api03-SECRETSECRET",
    "sk-proj-SECRETSECRET",
    "sk-0SECRETsecretSECRETsecret",
    "AKIASECRETSECRET1234",
    "ghp_SECRETsecretSECRETsecretSECRETsecret00",
    "github_pat_SECRET",
    "xoxb-1234-SECRET",
    "eyJhbGciSECRET.eyJzdWIiSECRET.SECRET",
    "AIzaSECRETsecretSECRET",
    "ya29.SECRET",
    "-----BEGIN SECRET KEY-----",
    "wJalrXUtnFEMI/K7MDENG/SECRETbPxRfiCYEXAM",  # forty characters, as AWS makes them
    "SECRET0secret" * 7,  # over fifty, as Azure makes them
]
SECTIONS = [
    (
        "deployments:\n  d: {{provider: anthropic, workspace: {}, inference_geo: us, "
        "api_key: {{env: X}}, models: [claude-opus-5-5]}}\n"
    ),
    (
        "deployments:\n  d: {{provider: vertex, project: p, location: eu, "
        "models: [claude-opus-5-5], "
        "attestations: {{dpa: {{by: a, reference: 'see {}', until: 2027-03-31}}}}}}\n"
    ),
    (
        "deployments:\n  {}: {{provider: vertex, project: p, location: eu, "
        "models: [claude-opus-5-5]}}\n"
    ),
    "tenants:\n  {}: {{jurisdictions: [eu]}}\n",
    "tenants:\n  a: {{jurisdictions: ['{}']}}\n",
    "tenants:\n  a: {{jurisdictions: [eu], '{}': x}}\n",
    "audits:\n  - {{terraform: '{}', jurisdictions: [eu]}}\n",
    "audits:\n  - {{terraform: infra, jurisdictions: [eu], regimes: [{}]}}\n",
    "unknown:\n  - [[{{a: '{}'}}]]\n",
]


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_refused_wherever_it_stands_in_the_project_file(tmp_path, section, key):
    told = mistakes(tmp_path, section.format(key))
    assert any(one.startswith("4: ") and "looks like a secret | revoke" in one for one in told)
    assert "SECRET" not in " ".join(told)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.yaml", "\ntenants: {{a: {{jurisdictions: ['{}']}}}}\n"),
        ("t.yaml", "tenants:\n  '{}': {{jurisdictions: [eu]}}\n"),
        ("t.yaml", "tenants: {{a: {{jurisdictions: [eu]}}}}\n{}: x\n"),
        ("t.jsonl", '\n{{"name": "a", "jurisdictions": ["{}"]}}\n'),
        ("t.jsonl", '\n{{"name": "{}", "jurisdictions": ["eu"]}}\n'),
        ("t.jsonl", '\n{{"name": "a", "jurisdictions": ["eu"], "{}": 1}}\n'),
        ("t.jsonl", '\n[[{{"a": "{}"}}]]\n'),
    ],
)
def test_a_key_is_refused_wherever_it_stands_in_a_tenant_file(tmp_path, name, text, key):
    told = mistakes(tmp_path, f"tenant_files: [{name}]\n", **{name: text.format(key)})
    assert any(one.startswith(f"{name}:2: ") and "looks like a secret |" in one for one in told)
    assert "SECRET" not in " ".join(told)


def test_a_key_in_escapes_is_a_key_too(tmp_path):
    escaped = "".join(f"\\u{ord(one):04x}" for one in KEYS[0])
    told = mistakes(
        tmp_path,
        f'tenants: {{a: {{jurisdictions: ["{escaped}"]}}}}\ntenant_files: [t.jsonl]\n',
        **{"t.jsonl": f'{{"name": "b", "jurisdictions": ["{escaped}"]}}'},
    )
    assert sum("looks like a secret | revoke" in one for one in told) == 2
    assert "SECRET" not in " ".join(told)


def test_the_key_of_a_secret_is_told_and_what_to_do_about_it(tmp_path):
    (told,) = mistakes(tmp_path, SECTIONS[0].format(KEYS[0]))
    assert told == (
        "4: `deployments.d.workspace`: this looks like a secret | revoke it, and name an "
        "environment variable as in `api_key: {env: NAME}`; if it is none, rename it"
    )


def test_what_is_no_key_is_not_taken_for_one(tmp_path):
    names = ["sk-bratislava-north", "task-ant-1", "gha-runner", "xoxo-gifts", "sk-cluster-0123456"]
    paths = ["infra/EU2/terraform/modules/logs/bucket", "b1946ac92492d2347c6235b4d2611184ffff0a1b"]
    role = "arn:aws:iam::111122223333:role/application/BedrockInference2026Fra"
    assert len(role.rpartition(":")[2]) == 40
    registry = read(
        tmp_path,
        "tenants:\n"
        + "".join(f"  {name}: {{jurisdictions: [eu]}}\n" for name in names)
        + "audits:\n"
        + "".join(f"  - {{terraform: {path}, jurisdictions: [eu]}}\n" for path in paths)
        + "deployments:\n  d: {provider: bedrock, account: '111122223333', scope: eu, "
        + f"region: eu-central-1, role_arn: '{role}', models: [claude-opus-5-5]}}\n",
    )
    assert len(registry.tenants) == len(names)


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
