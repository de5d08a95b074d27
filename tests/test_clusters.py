"""What a cluster keeps is kept where the cluster is, if the same input makes it."""

import json

import pytest

from compliance_toolkit.cli.main import main
from compliance_toolkit.report.advice import advice_for
from terraform_files import by_address, read, unknown, write
from terraform_plans import block, change, plan

EKS = """
provider "aws" {
  region = "eu-central-1"
}
resource "aws_eks_cluster" "c" {}
"""
HOST = "aws_eks_cluster.c.endpoint"
DEPLOYED = 'resource "kubernetes_config_map_v1" "x" {}\nresource "helm_release" "x" {}\n'


def providers(host):
    return (
        f'provider "kubernetes" {{\n  host = {host}\n}}\n'
        f'provider "helm" {{\n  kubernetes {{\n    host = {host}\n  }}\n}}\n'
    )


def regions(tmp_path, source):
    given = read(tmp_path, source + DEPLOYED)
    names = ("kubernetes_config_map_v1.x", "helm_release.x")
    return [by_address(given, name).region for name in names]


def test_what_a_cluster_of_the_same_source_keeps_is_where_it_is(tmp_path):
    found = regions(tmp_path, EKS + providers(HOST))
    assert found == ["aws:eu-central-1", "aws:eu-central-1"]


@pytest.mark.parametrize(
    ("cluster", "host", "region"),
    [
        (
            'resource "google_container_cluster" "c" {\n  location = "us-east1-b"\n}\n',
            '"https://${google_container_cluster.c.endpoint}"',
            "google:us-east1",
        ),
        (
            'resource "azurerm_kubernetes_cluster" "c" {\n  location = "West Europe"\n}\n',
            "azurerm_kubernetes_cluster.c.kube_config[0].host",
            "azure:westeurope",
        ),
    ],
)
def test_clusters_of_each_cloud_say_where_they_are(tmp_path, cluster, host, region):
    assert regions(tmp_path, cluster + providers(host)) == [region, region]


def test_the_newer_way_to_write_helms_cluster_is_read(tmp_path):
    helm = f'provider "helm" {{\n  kubernetes = {{\n    host = {HOST}\n    token = "x"\n  }}\n}}\n'
    assert regions(tmp_path, EKS + helm)[1] == "aws:eu-central-1"


@pytest.mark.parametrize(
    ("host", "reference"),
    [
        ("data.aws_eks_cluster.c.endpoint", "data.aws_eks_cluster.c.endpoint"),
        ('"https://user:hunter2@10.0.0.1"', "provider.kubernetes.host"),
        ("aws_instance.i.public_dns", "aws_instance.i.public_dns"),
    ],
)
def test_a_host_that_stands_elsewhere_is_nowhere(tmp_path, host, reference):
    machine = 'resource "aws_instance" "i" {}\n'
    found = regions(tmp_path, EKS + machine + providers(host))[0]
    assert found == unknown("outside-input", reference)


def test_a_cluster_that_is_nowhere_says_why(tmp_path):
    ambient = EKS.replace('region = "eu-central-1"', "")
    found = regions(tmp_path, ambient + providers(HOST))[0]
    assert found == unknown("ambient-provider-region", "provider.aws")


@pytest.mark.parametrize(
    ("type_", "reference"),
    [
        ("kubernetes_config_map_v1", "provider.kubernetes.host"),
        ("helm_release", "provider.helm.kubernetes.host"),
        ("vault_generic_secret", "provider.vault.address"),
        ("github_repository", "provider.github.base_url"),
        ("consul_keys", "provider.consul.address"),
    ],
)
def test_what_no_provider_places_names_what_would_have_to_be_told(tmp_path, type_, reference):
    (found,) = read(tmp_path, f'resource "{type_}" "x" {{}}').resources
    assert found.region == unknown("outside-input", reference)
    assert "host" in advice_for(found.region, "terraform-source")


@pytest.fixture
def verdicts(tmp_path, capsys):
    """What RES-001 says of a file or a source, by type."""

    def verdicts(content, jurisdiction="eu"):
        path = tmp_path / "plan.json"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path = tmp_path / "source"
            path.mkdir(exist_ok=True)
            write(path, {"main.tf": content})
        main(["check", str(path), "--jurisdiction", jurisdiction, "--format", "json"])
        found = json.loads(capsys.readouterr().out)["findings"]
        return {
            one["resource"]["type"]: one["verdict"] for one in found if one["check"] == "RES-001"
        }

    return verdicts


@pytest.mark.parametrize(("region", "verdict"), [("eu-central-1", "pass"), ("us-east-1", "fail")])
def test_a_cluster_decides_for_what_it_keeps(verdicts, region, verdict):
    source = EKS.replace("eu-central-1", region) + providers(HOST) + DEPLOYED
    assert set(verdicts(source).values()) == {verdict}
    assert len(verdicts(source)) == 3


def configured(name, **expressions):
    return {"name": name, "expressions": expressions}


@pytest.mark.parametrize(("region", "verdict"), [("eu-central-1", "pass"), ("us-east-1", "fail")])
def test_a_plan_is_read_as_a_source_is(verdicts, region, verdict):
    host = {"references": [HOST, "aws_eks_cluster.c"]}
    planned = plan(
        change("aws_eks_cluster.c", {"region": region}, {"endpoint": True}),
        change("kubernetes_config_map_v1.x", {"data": {"a": "b"}}),
        change("helm_release.x", {"name": "x"}),
        blocks=[
            block("aws_eks_cluster.c", "aws"),
            block("kubernetes_config_map_v1.x", "kubernetes"),
            block("helm_release.x", "helm"),
        ],
        providers={
            "aws": configured("aws", region={"constant_value": region}),
            "kubernetes": configured("kubernetes", host=host),
            "helm": configured("helm", kubernetes=[{"host": host}]),
        },
    )
    assert set(verdicts(planned).values()) == {verdict}
    assert len(verdicts(planned)) == 3


@pytest.mark.parametrize(
    "host",
    [
        '"https://proxy.example.com/${aws_eks_cluster.c.arn}"',
        'aws_eks_cluster.c.tags["proxy"]',
        '"https://${aws_eks_cluster.c.id}.example.com"',
    ],
)
def test_what_is_only_named_for_a_cluster_is_no_address_of_it(tmp_path, host):
    found = regions(tmp_path, EKS + providers(host))
    assert [one.code.value for one in found] == ["outside-input", "outside-input"]


@pytest.mark.parametrize(
    "names",
    [
        ["var.host", HOST, "aws_eks_cluster.c"],
        [HOST, "aws_eks_cluster.c", "data.aws_eks_cluster.d.endpoint", "data.aws_eks_cluster.d"],
        ["aws_eks_cluster.c.name", "aws_eks_cluster.c"],
        [HOST, "aws_eks_cluster.c.tags", "aws_eks_cluster.c"],
    ],
)
def test_a_planned_host_that_may_be_another_is_nowhere(verdicts, names):
    planned = plan(
        change("aws_eks_cluster.c", {"name": "c"}, {"endpoint": True}),
        change("kubernetes_config_map_v1.x", {"data": {"a": "b"}}),
        blocks=[block("aws_eks_cluster.c"), block("kubernetes_config_map_v1.x", "kubernetes")],
        providers={
            "aws": configured("aws", region={"constant_value": "eu-central-1"}),
            "kubernetes": configured("kubernetes", host={"references": names}),
        },
    )
    assert verdicts(planned)["kubernetes_config_map_v1"] == "unknown"


def test_explaining_such_a_resource_ends_with_its_host(tmp_path, capsys):
    write(tmp_path, {"main.tf": EKS + providers(HOST) + DEPLOYED})
    main(
        ["explain", "resource", "helm_release.x", "--input", str(tmp_path), "--jurisdiction", "eu"]
    )
    said = capsys.readouterr().out
    assert "region: aws:eu-central-1 (DE)" in said
    assert "the host that its provider speaks to" in said
