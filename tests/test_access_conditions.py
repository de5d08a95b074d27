"""Condition operators, as AWS's reference describes them; its examples, in our own words."""

import pytest

from access_world import allow, grants, ruled
from compliance_toolkit.terraform.access.operators import OPERATORS
from compliance_toolkit.terraform.access.rulings import Ruling
from compliance_toolkit.terraform.access.truth import Truth

TEAM = "aws:PrincipalTag/Team"

HELD = [
    ("StringEquals", "red", "red", True),
    ("StringEquals", "red", "Red", False),
    ("StringEquals", "r*", "red", False),
    ("StringNotEquals", "red", "red", False),
    ("StringNotEquals", "red", "blue", True),
    ("StringEqualsIgnoreCase", "RED", "red", True),
    ("StringNotEqualsIgnoreCase", "RED", "red", False),
    ("StringLike", "r?d*", "red-team", True),
    ("StringLike", "r?d", "red-team", False),
    ("StringLike", "*", "", True),
    ("StringNotLike", "r*", "red", False),
    ("NumericEquals", "3600", "3600.0", True),
    ("NumericNotEquals", "3600", "3601", True),
    ("NumericLessThan", "3600", "3599", True),
    ("NumericLessThan", "3600", "3600", False),
    ("NumericLessThanEquals", "3600", "3600", True),
    ("NumericGreaterThan", "10", "9", False),
    ("NumericGreaterThanEquals", "10", "10", True),
    ("NumericEquals", "10", "ten", None),
    ("DateEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", True),
    ("DateNotEquals", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", False),
    ("DateLessThan", "2026-06-30T23:59:59Z", "2026-05-01T00:00:00+02:00", True),
    ("DateLessThanEquals", "2026-06-30", "2026-06-30T00:00:00Z", True),
    ("DateGreaterThan", "2026", "2025-12-31T23:59:59Z", False),
    ("DateGreaterThanEquals", "1767225600", "2026-01-01T00:00:00Z", True),
    ("DateGreaterThan", "soon", "2026-01-01T00:00:00Z", None),
    ("Bool", "true", "True", True),
    ("Bool", "false", "true", False),
    ("Bool", "yes", "true", None),
    ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", True),
    ("BinaryEquals", "QmluYXJ5", "QmluYXJZ", False),
    ("BinaryEquals", "%", "QmluYXJ5", None),
    ("IpAddress", "203.0.113.0/24", "203.0.113.7", True),
    ("IpAddress", "203.0.113.0/24", "198.51.100.7", False),
    ("IpAddress", "2001:db8::/32", "2001:db8::1", True),
    ("IpAddress", "2001:db8::/32", "203.0.113.7", False),
    ("NotIpAddress", "203.0.113.0/24", "198.51.100.7", True),
    ("IpAddress", "home", "198.51.100.7", None),
    (
        "ArnEquals",
        "arn:aws:sns:*:111122223333:topic-?",
        "arn:aws:sns:eu-west-1:111122223333:topic-1",
        True,
    ),
    ("ArnLike", "arn:aws:sns:eu-*:*:t", "arn:aws:sns:us-east-1:1:t", False),
    ("ArnNotEquals", "arn:aws:sns:*:*:t", "arn:aws:sns:us-east-1:1:t", False),
    ("ArnNotLike", "arn:aws:sns:eu-*:*:t", "arn:aws:sns:us-east-1:1:t", True),
    ("ArnLike", "arn:aws:sns:*", "arn:aws:sns:us-east-1:1:t", None),
    ("NoSuchOperator", "x", "x", None),
]


@pytest.mark.parametrize(("operator", "stated", "asked", "holds"), HELD)
def test_an_operator_compares_as_its_reference_says(operator, stated, asked, holds):
    assert grants({operator: {"x:Key": stated}}, **{"x:Key": asked}) is holds


def test_every_operator_is_tried():
    assert {name.lower() for name, *_ in HELD} > OPERATORS.keys()


def test_names_of_operators_and_keys_have_no_case():
    assert grants({"stringequals": {"AWS:PRINCIPALTAG/team": "red"}}, **{TEAM: "red"}) is True


def test_values_of_a_key_are_alternatives_and_keys_are_all_needed():
    """The page's example: (finance or hr or legal) and (audit or security)."""
    both = {
        "StringEquals": {
            "aws:PrincipalTag/department": ["finance", "hr", "legal"],
            "aws:PrincipalTag/role": ["audit", "security"],
        }
    }
    department, role = "aws:PrincipalTag/department", "aws:PrincipalTag/role"
    assert grants(both, **{department: "hr", role: "audit"}) is True
    assert grants(both, **{department: "hr", role: "sales"}) is False
    assert grants(both, **{department: "hr"}) is False


def test_several_operators_are_all_needed():
    given = {"StringEquals": {TEAM: "red"}, "IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
    assert grants(given, **{TEAM: "red", "aws:SourceIp": "203.0.113.9"}) is True
    assert grants(given, **{TEAM: "red", "aws:SourceIp": "198.51.100.9"}) is False


@pytest.mark.parametrize(
    ("operator", "holds"),
    [
        ("StringEquals", False),
        ("StringNotEquals", True),
        ("StringLike", False),
        ("StringNotLike", True),
        ("ArnNotLike", True),
        ("NotIpAddress", True),
        ("NumericNotEquals", True),
        ("DateNotEquals", True),
        ("StringEqualsIfExists", True),
        ("BoolIfExists", True),
        ("StringNotEqualsIfExists", True),
        ("ForAllValues:StringEquals", True),
        ("ForAllValues:StringNotEquals", True),
        ("ForAllValues:StringLikeIfExists", True),
        ("ForAnyValue:StringEquals", False),
        ("ForAnyValue:StringNotEquals", False),
        ("ForAnyValue:StringEqualsIfExists", None),
    ],
)
def test_a_key_that_is_absent(operator, holds):
    assert grants({operator: {"x:Key": "true"}}) is holds


def test_if_exists_looks_at_a_key_that_is_there():
    """The page's example of instance types: other resources have no such key."""
    given = {"StringLikeIfExists": {"ec2:InstanceType": ["t1.*", "t2.*", "m3.*"]}}
    assert grants(given) is True
    assert grants(given, **{"ec2:InstanceType": "t2.micro"}) is True
    assert grants(given, **{"ec2:InstanceType": "p4.large"}) is False


@pytest.mark.parametrize(
    ("operator", "asked", "holds"),
    [
        ("ForAllValues:StringEquals", ("ID", "Message"), True),
        ("ForAllValues:StringEquals", ("ID", "Secret"), False),
        ("ForAnyValue:StringEquals", ("ID", "Secret"), True),
        ("ForAnyValue:StringEquals", ("Secret",), False),
        ("ForAllValues:StringNotEquals", ("Secret", "Other"), True),
        ("ForAllValues:StringNotEquals", ("Secret", "ID"), False),
        ("ForAnyValue:StringNotEquals", ("Secret", "ID"), True),
        ("ForAnyValue:StringNotEquals", ("ID", "Tags"), False),
        ("StringEquals", ("Secret", "ID"), True),
        ("StringNotEquals", ("Secret", "ID"), False),
    ],
)
def test_a_key_with_several_values(operator, asked, holds):
    """The page's example of attributes that may be read from a table."""
    listed = ["ID", "Message", "Tags"]
    given = {operator: {"dynamodb:Attributes": listed}}
    assert grants(given, **{"dynamodb:Attributes": asked}) is holds


@pytest.mark.parametrize(
    ("stated", "there", "holds"),
    [
        ("true", False, True),
        ("true", True, False),
        ("false", True, True),
        ("false", False, False),
        ("maybe", True, None),
    ],
)
def test_null_asks_whether_a_key_is_there(stated, there, holds):
    keys = {"aws:TokenIssueTime": "2026-01-01T00:00:00Z"} if there else {}
    assert grants({"Null": {"aws:TokenIssueTime": stated}}, **keys) is holds


@pytest.mark.parametrize("operator", ["ForAnyValue:Null", "NullIfExists", "ForSome:StringLike"])
def test_a_qualifier_that_there_is_not_is_not_known(operator):
    assert grants({operator: {"x:Key": "true"}}, **{"x:Key": "true"}) is None


def test_numbers_and_bools_of_json_are_read_as_their_words():
    assert grants({"Bool": {"aws:SecureTransport": True}}, **{"aws:SecureTransport": "true"})
    assert grants({"NumericLessThan": {"s3:max-keys": 10}}, **{"s3:max-keys": "9"})


@pytest.mark.parametrize("values", [[], {"a": "b"}, [None], [["x"]], None])
def test_values_that_aws_refuses_are_not_known(values):
    assert grants({"StringEquals": {"x:Key": values}}, **{"x:Key": "true"}) is None


def test_a_value_that_is_not_known_is_not_known():
    assert grants({"StringEquals": {"x:Key": "a"}}, **{"x:Key": Truth.UNKNOWN}) is None
    assert grants({"Null": {"x:Key": "true"}}, **{"x:Key": Truth.UNKNOWN}) is None


def own(text, version="2012-10-17"):
    statement = allow("s3:*", f"arn:aws:s3:::b/{text}/*")
    return {"Version": version, "Statement": [statement]}


def test_a_variable_stands_for_the_value_of_a_key():
    given = own("${aws:username}")
    assert ruled(given, on="arn:aws:s3:::b/ann/k", **{"aws:username": "ann"}) is Ruling.ALLOWED
    assert ruled(given, on="arn:aws:s3:::b/bob/k", **{"aws:username": "ann"}) is Ruling.UNGRANTED


def test_a_variable_in_a_condition_is_compared_as_it_stands():
    given = {"StringLike": {"s3:prefix": ["${aws:username}/*"]}}
    assert grants(given, **{"s3:prefix": "ann/x", "aws:username": "ann"}) is True
    assert grants(given, **{"s3:prefix": "ann/x", "aws:username": "*"}) is False


def test_a_variable_without_a_value_takes_its_default():
    given = own("${aws:PrincipalTag/team, 'company-wide'}")
    everyone = "arn:aws:s3:::b/company-wide/k"
    assert ruled(given, on=everyone) is Ruling.ALLOWED
    assert ruled(given, on=everyone, **{"aws:PrincipalTag/team": "red"}) is Ruling.UNGRANTED


@pytest.mark.parametrize("value", [Truth.UNKNOWN, Truth.FREE, (), ("a", "b")])
def test_a_variable_whose_value_is_not_known_is_not_known(value):
    given = own("${aws:username}")
    assert ruled(given, on="arn:aws:s3:::b/ann/k", **{"aws:username": value}) is Ruling.UNKNOWN


def test_a_variable_can_stand_for_a_character_that_is_a_wildcard_elsewhere():
    assert ruled(own("${*}"), on="arn:aws:s3:::b/*/k") is Ruling.ALLOWED
    assert ruled(own("${*}"), on="arn:aws:s3:::b/x/k") is Ruling.UNGRANTED
    assert ruled(own("${$}"), on="arn:aws:s3:::b/$/k") is Ruling.ALLOWED
    assert ruled(own("${?}"), on="arn:aws:s3:::b/?/k") is Ruling.ALLOWED


def test_before_version_2012_a_variable_is_text():
    given = own("${aws:username}", version="2008-10-17")
    assert ruled(given, on="arn:aws:s3:::b/ann/k", **{"aws:username": "ann"}) is Ruling.UNGRANTED
    assert ruled(given, on="arn:aws:s3:::b/${aws:username}/k") is Ruling.ALLOWED
