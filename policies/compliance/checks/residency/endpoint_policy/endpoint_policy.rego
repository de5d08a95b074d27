# METADATA
# title: Private endpoints let calls to Claude through to allowed countries alone
# description: |
#   Fails a VPC endpoint of Bedrock whose policy lets a call through that may compute outside of
#   its jurisdiction; one without a policy lets everything through, global profiles included. It
#   binds those who call through this endpoint, and nobody else. Unknown where the service, a
#   statement or the law is not known, and of a policy that lets through more where its endpoint
#   is elsewhere. An endpoint of another service is not asked.
# scope: package
# schemas:
#   - input: schema.resource
# related_resources:
#   - https://docs.aws.amazon.com/bedrock/latest/userguide/vpc-interface-endpoints.html
# custom:
#   id: RES-014
#   severity: low
#   per: jurisdiction
#   applies_to: {types: [aws_vpc_endpoint, aws_vpc_endpoint_policy]}
#   attributes: [access]
#   rationale: A private path ends in a region, and a profile goes on from there
#   remediation: Allow the models and profiles whose destinations are all allowed, and no others
#   controls:
#     gdpr: ["Art. 44"]
#     nist-800-53: ["sa-9.5", "ac-4"]
#     csa-ccm: ["DSP-19"]
package compliance.checks.residency.endpoint_policy

import data.compliance.jurisdictions
import data.compliance.lib.access

id := "RES-014"

default verdict := "unknown"

verdict := "pass" if _met

verdict := "fail" if _met == false

evidence["asked"] := _fact.asked

evidence["outside"] := access.outside(_beyond)

evidence["sources"] := access.sources(_beyond)

evidence["countries"] := access.countries(_beyond)

# Callers who can be told apart: where it is empty, anybody can make one of these calls.
evidence["depends_on"] := access.depends_on(_beyond)

_met := access.met(_fact, _law.countries)

_beyond := access.beyond(_fact, _law.countries)

_fact := input.resource.values.access

_law := jurisdictions[input.jurisdiction].inference
