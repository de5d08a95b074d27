"""Policies that CloudFormation makes: held against nothing else, so what may grant is not known."""

import json

import pytest

from access_world import allow, policy, resource, stated
from compliance_toolkit.cli.main import main
from compliance_toolkit.models import ReasonCode, Unknown

STACK = "aws_cloudformation_stack.s"
SILENT = {"access", "platform_access"}
WIDE = json.loads(policy(allow("bedrock:InvokeModel")))
OTHER = json.loads(policy(allow("s3:*")))
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}}]}
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
READ = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"


def stack(kind, **properties):
    body = {"Resources": {"P": {"Type": kind, "Properties": properties}}}
    return resource(STACK, {"template_body": json.dumps(body)})


def told(given):
    (found,) = stated(given).values()
    assert "access" not in found.values
    return None if "access" in found.silent_on else found.unknown["/access"]


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("AWS::IAM::RolePolicy", {"PolicyDocument": WIDE}),
        ("AWS::IAM::Policy", {"PolicyDocument": {**WIDE, "Statement": [{"Fn::If": []}]}}),
        ("AWS::IAM::ManagedPolicy", {"PolicyDocument": WIDE}),
        ("AWS::IAM::Role", {"Policies": [{"PolicyDocument": OTHER}, {"PolicyDocument": WIDE}]}),
        ("AWS::IAM::Role", {"Policies": {"Fn::If": ["c", [{"PolicyDocument": WIDE}], []]}}),
        ("AWS::IAM::User", {"ManagedPolicyArns": [READ, ADMIN]}),
        ("AWS::IAM::Role", {"ManagedPolicyArns": [{"Ref": "Policy"}]}),
        ("AWS::IAM::Role", {"ManagedPolicyArns": {"Ref": "Policies"}}),
        ("AWS::SSO::PermissionSet", {"InlinePolicy": json.dumps(WIDE)}),
        ("AWS::IAM::Policy", {"PolicyDocument": {"Ref": "Document"}}),
        ("AWS::IAM::Role", {"Policies": [{"Fn::Transform": {"Name": "AWS::Include"}}]}),
        ("AWS::CloudFormation::Stack", {"TemplateURL": "https://example.com/t.json"}),
        ("AWS::Serverless::Application", {"Location": "https://example.com/t.json"}),
        ("AWS::Serverless::Function", {"Policies": [OTHER, WIDE]}),
        ("AWS::Serverless::Function", {"Policies": "AmazonBedrockFullAccess"}),
        ("AWS::Serverless::Function", {"Policies": [{"SomethingPolicy": {}}]}),
        ("AWS::Serverless::StateMachine", {"Policies": [ADMIN]}),
        ("Firm::Team::Access::MODULE", {}),
    ],
)
def test_what_may_grant_a_call_inside_of_a_template_is_not_known(kind, properties):
    why = Unknown(ReasonCode.UNKNOWN_VALUE, f"{kind}: inside of a template")
    assert told(stack(kind, **properties)) == why


@pytest.mark.parametrize(
    ("kind", "properties"),
    [
        ("AWS::IAM::RolePolicy", {"PolicyDocument": OTHER}),
        ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST, "ManagedPolicyArns": [READ]}),
        ("AWS::S3::BucketPolicy", {"PolicyDocument": WIDE}),
        ("AWS::IAM::Role", {"Policies": {"Ref": "AWS::NoValue"}}),
        ("AWS::Serverless::Function", {"Policies": [OTHER, READ, "AWSLambdaRole"]}),
        ("AWS::Serverless::Function", {"Handler": "index.handler"}),
    ],
)
def test_what_grants_no_call_inside_of_a_template_is_about_something_else(kind, properties):
    assert told(stack(kind, **properties)) is None
    (found,) = stated(stack(kind, **properties)).values()
    assert found.silent_on == SILENT


def test_a_template_in_yaml_is_read():
    body = """
        Resources:
          P:
            Type: AWS::IAM::RolePolicy
            Properties:
              RoleName: !Ref Role
              PolicyDocument:
                Version: "2012-10-17"
                Statement:
                  - Effect: Allow
                    Action: ACTION
                    Resource: !Sub "arn:aws:bedrock:us-east-1::foundation-model/*"
    """

    def given(action):
        return resource(STACK, {"template_body": body.replace("ACTION", action)})

    assert told(given("bedrock:InvokeModel")) is not None
    assert told(given("s3:GetObject")) is None


def test_a_part_of_a_template_that_is_lost_may_grant():
    lost = Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.policy")
    document = {"Resources": {"P": {"Type": "AWS::IAM::RolePolicy", "Properties": {}}}}
    unknown = {
        "/template_body": lost,
        "/document/Resources/P/Properties/PolicyDocument": lost,
    }
    assert told(resource(STACK, {"document": document}, unknown)) is not None
    name = {"/template_body": lost, "/document/Resources/P/Properties/RoleName": lost}
    assert told(resource(STACK, {"document": document}, name)) is None


def test_users_and_groups_of_awscc_hold_policies():
    inner = [{"policy_name": "p", "policy_document": json.dumps(WIDE)}]
    for kind in ("user", "group"):
        address = f"awscc_iam_{kind}.x"
        assert told(resource(address, {"policies": inner})) is not None
        assert told(resource(address, {"managed_policy_arns": [ADMIN]})) is not None
        assert told(resource(address, {"policies": None, "managed_policy_arns": [READ]})) is None
        late = {"/managed_policy_arns": Unknown(ReasonCode.KNOWN_AFTER_APPLY)}
        assert told(resource(address, unknown=late, set_values=True)) is None
        named = {"/policies": Unknown(ReasonCode.VARIABLE_WITHOUT_DEFAULT, "var.p")}
        assert told(resource(address, unknown=named)) is not None


def test_a_resource_of_cloud_control_is_one_by_its_type():
    def given(kind, state):
        values = {"type_name": kind, "desired_state": json.dumps(state)}
        return resource("aws_cloudcontrolapi_resource.x", values)

    assert told(given("AWS::IAM::RolePolicy", {"PolicyDocument": WIDE})) is not None
    assert told(given("AWS::IAM::RolePolicy", {"PolicyDocument": OTHER})) is None
    assert told(given("AWS::S3::BucketPolicy", {"PolicyDocument": WIDE})) is None


def test_a_grant_inside_of_a_template_is_not_known_by_the_real_command(tmp_path, capsys):
    body = json.dumps(
        {
            "Resources": {
                "P": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": [ADMIN]}}
            }
        }
    )
    (tmp_path / "main.tf").write_text(f"""
        provider "aws" {{ region = "eu-central-1" }}
        resource "aws_cloudformation_stack" "s" {{
          name          = "s"
          template_body = jsonencode({body})
        }}""")
    assert main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "json"]) == 1
    found = {
        one["check"]: one["verdict"]
        for one in json.loads(capsys.readouterr().out)["findings"]
        if one["resource"]["address"] == STACK
    }
    assert found["RES-012"] == found["RES-013"] == "unknown"


GRANTING = {"Type": "AWS::IAM::Policy", "Properties": {"PolicyDocument": WIDE}}
INCLUDE = {"Name": "AWS::Include", "Parameters": {"Location": "s3://b/x.yaml"}}


@pytest.mark.parametrize(
    ("template", "kind"),
    [
        ({"Resources": {"Fn::ForEach::All": ["N", ["a"], {"P": GRANTING}]}}, "AWS::IAM::Policy"),
        ({"Resources": {"Fn::Transform": INCLUDE}}, "Fn::Transform"),
        ({"Resources": {"P": {"Fn::Transform": INCLUDE}}}, "Fn::Transform"),
        ({"Resources": {"Transform": INCLUDE}}, "Fn::Transform"),
        ({"Resources": {}, "Fn::Transform": INCLUDE}, "Fn::Transform"),
        ({"Resources": {}, "Transform": INCLUDE}, "Transform"),
        ({"Resources": {}, "Transform": ["AWS::Serverless-2016-10-31", "Own"]}, "Own"),
    ],
)
def test_what_a_template_includes_or_repeats_may_grant(template, kind):
    why = Unknown(ReasonCode.UNKNOWN_VALUE, f"{kind}: inside of a template")
    assert told(resource(STACK, {"template_body": json.dumps(template)})) == why


def test_a_known_transform_grants_nothing():
    for name in ("AWS::Serverless-2016-10-31", ["AWS::LanguageExtensions"]):
        template = {"Transform": name, "Resources": {"B": {"Type": "AWS::S3::Bucket"}}}
        assert told(resource(STACK, {"template_body": json.dumps(template)})) is None


@pytest.mark.parametrize(
    "template",
    [
        "var.lost",
        "jsonencode({ Resources = var.lost })",
        "jsonencode({ Resources = { R = var.lost } })",
        "jsonencode({ Resources = { R = { Type = var.lost } } })",
        'jsonencode({ Resources = { R = { Type = "AWS::IAM::Role", Properties = var.lost } } })',
        'jsonencode({ Resources = { "Fn::ForEach::R" = var.lost } })',
    ],
)
def test_a_template_that_is_lost_in_whole_or_in_part_may_grant(tmp_path, capsys, template):
    written = f"""
        variable "lost" {{}}
        resource "aws_cloudformation_stack" "a" {{
          region        = "eu-west-1"
          template_body = {template}
        }}
    """
    (tmp_path / "main.tf").write_text(written)
    assert main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert ("RES-012", "unknown") in {(one["check"], one["verdict"]) for one in findings}


def test_what_is_lost_of_a_queue_grants_nothing(tmp_path, capsys):
    template = (
        'jsonencode({ Resources = { Q = { Type = "AWS::SQS::Queue", Properties = var.x } } })'
    )
    stack = f'resource "aws_cloudformation_stack" "a" {{\n  template_body = {template}\n'
    (tmp_path / "main.tf").write_text(f'variable "x" {{}}\n{stack}  region = "eu-west-1"\n}}\n')
    main(["check", str(tmp_path), "--jurisdiction", "eu", "--format", "json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert not {"RES-012", "RES-013"} & {one["check"] for one in findings}
