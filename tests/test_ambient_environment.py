"""Regions and the workspace of the environment: they count where it is asked for, and are told."""

import json

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.terraform.hcl_ambient import NAMES
from terraform_files import write

QUEUE = 'resource "aws_sqs_queue" "q" {}\n'
DISK = 'resource "google_compute_disk" "d" {\n  name = "d"\n}\n'


@pytest.fixture
def audit(capsys, tmp_path, monkeypatch):
    """Writes a main file, sets the environment, and gives the region and what is told as given."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)

    def audit(main_tf, environment, *arguments, files=()):
        write(tmp_path / "infra", {"main.tf": main_tf, **dict(files)})
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        main(["check", "infra", "--jurisdiction", "eu", "--format", "json", *arguments])
        found = json.loads(capsys.readouterr().out)
        regions = {f["resource"]["region"] for f in found["findings"] if f["check"] == "RES-001"}
        given = found["inputs"][0].get("given", [])
        return regions, [(one["variable"], one["by"], one["value"]) for one in given]

    return audit


def test_a_region_of_the_environment_does_not_count_unless_it_is_asked_for(audit):
    assert audit(QUEUE, {"AWS_REGION": "eu-west-1"}) == ({None}, [])


@pytest.mark.parametrize("block", ["", 'provider "aws" {}\n', 'provider "aws" { region = "" }\n'])
@pytest.mark.parametrize(
    ("environment", "region", "by"),
    [
        ({"AWS_REGION": "eu-west-1"}, "eu-west-1", "AWS_REGION"),
        ({"AWS_DEFAULT_REGION": "eu-west-1"}, "eu-west-1", "AWS_DEFAULT_REGION"),
        ({"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "eu-west-1"}, "us-east-1", "AWS_REGION"),
        ({"AWS_REGION": " ", "AWS_DEFAULT_REGION": "eu-west-1"}, "eu-west-1", "AWS_DEFAULT_REGION"),
    ],
)
def test_a_region_of_the_environment_counts_in_the_providers_order(
    audit, block, environment, region, by
):
    found = audit(block + QUEUE, environment, "--var-env")
    assert found == ({region}, [("provider.aws.region", by, region)])


@pytest.mark.parametrize(
    ("environment", "region"),
    [
        ({"GOOGLE_REGION": "europe-west1"}, "europe-west1"),
        ({"GCLOUD_REGION": "europe-west1", "CLOUDSDK_COMPUTE_REGION": "us-east1"}, "europe-west1"),
        ({"GOOGLE_ZONE": "europe-west1-b"}, "europe-west1"),
        ({"GOOGLE_REGION": "europe-west1", "GOOGLE_ZONE": "europe-west1-b"}, "europe-west1"),
        ({"GOOGLE_REGION": "europe-west1", "GOOGLE_ZONE": "us-east1-b"}, None),
        ({"GOOGLE_REGION": "europe-west1", "GOOGLE_ZONE": "europe-west12-b"}, None),
    ],
)
def test_google_has_its_own_names_and_a_zone_that_agrees(audit, environment, region):
    regions, given = audit(DISK, environment, "--var-env")
    assert regions == {region}
    assert bool(given) == (region is not None)


def test_a_zone_that_is_written_and_a_region_around_it_must_agree(audit):
    block = 'provider "google" { zone = "us-east1-b" }\n'
    assert audit(block + DISK, {"GOOGLE_REGION": "europe-west1"}, "--var-env") == ({None}, [])


@pytest.mark.parametrize(
    "main_tf",
    [
        'provider "aws" { region = "eu-west-3" }\n' + QUEUE,
        'provider "aws" { region = var.r }\nvariable "r" {}\n' + QUEUE,
        'provider "aws" { region = 5 }\n' + QUEUE,
        'resource "aws_sqs_queue" "q" { provider = aws.gone }\n',
        'resource "aws_sqs_queue" "q" { provider = aws.by[each.key] }\n',
    ],
)
def test_what_is_written_stands_above_it_and_what_is_not_known_stays_so(audit, main_tf):
    regions, given = audit(main_tf, {"AWS_REGION": "eu-west-1"}, "--var-env")
    assert regions in ({"eu-west-3"}, {None})
    assert given == []


def test_a_module_inherits_it_unless_it_is_handed_a_provider_that_nobody_configures(audit):
    call = 'module "m" {\n  source = "./m"\n%s}\n'
    files = [("m/main.tf", QUEUE)]
    regions, _ = audit(call % "", {"AWS_REGION": "eu-west-1"}, "--var-env", files=files)
    assert regions == {"eu-west-1"}
    handed = call % "  providers = { aws = aws.gone }\n"
    assert audit(handed, {}, "--var-env", files=files) == ({None}, [])


def test_the_workspace_of_the_environment_counts_where_it_is_asked_for(audit):
    region = (
        'provider "aws" {\n  region = terraform.workspace == "p" ? "eu-west-1" : "us-east-1"\n}'
    )
    text = f"{region}\n{QUEUE}"
    assert audit(text, {"TF_WORKSPACE": "p"}) == ({None}, [])
    told = [("terraform.workspace", "TF_WORKSPACE", "p")]
    assert audit(text, {}, "--var-env") == ({"eu-west-1"}, told)
    typed = ["--var-env", "--var", "terraform.workspace=q"]
    assert audit(text, {}, *typed) == ({"us-east-1"}, [])
    assert audit(text, {"TF_WORKSPACE": ""}, "--var-env") == ({None}, [])


def test_it_is_a_step_of_the_chain(audit, capsys):
    audit(QUEUE, {"AWS_REGION": "eu-west-1"})
    explain = ["explain", "resource", "aws_sqs_queue.q", "--input", "infra"]
    assert main([*explain, "--var-env"]) == 0
    assert "AWS_REGION, by the environment" in capsys.readouterr().out
    assert main(explain) == 0
    assert "AWS_REGION" not in capsys.readouterr().out


def test_a_provider_that_is_computed_is_unknown_by_its_own_expression(audit, capsys):
    text = 'resource "aws_sqs_queue" "q" {\n  provider = aws.by["eu"]\n}\n'
    assert audit(text, {"AWS_REGION": "eu-west-1"}, "--var-env") == ({None}, [])
    main(["explain", "resource", "aws_sqs_queue.q", "--input", "infra"])
    said = capsys.readouterr().out
    assert 'aws.by["eu"]' in said
    assert "None" not in said
