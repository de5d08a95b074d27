"""A secret is refused wherever it stands, and no part of it is ever shown."""

import pytest

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry.registry import load
from registry_files import LAW, mistakes, write


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
