"""What a configuration marks as sensitive stands in no report, however it is written."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.cli.main import main
from terraform_files import PROVIDER, write

HUSH = "hunter2"
URL = f"https://user:{HUSH}@gw.example/v1"
WRITTEN = [
    f'sensitive("{URL}")',
    f'sensitive  ("{URL}")',
    f'core::sensitive("{URL}")',
    f'upper(sensitive("{URL}"))',
    f'"${{sensitive("{URL}")}}-x"',
    f'merge({{}}, sensitive({{ a = "b)", "c" = "{URL}" }}))["c"]',
    f'[for one in [sensitive("{URL}")] : one][0]',
    f'try(sensitive("{URL}"), "x")',
    f'uuidv5("dns", sensitive("a \\")\\" ${{lower(")")}} {HUSH}"))',
    f'sensitive(jsonencode({{\n  a = ")"\n  b = "{URL}"\n}}))',
    f'true ? sensitive("{URL}") : "x"',
]


def configuration(written):
    return (
        PROVIDER
        + f"""
        resource "aws_lambda_function" "f" {{
          function_name = "f"
          environment {{
            variables = {{ ANTHROPIC_BASE_URL = {written} }}
          }}
        }}
        resource "aws_sns_topic" "t" {{
          name   = "t"
          region = {written}
        }}
        """
    )


@pytest.mark.parametrize("shape", ["text", "json", "sarif"])
@pytest.mark.parametrize("written", WRITTEN)
def test_no_report_shows_what_is_marked_sensitive(tmp_path, capsys, written, shape):
    folder = write(tmp_path / "infra", {"main.tf": configuration(written)})
    code = main(["check", str(folder), "--jurisdiction", "eu", "--format", shape])
    said = "".join(capsys.readouterr())
    assert code == 1
    assert HUSH not in said
    assert "sensitive" in said


@pytest.mark.parametrize("written", WRITTEN)
def test_no_explanation_shows_it(tmp_path, capsys, written):
    folder = write(tmp_path / "infra", {"main.tf": configuration(written)})
    for address in ("aws_lambda_function.f", "aws_sns_topic.t"):
        for shape in ("text", "json"):
            main(["explain", "resource", address, "--input", str(folder), "--format", shape])
    said = "".join(capsys.readouterr())
    assert HUSH not in said
    assert "sensitive" in said


def test_what_is_no_secret_is_still_shown(tmp_path, capsys):
    folder = write(tmp_path / "infra", {"main.tf": configuration("nonsensitive(var.place)")})
    (folder / "more.tf").write_text('variable "place" {}\n')
    main(["check", str(folder), "--jurisdiction", "eu"])
    assert "var.place" in capsys.readouterr().out


def test_it_is_not_shown_of_a_configuration_in_json_either(tmp_path, capsys):
    queue = {"name": "q", "region": f'${{sensitive("{HUSH}")}}'}
    text = json.dumps({"resource": {"aws_sqs_queue": {"q": queue}}})
    folder = write(tmp_path / "infra", {"main.tf.json": text})
    assert main(["check", str(folder), "--jurisdiction", "eu"]) == 1
    said = capsys.readouterr().out
    assert HUSH not in said
    assert "sensitive" in said
