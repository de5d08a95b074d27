"""No check judges a guardrail that may be taken away without a word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from compliance_toolkit.policy.catalog import Catalog, Per
from compliance_toolkit.terraform import access

CHECK = "EST-001"
TEXTS = {"aws_caller_identity", "aws_iam_policy_document", "google_groups"}
"""What is read and never made, and a table of places."""

READ = re.compile(r'"((?:aws|azapi|azurerm|google)_[a-z0-9_]+)"')
BESIDE = {
    "aws_backup_vault_lock_configuration",
    "aws_controltower_control",
    "aws_s3_bucket_object_lock_configuration",
    "aws_s3_bucket_policy",
    "aws_ssoadmin_permissions_boundary_attachment",
    "azurerm_storage_container_immutability_policy",
    "azurerm_storage_management_policy",
    "google_access_context_manager_service_perimeter",
    "google_access_context_manager_service_perimeter_resource",
    "google_access_context_manager_service_perimeters",
    "google_compute_firewall",
    "google_compute_firewall_policy_rule",
    "google_compute_network_firewall_policy_rule",
    "google_compute_region_network_firewall_policy_rule",
    "google_iam_deny_policy",
    "google_storage_bucket",
    "google_vertex_ai_cache_config",
}
"""Guardrails that no check asks about, as yet: they hold records, or who may reach what."""

OTHER_PROVIDER = "awscc_"
"""How types begin that are guardrails as their twins of the `aws` provider are."""

BOUND = {
    "aws_iam_role",
    "aws_iam_user",
    "aws_organizations_account",
    "aws_organizations_organizational_unit",
    "awscc_iam_role",
    "awscc_iam_user",
}
"""Whom policies bind: they may go, and not be unbound."""

LISTS = {
    "aws_iam_group_policies_exclusive",
    "aws_iam_role_policies_exclusive",
    "aws_iam_user_policies_exclusive",
}
"""What strikes out policies that it does not list: with the list itself nothing goes."""

ODD: tuple[Any, ...] = (None, "", "x", {}, [], 7)


@pytest.fixture(scope="module")
def catalog(bundle):
    return Catalog.load(bundle.data)


@pytest.fixture(scope="module")
def guarding(catalog):
    return catalog[CHECK].types


@pytest.fixture(scope="module")
def may_go(law):
    return law["resources"]["may_go"]


@pytest.fixture(scope="module")
def judged(catalog):
    """Every type that a check is about, looks at beside, or has facts from."""
    found: set[str] = set()
    for check in catalog.checks:
        if check.per != Per.ESTATE:
            found |= check.types or set()
            found |= {relation.type for relation in check.related.values()}
    for folder in access.__path__:
        for file in Path(folder).glob("*.py"):
            found |= set(READ.findall(file.read_text()))
    return found - TEXTS


def test_what_a_check_judges_is_a_guardrail_or_may_go_for_a_reason(judged, guarding, may_go):
    assert len(judged) > 100
    assert judged - guarding - set(may_go) == set()


def test_nothing_is_both_a_guardrail_and_may_go(guarding, may_go):
    assert guarding & set(may_go) == {kind for kind in BOUND if not kind.startswith(OTHER_PROVIDER)}


def test_nothing_is_named_that_nobody_judges(judged, guarding, may_go):
    assert set(may_go) <= judged
    own = {kind for kind in guarding if not kind.startswith(OTHER_PROVIDER)}
    assert own - judged == BESIDE
    assert all(entry["because"] for entry in may_go.values())


@pytest.mark.parametrize(
    "kind",
    [
        "aws_cloudtrail",
        "aws_iam_policy",
        "aws_iam_role_policy_attachment",
        "aws_s3_bucket_object_lock_configuration",
        "aws_s3_bucket_policy",
        "aws_vpc_endpoint_policy",
        "azurerm_log_analytics_workspace",
        "azurerm_policy_assignment",
        "azurerm_policy_definition",
        "azurerm_storage_management_policy",
        "google_logging_project_bucket_config",
    ],
)
def test_a_guardrail_is_known_as_one(guarding, kind):
    assert kind in guarding


FREE: dict[str, tuple[Any, ...]] = {
    "azapi_resource": ("x",),  # a type that is no guardrail
    "aws_cloudcontrolapi_resource": ("x",),
    "aws_cloudformation_stack": ("x",),  # nor what it is made of
    "aws_cloudformation_stack_set": ("x",),
    "awscc_cloudformation_stack": ("x",),
    "awscc_cloudformation_stack_set": ("x",),
    "azurerm_resource_group_template_deployment": ("x",),
    "azurerm_subscription_template_deployment": ("x",),
    "google_compute_firewall": (None,),  # what comes in
    "google_compute_firewall_policy_rule": (None,),
    "google_compute_network_firewall_policy_rule": (None,),
    "google_compute_region_network_firewall_policy_rule": (None,),
    "google_storage_bucket": (None, []),  # one that is empty, or keeps nothing
    "google_vertex_ai_cache_config": (None,),  # it caches
    "aws_vpc_endpoint": (None,),  # it has no policy of its own
    "awscc_ec2_vpc_endpoint": (None,),
    "awscc_sso_permission_set": (None,),
}
"""What guards nothing, and by which value of all it has."""


def asked(embedded, catalog, kind: str, **values: Any) -> str:
    taken = {
        "address": f"{kind}.old",
        "type": kind,
        "provider": "x",
        "region": None,
        "values": values,
        "unknown": {},
        "action": "delete",
        "deposed": None,
        "then": None,
    }
    estate = {"removed": [taken], "resources": [], "deployments": [], "complete": True}
    rule = "compliance.checks." + catalog[CHECK].path.replace("/", ".") + ".verdict"
    found: str = embedded.evaluate(rule, {"estate": estate})
    return found


def test_no_guardrail_goes_unnoticed_and_whatever_else_may_go(embedded, catalog, guarding, may_go):
    for kind in sorted(guarding - BOUND - LISTS):
        assert asked(embedded, catalog, kind) in {"fail", "unknown"}, kind
        for odd in ODD:
            values = dict.fromkeys(catalog[CHECK].attributes, odd)
            free = odd in FREE.get(kind, ())
            told = asked(embedded, catalog, kind, **values)
            assert (told == "pass") is free, (kind, odd)
    for kind in BOUND | LISTS | set(may_go):
        assert asked(embedded, catalog, kind) == "pass", kind
