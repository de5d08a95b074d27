"""What the registry knows of the law comes from a bundle, and one without it is refused."""

import pytest

from compliance_toolkit.errors import PolicyError
from compliance_toolkit.registry.law import KnownLaw
from compliance_toolkit.registry.registry import load
from registry_files import WHOLE, write


def test_the_shipped_law_reads_the_project_file_of_the_design(tmp_path, bundle):
    law = KnownLaw.from_bundle(bundle.data["compliance"])
    assert load(write(tmp_path, WHOLE), law=law).tenant("acme/health").jurisdictions == ("us",)


@pytest.mark.parametrize(
    "part", ["jurisdictions", "regimes", "data_classes", "models", "regions", "routes"]
)
def test_a_bundle_without_a_part_of_the_law_knows_nothing(bundle, part):
    law = {key: value for key, value in bundle.data["compliance"].items() if key != part}
    for empty in (law, {**law, part: {}}, {**law, part: None}):
        with pytest.raises(PolicyError, match=f"`compliance.{part}`"):
            KnownLaw.from_bundle(empty)


@pytest.mark.parametrize(
    "broken",
    [
        {
            "jurisdictions": {
                "eu": {"inference": {"countries": []}, "storage": {"countries": "any"}}
            }
        },
        {"jurisdictions": {"eu": {"inference": {"countries": "any"}}}},
        {
            "jurisdictions": {
                "eu": {"inference": {"countries": [1]}, "storage": {"countries": "any"}}
            }
        },
        {"jurisdictions": {"eu": None}},
        {"regimes": {"gdpr": {}}},
        {"regimes": {"gdpr": {"retention": {"logs": {"max_days": "30"}}}}},
        {"regimes": {"gdpr": {"retention": {"logs": None}}}},
        {"routes": {"vertex": {}}},
        {"routes": {"vertex": {"offers": [{}]}}},
    ],
)
def test_a_bundle_of_another_shape_is_the_policy_authors_mistake(bundle, broken):
    with pytest.raises(PolicyError, match="has another shape"):
        KnownLaw.from_bundle({**bundle.data["compliance"], **broken})
