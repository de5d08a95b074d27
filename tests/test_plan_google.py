"""Where Google's resources are that say no place: a zone is no region, a location neither."""

from __future__ import annotations

import json

import pytest

from compliance_toolkit.api.inputs import ReadOptions, read_input
from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown
from terraform_files import read as read_source
from terraform_plans import block, change, only, plan

HERE = {"constant_value": "europe-west1"}
THERE = {"constant_value": "us-central1-a"}
NEAR = {"constant_value": "europe-west1-b"}


def provider(**expressions):
    return {"google": {"name": "google", "expressions": expressions}}


def planned(type_, *places, **expressions):
    """The region of an instance that sets no place, and whose provider computes these."""
    address = f"{type_}.t"
    late = dict.fromkeys((*places, "id"), True)
    return only(
        change(address, {"name": "x"}, late),
        blocks=[block(address, "google", name={"constant_value": "x"})],
        providers=provider(**expressions),
    ).region


ZONAL = [
    ("google_compute_instance", "zone"),
    ("google_compute_disk", "zone"),
    ("google_container_cluster", "location"),
    ("google_tpu_node", "zone"),
]
OF_THEIR_OWN = [
    "google_bigquery_connection",
    "google_kms_key_ring",
    "google_healthcare_dataset",
    "google_notebooks_instance",
    "google_filestore_instance",
]


@pytest.mark.parametrize(("type_", "place"), ZONAL)
def test_what_is_in_a_zone_is_in_its_providers_zone_and_not_in_its_region(type_, place):
    assert planned(type_, place, region=HERE, zone=THERE) == "us-central1"
    assert planned(type_, place, region=HERE, zone=NEAR) == "europe-west1"
    assert planned(type_, place, region=HERE) == "europe-west1"
    late = planned(type_, place, region=HERE, zone={"references": ["local.zone"]})
    assert isinstance(late, Unknown)


def test_what_is_in_a_region_is_in_its_providers_region():
    assert planned("google_compute_subnetwork", "region", region=HERE, zone=THERE) == "europe-west1"
    repository = "google_artifact_registry_repository"
    assert planned(repository, "location", region=HERE, zone=THERE) == "europe-west1"


@pytest.mark.parametrize("type_", OF_THEIR_OWN)
def test_a_location_is_not_what_a_provider_says_of_regions(tmp_path, type_):
    for settings in ({"region": HERE}, {"region": HERE, "zone": NEAR}):
        assert planned(type_, "location", **settings) == Unknown(ReasonCode.UNKNOWN_REGION, type_)
    source = f'provider "google" {{\n  region = "europe-west1"\n}}\nresource "{type_}" "t" {{\n'
    for written in ("", "  location = null\n"):
        assert isinstance(in_source(tmp_path, source + written + "}\n"), Unknown)


def in_source(folder, text):
    (one,) = read_source(folder, text).resources
    return one.region


def test_a_source_whose_provider_says_two_regions_says_none(tmp_path):
    main_tf = (
        'variable "z" {{}}\nprovider "google" {{\n  region = "europe-west1"\n  zone = {}\n}}\n'
        'resource "google_compute_instance" "vm" {{}}\n'
    )
    assert in_source(tmp_path, main_tf.format('"europe-west1-b"')) == "europe-west1"
    differ = Unknown(ReasonCode.UNKNOWN_REGION, "provider.google.zone")
    assert in_source(tmp_path, main_tf.format('"us-central1-a"')) == differ
    assert in_source(tmp_path, main_tf.format('"europe-west10-a"')) == differ
    late = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.z")
    assert in_source(tmp_path, main_tf.format("var.z")) == late


def test_a_machine_in_another_country_than_its_providers_region_fails(tmp_path, capsys):
    address = "google_compute_instance.vm"
    file = tmp_path / "plan.json"
    file.write_bytes(
        plan(
            change(address, {"name": "x"}, {"zone": True}),
            blocks=[block(address, "google")],
            providers=provider(region=HERE, zone=THERE),
        )
    )
    assert main(["check", str(file), "--jurisdiction", "eu", "--format", "json"]) == 1
    (found,) = [
        one for one in json.loads(capsys.readouterr().out)["findings"] if one["verdict"] == "fail"
    ]
    assert found["resource"]["region"] == "us-central1"


def test_a_zone_that_a_source_makes_of_the_region_is_in_it(tmp_path):
    main_tf = (
        'variable "r" {}\nprovider "google" {\n  region = var.r\n  zone = "${var.r}-b"\n}\n'
        'resource "google_compute_instance" "vm" {}\n'
    )
    address = "google_compute_instance.vm"
    made_of = {"references": ["var.r"]}
    file = tmp_path / "plan.json"
    file.write_bytes(
        plan(
            change(address, {"name": "x"}, {"zone": True}),
            blocks=[block(address, "google")],
            providers=provider(region=made_of, zone=made_of),
            variables={"r": {"value": "europe-west1"}},
        )
    )
    for written, region in ((main_tf, "europe-west1"), (main_tf.replace('"${', '"us-${'), None)):
        (tmp_path / "main.tf").write_text(written)
        (one,) = read_input(str(file), ReadOptions()).resources
        assert (one.region if isinstance(one.region, str) else None) == region
