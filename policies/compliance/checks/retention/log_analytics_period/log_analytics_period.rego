# METADATA
# title: Log Analytics workspaces are kept as long as their regime says
# description: |
#   Fails a workspace that its regime wants kept longer or shorter. Unknown when the days are not
#   written, because their default is the service's to change, and when the regime is missing.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure
# custom:
#   id: RET-005
#   severity: high
#   per: regime
#   applies_to: {types: [azurerm_log_analytics_workspace]}
#   attributes: [retention_in_days]
#   rationale: A regime's limits hold for the operator's own logs as they do for the provider's
#   remediation: Set `retention_in_days` to what the purpose needs, within the regime's limits
#   controls:
#     gdpr: ["Art. 5(1)(e)"]
#     hipaa: ["164.310(d)(2)(i)", "164.312(b)"]
#     nist-800-53: ["si-12", "au-11"]
#     csa-ccm: ["DSP-16"]
package compliance.checks.retention.log_analytics_period

import data.compliance.lib
import data.compliance.regimes

id := "RET-005"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["retention_in_days"] := _days

evidence["limits"] := {"min_days": _law.min_days, "max_days": _law.max_days}

_met := lib.kept_within(_days, _law.min_days, _law.max_days)

_days := input.resource.values.retention_in_days

_law := regimes[input.regime].retention.logs
