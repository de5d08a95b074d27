"""What mutants of the policies showed that no other plan looked at: who is bound, and by what."""

from __future__ import annotations

import pytest

from estate_changes import altered, asking, deny, document, made, stood

ARN = "arn:aws:iam::111122223333:policy/guard"
CALL = "bedrock:InvokeModel"
ALLOW = {"Effect": "Allow", "Resource": "*"}


@pytest.fixture
def verdict(tmp_path, capsys):
    """What EST-001 says of a plan."""
    found = asking(tmp_path, capsys)
    return lambda *changes: found(*changes)["verdict"]


def test_what_another_attaches_is_kept_whatever_a_role_will_list_itself(verdict):
    guard = {"arn": ARN, "name": "guard", "policy": document(deny(Action=CALL))}
    policy = altered("aws_iam_policy.guard", guard, guard, "no-op")
    was = {"name": "app", "managed_policy_arns": [ARN]}
    role = altered("aws_iam_role.app", was, {"name": "app"})
    role["change"]["after_unknown"] = {"managed_policy_arns": True}
    beside = {"role": "app", "policy_arn": ARN}
    attached = altered("aws_iam_role_policy_attachment.a", beside, beside, "no-op")
    assert verdict(policy, role, attached) == "pass"
    assert verdict(policy, role) == "unknown"
    other = beside | {"role": "other"}
    attached = altered("aws_iam_role_policy_attachment.a", other, other, "no-op")
    assert verdict(policy, role, attached) == "unknown"


def test_a_list_that_is_of_another_role_from_now_on_strikes_out_nothing(verdict):
    guard = {"role": "app", "name": "guard", "policy": document(deny(Action=CALL))}
    kept = altered("aws_iam_role_policy.guard", guard, guard, "no-op")
    address = "aws_iam_role_policies_exclusive.l"
    was = {"role_name": "app", "policy_names": ["guard"]}
    then = {"role_name": "other", "policy_names": []}
    assert verdict(kept, altered(address, was, then, "delete", "create")) == "pass"
    assert verdict(kept, altered(address, was, then)) == "fail"
    assert verdict(altered(address, was, then)) == "unknown"  # what it lists may deny nothing
    odd = {"role_name": "app", "policy_names": "x"}
    assert verdict(kept, altered(address, was, odd)) == "unknown"
    later = altered(address, was, {"role_name": "app"})
    later["change"]["after_unknown"] = {"policy_names": True}
    assert verdict(kept, later) == "unknown"
    then = {"role_name": "app", "policy_names": []}
    assert verdict(kept, altered(address, was, then, "delete", "create")) == "fail"


def test_an_endpoint_has_an_id_that_none_had_before(verdict):
    policy = {"vpc_endpoint_id": "vpce-1", "policy": document({**ALLOW, "Action": CALL})}
    gone = altered("aws_vpc_endpoint_policy.p", policy, None, "delete")
    names = {"vpc_id": "v", "service_name": "com.amazonaws.eu-central-1.bedrock-runtime"}
    old = altered("aws_vpc_endpoint.old", {"id": "vpce-1", **names}, None, "delete")
    new = made("aws_vpc_endpoint.new", names | {"vpc_id": "w"}, "id")
    assert verdict(gone, old) == "pass"
    assert verdict(gone, old, new) == "pass"


BOUND = {"name": "r", "permissions_boundary": ARN}
FREE = {"name": "other", "permissions_boundary": None}
OUTSIDE_ARN = "arn:aws:iam::111122223333:policy/elsewhere"
LISTS = {"name": "r", "managed_policy_arns": [OUTSIDE_ARN]}
GRANTS = {"name": "g", "arn": ARN, "policy": document({**ALLOW, "Action": "s3:Get*"})}
GRANTED = {"name": "r", "managed_policy_arns": [ARN]}

BEARERS = [
    # Where no role stands, the name of the one that goes does not matter.
    ([altered("aws_iam_role.r", {"permissions_boundary": ARN}, None, "delete")], "pass"),
    # Of roles only the one of the same name stands in.
    (
        [
            altered("aws_iam_role.r", BOUND, None, "delete"),
            made("aws_iam_role.n", BOUND),
            stood("aws_iam_role.o", FREE),
        ],
        "pass",
    ),
    (
        [
            altered("aws_iam_role.r", BOUND, None, "delete"),
            made("aws_iam_role.n", {"name": "r"}, "permissions_boundary"),
        ],
        "unknown",
    ),
    (
        [
            altered("aws_iam_role.r", LISTS, None, "delete"),
            made("aws_iam_role.n", {"name": "r"}, "managed_policy_arns"),
        ],
        "unknown",
    ),
    # Whoever has a name that nobody knows yet may be as free as one that was bound by nothing.
    (
        [
            stood("aws_iam_policy.g", GRANTS),
            altered("aws_iam_role.r", GRANTED, None, "delete"),
            made("aws_iam_role.n", {}, "name"),
        ],
        "pass",
    ),
    (
        [altered("aws_iam_role.r", BOUND, None, "delete"), made("aws_iam_role.n", {}, "name")],
        "unknown",
    ),
    (
        [
            altered("aws_organizations_account.a", {"parent_id": "p"}, None, "delete"),
            made("aws_organizations_account.b", {}, "parent_id"),
        ],
        "pass",
    ),
]


@pytest.mark.parametrize(("changes", "told"), BEARERS)
def test_a_role_that_goes_is_missed_as_far_as_one_of_its_name_is_free(verdict, changes, told):
    assert verdict(*changes) == told


@pytest.mark.parametrize(("role", "told"), [("app", "pass"), ("other", "fail")])
def test_what_a_role_says_no_more_inside_is_said_by_its_own_policies_alone(verdict, role, told):
    denial = document(deny(Action=CALL))
    was = {"name": "app", "inline_policy": [{"name": "i", "policy": denial}]}
    beside = stood("aws_iam_role_policy.p", {"role": role, "name": "g", "policy": denial})
    assert verdict(altered("aws_iam_role.app", was, was | {"inline_policy": []}), beside) == told


LISTED = {"name": "r", "managed_policy_arns": [ARN]}


def test_lists_of_a_role_that_hold_as_much_are_no_matter_of_its_name(verdict):
    role = altered("aws_iam_role.r", LISTED, {"managed_policy_arns": [ARN]}, "delete", "create")
    role["change"]["after_unknown"] = {"name": True}
    assert verdict(role) == "pass"
    more = LISTED | {"managed_policy_arns": [ARN, OUTSIDE_ARN]}
    whose = made("aws_iam_role_policy_attachment.a", {"policy_arn": ARN}, "role")
    assert verdict(altered("aws_iam_role.r", LISTED, more), whose) == "pass"
    none = LISTED | {"managed_policy_arns": []}
    assert verdict(altered("aws_iam_role.r", LISTED, none), whose) == "unknown"
