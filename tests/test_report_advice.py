"""What to do about an unknown hangs on its cause, and not on its code alone."""

import pytest

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.report.advice import advice_for


@pytest.mark.parametrize(
    ("code", "reference", "word"),
    [
        (ReasonCode.UNKNOWN_REGION, "location: not set", "what it is a part of"),
        (ReasonCode.UNKNOWN_REGION, "key_ring: not set", "set it"),
        (ReasonCode.UNKNOWN_REGION, "google_apigee_instance", "`compliance/resources/data.json`"),
        (ReasonCode.UNKNOWN_REGION, "eu-north-9", "correct the region"),
        (ReasonCode.UNKNOWN_VALUE, "spec/rules/condition", "which of them wins"),
        (ReasonCode.UNKNOWN_VALUE, "azurerm_resource_policy_exemption.e", "take it away"),
        (ReasonCode.UNKNOWN_VALUE, "azapi_update_resource.e", "take it away"),
        (ReasonCode.UNKNOWN_VALUE, "arn:aws:bedrock:*", "which region and kind"),
    ],
)
def test_the_advice_is_that_of_the_cause(code, reference, word):
    assert word in advice_for(Unknown(code, reference), "terraform-plan")
