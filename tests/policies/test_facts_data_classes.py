"""What each kind of data obliges to, whoever's it is.

What is expected is written out here and never computed from the data that it is compared with.
"""

from __future__ import annotations

OBLIGATIONS = {
    **dict.fromkeys(("personal", "special_category", "health", "biometric", "confidential"), ()),
    "card": (),
    "phi": ("log-in-region",),
    "financial": ("oversee-provider",),
    "children": ("written-retention-policy",),
}


def test_a_kind_of_data_obliges_to_all_of_this_and_no_more(law):
    assert {x: tuple(y["obligations"]) for x, y in law["data_classes"].items()} == OBLIGATIONS
