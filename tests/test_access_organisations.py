"""AWS Organizations: an allow is needed at every level, and a denial anywhere wins."""

from msgspec.structs import replace

from access_world import (
    EU_SIX,
    ROOT,
    UNIT,
    account,
    allow,
    attached,
    calls,
    deny,
    first,
    outside,
    policy,
    reason,
    resource,
    scopes,
    scp,
    sources,
    stated,
    unit,
)
from compliance_toolkit.models import ReasonCode, Unknown

IN_EU = {"StringEquals": {"aws:RequestedRegion": EU_SIX}}
LATE = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_x.y.id")


def full_access(to=ROOT):
    values = {"policy_id": "p-FullAWSAccess"}
    return resource(
        "aws_organizations_policy_attachment.full", values, references={"target_id": [to]}
    )


def test_a_denial_at_the_root_binds_an_account_three_levels_below():
    below = unit("aws_organizations_organizational_unit.below", UNIT)
    found = stated(scp(outside(EU_SIX)), attached(), unit(), below, account("a", below.address))
    assert sources(found["aws_organizations_account.a"]) == set(EU_SIX)


def test_an_allow_below_grants_nothing_that_is_denied_above():
    denied, allowed = scp(deny("bedrock:*"), name="no"), scp(allow("*"), name="yes")
    both = [attached(name="no"), attached(UNIT, name="yes")]
    found = stated(denied, allowed, *both, unit(), account("a", UNIT))
    assert sources(found["aws_organizations_account.a"]) == set()


def test_a_list_of_what_is_allowed_keeps_nobody_from_the_rest_while_all_is_allowed_beside_it():
    found = first(scp(allow("bedrock:*", Condition=IN_EU)), attached(), full_access())
    assert "us-east-1" in sources(found)
    assert found.values["access"]["in_force"] is True


def test_whether_all_is_allowed_beside_a_list_cannot_be_seen():
    found = first(scp(allow("bedrock:*", Condition=IN_EU)), attached())
    assert sources(found) == set(EU_SIX)
    assert ("in-region", "us-east-1") in calls(found, "unknown")


def test_a_list_without_bedrock_is_about_something_else_unless_it_may_close_it():
    found = first(scp(allow("s3:*")), attached())
    assert found.values["access"]["allowed"] == []
    assert ("in-region", "eu-west-1") in calls(found, "unknown")


def test_a_missing_allow_at_one_level_is_a_denial_for_all_below_it():
    """The page's second figure: allowed at the root and the account, and not at the unit."""
    lists = [scp(allow("s3:*"), name="unit")]
    found = stated(*lists, attached(UNIT, name="unit"), unit(), account("a", UNIT))
    assert sources(found["aws_organizations_account.a"]) == set()
    assert calls(found["aws_organizations_account.a"], "unknown") != set()


def test_policies_about_something_else_are_not_asked():
    others = [
        deny("s3:*"),
        deny("*", Condition={"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}),
        deny("bedrock:PutAccountDataRetention"),
        deny("bedrock:CallWithBearerToken"),
        deny("organizations:LeaveOrganization"),
        allow("*"),
    ]
    for statement in others:
        found = first(scp(statement), attached())
        assert found.silent_on == {"access", "platform_access"}, statement
        assert "access" not in found.values


def test_a_policy_that_names_the_call_is_asked_even_if_it_closes_nothing():
    found = first(scp({"Effect": "Deny", "NotAction": "bedrock:*", "Resource": "*"}), attached())
    assert "us-east-1" in sources(found)


def test_policies_of_another_type_are_not_asked():
    tags = scp(outside(EU_SIX), type="TAG_POLICY")
    assert first(tags, attached()).silent_on == {"access", "platform_access"}
    control = scp(outside(EU_SIX), type="SERVICE_CONTROL_POLICY")
    assert sources(first(control, attached())) == set(EU_SIX)


def test_a_policy_that_binds_resources_closes_nothing_that_anybody_read():
    kind = "RESOURCE_CONTROL_POLICY"
    closes = scp({**outside(EU_SIX), "Principal": "*"}, type=kind)
    found = first(closes, attached())
    assert found.unknown["/access"] == Unknown(ReasonCode.UNKNOWN_VALUE, kind)
    assert "access" not in found.values
    other = scp({**deny("s3:*"), "Principal": "*"}, type=kind)
    assert first(other, attached()).silent_on == {"access", "platform_access"}
    late = Unknown(ReasonCode.KNOWN_AFTER_APPLY, "aws_x.y.arn")
    lost = resource("aws_organizations_policy.guard", {"type": kind}, {"/content": late})
    assert first(lost, attached()).unknown["/access"] == late
    assert first(account(), closes, attached()).silent_on == {"access", "platform_access"}


def test_a_type_that_is_not_known_is_unknown():
    late = replace(scp(outside(EU_SIX)), unknown={"/type": LATE})
    found = first(late, attached())
    assert "access" not in found.values
    assert found.unknown["/access"] == LATE


def test_an_attachment_of_nobody_knows_what_may_be_this_policys():
    lost = resource(
        "aws_organizations_policy_attachment.x",
        unknown={"/policy_id": LATE},
        references={"policy_id": ["module.scp.id"], "target_id": [ROOT]},
    )
    found = first(scp(outside(EU_SIX)), lost)
    assert "in_force" not in found.values["access"]
    assert sources(found) == set(EU_SIX)
    assert ("in-region", "us-east-1") in calls(found, "unknown")
    assert reason(found) == LATE


def test_attachments_of_an_unknown_count_may_be_none():
    found = first(scp(outside(EU_SIX)), attached(index="[*]"))
    assert ("in-region", "us-east-1") in calls(found, "unknown")
    assert reason(found).code is ReasonCode.UNKNOWN_COUNT


def test_an_input_that_was_not_read_whole_may_attach_it():
    why = Unknown(ReasonCode.REMOTE_MODULE, "example/scp/aws")
    found = first(scp(outside(EU_SIX)), unresolved=(("module.scp", why),))
    assert "in_force" not in found.values["access"]
    assert reason(found) == Unknown(ReasonCode.REMOTE_MODULE, "module.scp")


def test_a_part_that_was_not_read_is_not_called_remote_unless_it_is():
    why = Unknown(ReasonCode.OUTSIDE_INPUT, "../guards, outside of the working tree")
    found = first(scp(outside(EU_SIX)), unresolved=(("module.guards", why),))
    assert reason(found) == Unknown(ReasonCode.OUTSIDE_INPUT, "module.guards")


def test_a_target_that_is_not_known_is_a_target():
    somewhere = resource(
        "aws_organizations_policy_attachment.x",
        unknown={"/target_id": Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.target")},
        references={"policy_id": ["aws_organizations_policy.guard"], "target_id": ["var.target"]},
    )
    found = first(scp(outside(EU_SIX)), somewhere)
    assert found.values["access"]["in_force"] is True
    assert sources(found) == set(EU_SIX)


def test_an_account_whose_parents_are_elsewhere_may_be_bound_there():
    far = resource("aws_organizations_account.a", {"parent_id": "ou-abcd-12345678"})
    found = stated(scp(outside(EU_SIX)), attached(UNIT), unit(), far)
    listed = found["aws_organizations_account.a"]
    assert listed.values["access"]["allowed"] == []
    assert ("in-region", "us-east-1") in calls(listed, "unknown")
    assert reason(listed).code is ReasonCode.OUTSIDE_INPUT


def test_an_account_of_which_no_parent_is_said_is_at_the_root():
    plain = resource("aws_organizations_account.a", {"name": "a"})
    found = stated(scp(outside(EU_SIX)), attached(), plain)
    assert sources(found["aws_organizations_account.a"]) == set(EU_SIX)


def test_accounts_are_not_asked_where_there_is_no_guardrail():
    for others in ([], [scp(deny("s3:*")), attached()]):
        found = stated(account("a"), identity_free(), *others)
        assert found["aws_organizations_account.a"].silent_on == {"access", "platform_access"}


def identity_free():
    return resource("aws_iam_role_policy.x", {"policy": policy(allow("s3:*"))})


def test_ids_of_what_exists_lead_to_it():
    existing = replace(scp(outside(EU_SIX)), values={**scp(outside(EU_SIX)).values, "id": "p-1"})
    by_id = resource(
        "aws_organizations_policy_attachment.x", {"policy_id": "p-1", "target_id": "r-abcd"}
    )
    found = stated(existing, by_id, below("r-abcd"))
    assert sources(found["aws_organizations_account.a"]) == set(EU_SIX)
    assert found["aws_organizations_policy.guard"].values["access"]["in_force"] is True


def test_the_root_that_a_data_source_names_is_the_root():
    name = "data.aws_organizations_organization.this.roots[0].id"
    to_root = resource(
        "aws_organizations_policy_attachment.x",
        unknown={"/target_id": Unknown(ReasonCode.DATA_SOURCE, name)},
        references={"policy_id": ["aws_organizations_policy.guard"], "target_id": [name]},
    )
    found = stated(scp(outside(EU_SIX)), to_root, account("a"))
    assert sources(found["aws_organizations_account.a"]) == set(EU_SIX)


def test_instances_of_a_policy_and_its_attachments_belong_together_by_their_keys():
    policies = [
        replace(scp(one), address=f'aws_organizations_policy.guard["{key}"]')
        for key, one in (("eu", outside(EU_SIX)), ("off", deny("bedrock:*")))
    ]
    ties = [attached(index=f'["{key}"]') for key in ("eu", "off")]
    found = stated(*policies, ties[0])
    assert found[policies[0].address].values["access"]["in_force"] is True
    assert found[policies[1].address].values["access"]["in_force"] is False
    found = stated(*policies, *ties)
    assert sources(found[policies[0].address]) == set()


def test_units_in_a_circle_end_somewhere():
    one = unit("aws_organizations_organizational_unit.a", "aws_organizations_organizational_unit.b")
    other = unit(
        "aws_organizations_organizational_unit.b", "aws_organizations_organizational_unit.a"
    )
    found = stated(
        scp(outside(EU_SIX)), attached(one.address), one, other, account("a", one.address)
    )
    assert calls(found["aws_organizations_account.a"], "unknown") != set()


def test_the_platform_is_asked_about_apart():
    found = first(scp(outside(EU_SIX)), attached())
    assert found.silent_on == {"platform_access"}
    wide = first(scp(outside(EU_SIX, "*")), attached())
    platform = wide.values["platform_access"]
    assert {one["source"] for one in platform["allowed"]} == set(EU_SIX)
    assert {tuple(one["destinations"]) for one in platform["allowed"]} == {("us",)}
    closed = first(scp(deny("aws-external-anthropic:*")), attached())
    assert closed.values["platform_access"]["allowed"] == []
    assert "access" in closed.silent_on


def test_a_policy_binds_its_own_partition():
    regions = ["us-gov-west-1"]
    content = {"content": policy(outside(regions))}
    gov = resource("aws_organizations_policy.guard", content, region="us-gov-west-1")
    found = first(gov, attached())
    assert sources(found) == {"us-gov-west-1"}
    assert "us-gov" in scopes(found)
    assert not any(name.startswith("us-gov") for name in sources(first(scp(outside(regions)))))


def tied(to, name="guard"):
    return resource(
        f"aws_organizations_policy_attachment.{name}_{to}",
        {"target_id": to},
        references={"policy_id": [f"aws_organizations_policy.{name}"]},
    )


def below(root, name="a"):
    return resource(f"aws_organizations_account.{name}", {"parent_id": root})


def test_two_roots_are_two_organisations():
    ours = ["us-east-1"]
    for roots in (("r-aaaa", "r-bbbb"), ("r-bbbb", "r-aaaa")):
        policies = scp(outside(ours), name="us"), scp(outside(EU_SIX), name="eu")
        ties = tied(roots[0], "us"), tied(roots[1], "eu")
        accounts = below(roots[0]), below(roots[1], "b")
        found = stated(*policies, *ties, *accounts)
        assert sources(found["aws_organizations_policy.us"]) == set(ours)
        assert sources(found["aws_organizations_policy.eu"]) == set(EU_SIX)
        assert sources(found["aws_organizations_account.a"]) == set(ours)
        assert sources(found["aws_organizations_account.b"]) == set(EU_SIX)


def test_an_account_in_one_organisation_is_not_bound_by_another():
    found = stated(scp(outside(EU_SIX)), tied("r-other"), below("r-abcd"))
    assert "us-east-1" in sources(found["aws_organizations_account.a"])


def test_a_root_by_reference_and_one_by_its_id_may_be_the_same():
    policies = scp(outside(["us-east-1"]), name="us"), scp(outside(EU_SIX), name="eu")
    found = stated(*policies, tied("r-abcd", "us"), attached(name="eu"))
    for name in ("us", "eu"):
        one = found[f"aws_organizations_policy.{name}"]
        assert calls(one) == set()
        assert reason(one) == Unknown(ReasonCode.OUTSIDE_INPUT, "r-abcd")
    assert sources(found["aws_organizations_policy.us"], kind="unknown") >= {"us-east-1"}
    assert sources(found["aws_organizations_policy.eu"], kind="unknown") >= set(EU_SIX)


def test_a_root_is_known_by_its_id_where_the_organisation_tells_it():
    here = resource(ROOT, {"roots": [{"id": "r-abcd", "name": "Root"}]})
    found = stated(scp(outside(EU_SIX)), tied("r-abcd"), account("a"), here)
    assert sources(found["aws_organizations_account.a"]) == set(EU_SIX)
    assert calls(found["aws_organizations_account.a"], "unknown") == set()
    told = resource(
        "aws_organizations_organizational_unit.u",
        {"parent_id": "r-abcd"},
        references={"parent_id": [ROOT]},
    )
    found = stated(scp(outside(EU_SIX)), tied("r-abcd"), account("a"), told)
    assert calls(found["aws_organizations_account.a"], "unknown") == set()


def test_an_account_of_which_no_parent_is_said_may_be_in_either_of_two_organisations():
    plain = resource("aws_organizations_account.a", {"name": "a"})
    found = stated(scp(outside(EU_SIX)), tied("r-aaaa"), below("r-bbbb", "b"), plain)
    listed = found["aws_organizations_account.a"]
    assert sources(listed) == set(EU_SIX)
    assert ("in-region", "us-east-1") in calls(listed, "unknown")
    assert reason(listed).code is ReasonCode.OUTSIDE_INPUT
