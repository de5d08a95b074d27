# METADATA
# title: Azure resources may be made in allowed countries alone
# description: |
#   Fails an assignment of Azure's built-in policy on allowed locations, by itself or in an
#   initiative of the same input, that lists a place outside of its jurisdiction, or that is not
#   enforced. It binds where a resource is made, and not where Claude computes in Foundry: that is
#   for the deployment's SKU to say. Unknown for a location that the data does not know, where
#   scopes are left out or exempt or the assignment is changed by overrides, for an initiative or a
#   definition that is not among what was read or that restricts places in its own way, and when the
#   law is missing. An assignment of another definition is not asked.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://learn.microsoft.com/azure/governance/policy/samples/built-in-policies
# custom:
#   id: RES-016
#   severity: medium
#   per: jurisdiction
#   applies_to:
#     types:
#       - azurerm_management_group_policy_assignment
#       - azurerm_policy_assignment
#       - azurerm_resource_group_policy_assignment
#       - azurerm_resource_policy_assignment
#       - azurerm_subscription_policy_assignment
#       - azapi_resource
#   attributes: [locations]
#   rationale: >-
#     A list of locations is the law as Azure enforces it, and its neighbours are easily mistaken
#   remediation: List the regions of allowed countries alone, and leave `enforce` on
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-3"]
#     csa-ccm: ["DSP-19", "IAM-05"]
package compliance.checks.residency.azure_allowed_locations

import data.compliance.jurisdictions
import data.compliance.lib.places

id := "RES-016"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["enforced"] := _locations.enforced

evidence["allowed"] := _locations.allowed

evidence["outside"] := places.outside(_locations, _named, _law.countries)

_met := places.met(_locations, _named, _law.countries)

_named := places.azure(_locations)

_locations := input.resource.values.locations

_law := jurisdictions[input.jurisdiction].storage
