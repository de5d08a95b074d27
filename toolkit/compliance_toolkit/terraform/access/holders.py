"""The types of Terraform that hold policies, and the door to what is said of them.

Most inputs hold none: they pay for nothing but a look at their types.
"""

from __future__ import annotations

from collections.abc import Mapping

from compliance_toolkit.models import AuditInput, JsonObject

ORGANISATION_POLICY = "aws_organizations_policy"
ACCOUNT = "aws_organizations_account"

IDENTITY: Mapping[str, str] = {
    "aws_iam_policy": "policy",
    "aws_iam_role_policy": "policy",
    "aws_iam_user_policy": "policy",
    "aws_iam_group_policy": "policy",
    "aws_iam_role": "inline_policy",
    "aws_ssoadmin_permission_set_inline_policy": "inline_policy",
}
"""What grants something to users, groups and roles: type → where its policy stands."""

ATTACHMENT: Mapping[str, str] = {
    "aws_iam_group_policy_attachment": "policy_arn",
    "aws_iam_group_policy_attachments_exclusive": "policy_arns",
    "aws_iam_policy_attachment": "policy_arn",
    "aws_iam_role_policy_attachment": "policy_arn",
    "aws_iam_role_policy_attachments_exclusive": "policy_arns",
    "aws_iam_user_policy_attachment": "policy_arn",
    "aws_iam_user_policy_attachments_exclusive": "policy_arns",
    "aws_ssoadmin_customer_managed_policy_attachment": "customer_managed_policy_reference",
    "aws_ssoadmin_managed_policy_attachment": "managed_policy_arn",
}
"""What grants a policy that stands elsewhere: type → where it names it."""

AWSCC: Mapping[str, str] = {
    "awscc_iam_group_policy": "aws_iam_group_policy",
    "awscc_iam_managed_policy": "aws_iam_policy",
    "awscc_iam_role": "aws_iam_role",
    "awscc_iam_role_policy": "aws_iam_role_policy",
    "awscc_iam_user_policy": "aws_iam_user_policy",
    "awscc_organizations_policy": ORGANISATION_POLICY,
}
"""What the awscc provider has by another name: type → that of the aws provider."""

TEMPLATES: Mapping[str, str] = {
    "aws_cloudcontrolapi_resource": "desired_state",
    "aws_cloudformation_stack": "template_body",
    "aws_cloudformation_stack_set": "template_body",
    "awscc_cloudformation_stack": "template_body",
    "awscc_cloudformation_stack_set": "template_body",
    "awscc_iam_group": "policies",
    "awscc_iam_user": "policies",
    "awscc_sso_permission_set": "inline_policy",
}
"""What may hold policies that are held against nothing else: type → where."""

ENDPOINT: Mapping[str, str] = {"aws_vpc_endpoint": "policy", "aws_vpc_endpoint_policy": "policy"}
"""What lets calls through a private path, and where its policy stands."""

GOOGLE = frozenset(
    (
        "google_org_policy_policy",
        "google_organization_policy",
        "google_folder_organization_policy",
        "google_project_organization_policy",
    )
)
AZURE = frozenset(
    (
        "azurerm_management_group_policy_assignment",
        "azurerm_policy_assignment",
        "azurerm_resource_group_policy_assignment",
        "azurerm_resource_policy_assignment",
        "azurerm_subscription_policy_assignment",
    )
)
ARM = "azapi_resource"
"""What may be anything of Azure's, an assignment too."""

HOLDERS = frozenset(
    (
        *(ORGANISATION_POLICY, ACCOUNT, *IDENTITY, *ATTACHMENT, *ENDPOINT, *AWSCC, *TEMPLATES),
        *(*GOOGLE, *AZURE, ARM),
    )
)


def state_access(given: AuditInput, law: JsonObject) -> AuditInput:
    """State for each policy of an input what it still allows; see `facts.with_access`.

    Raises:
        PolicyError: The law's data does not say which calls to Claude there are.
    """
    if HOLDERS.isdisjoint(one.type for one in given.resources):
        return given
    from compliance_toolkit.terraform.access.facts import with_access  # noqa: PLC0415  seldom

    return with_access(given, law)
