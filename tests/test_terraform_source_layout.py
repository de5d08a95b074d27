"""Which files count, and what they say together: JSON, overrides, OpenTofu's own, downloads."""

from __future__ import annotations

import json

import pytest

from terraform_files import PROVIDER, addresses, by_address, messages, only, read, unknown, write


def bucket(name: str, **values: str) -> str:
    body = "".join(f'  {key} = "{value}"\n' for key, value in values.items())
    return f'resource "aws_s3_bucket" "{name}" {{\n{body}}}\n'


class TestJson:
    def test_a_resource_in_json_is_one_on_its_line(self, tmp_path):
        document = (
            '{"provider": {"aws": {"region": "eu-west-3"}},\n "resource": {\n'
            '  "aws_s3_bucket": {\n   "b": {"bucket": "acme-${1 + 1}",\n'
            '    "tags": {"a": "b"}, "rule": [{"id": 1}, {"id": 2}], "depends_on": ["null.x"]}}}}'
        )
        resource = only(read(tmp_path, files={"x.tf.json": document}))
        assert resource.region == "eu-west-3"
        assert resource.values == {
            "bucket": "acme-2",
            "tags": {"a": "b"},
            "rule": [{"id": 1}, {"id": 2}],
        }
        assert (resource.location.file, resource.location.line) == ("infra/x.tf.json", 4)

    def test_an_object_that_may_be_a_block_or_a_value_is_not_known(self, tmp_path):
        document = {"resource": {"a": {"b": {"thing": {"x": 1}, "y": 2}}}}
        resource = only(read(tmp_path, files={"x.tf.json": json.dumps(document)}))
        assert resource.values == {"y": 2}
        assert resource.unknown == {"/thing": unknown("function-not-evaluated", "thing")}

    def test_dynamic_blocks_and_what_is_ignored(self, tmp_path):
        inner = {"for_each": ["p", "q"], "content": {"v": "${rule.value}"}}
        body = {"dynamic": {"rule": inner}, "lifecycle": {"ignore_changes": ["w"]}, "w": 1}
        document = {"resource": {"a": {"b": body}}}
        resource = only(read(tmp_path, files={"x.tf.json": json.dumps(document)}))
        assert resource.values == {"rule": [{"v": "p"}, {"v": "q"}]}
        assert resource.unknown == {"/w": unknown("known-after-apply", "lifecycle.ignore_changes")}

    @pytest.mark.parametrize(
        ("each", "keys"),
        [
            ({"x": "1", "y": "2"}, ['a.b["x"]', 'a.b["y"]']),
            ({}, []),
            ({"${var.late}": "1"}, ["a.b[*]"]),
            ("${var.late}", ["a.b[*]"]),
            ([{"x": 1}], ["a.b[*]"]),
        ],
    )
    def test_what_a_resource_is_made_for_is_a_value(self, tmp_path, each, keys):
        body = {"for_each": each, "v": "${each.value}"}
        document = {"resource": {"a": {"b": body}}, "variable": {"late": {}}}
        audited = read(tmp_path, files={"x.tf.json": json.dumps(document)})
        assert (messages(audited), addresses(audited)) == ([], keys)
        told = [one.values.get("v") for one in audited.resources]
        assert told == ([None] if keys == ["a.b[*]"] else [*each.values()])

    def test_blocks_are_made_of_objects(self, tmp_path):
        inner = {"for_each": [{"k": 1}, {"k": 2}], "content": {"v": "${rule.value.k}"}}
        document = {"resource": {"a": {"b": {"dynamic": {"rule": inner}}}}}
        resource = only(read(tmp_path, files={"x.tf.json": json.dumps(document)}))
        assert resource.values == {"rule": [{"v": 1}, {"v": 2}]}

    def test_a_provider_and_a_module_are_named_by_their_words(self, tmp_path):
        document = {
            "provider": {"aws": [{"region": "eu-west-1"}, {"alias": "us", "region": "us-east-1"}]},
            "resource": {"aws_s3_bucket": {"b": {"provider": "aws.us"}}},
            "module": {"m": {"source": "./m", "providers": {"aws": "aws.us"}}},
        }
        audited = read(
            tmp_path, files={"x.tf.json": json.dumps(document), "m/main.tf": bucket("c")}
        )
        assert [r.region for r in audited.resources] == ["us-east-1", "us-east-1"]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "a syntax error"),
            ("{", "a syntax error"),
            ("{} {}", "a syntax error"),
            ('{"a" 1}', "a syntax error"),
            ('{"resource": {"a": {"b": {"c": NaN}}}}', "a syntax error"),
            ('{"resource": {"a": {"b": {"c": "\\ud800"}}}}', "an escape names half a surrogate"),
            ('{"resource": 5}', "an object is expected here"),
            ('{"resourc": {}}', "there is no block type `resourc`"),
            ('{"resource": {"a": {"b": {"c": 1, "c": 2}}}}', "`c` is given twice"),
            ('{"resource": {"a": {"b": {"c": "${"}}}}', "a syntax error"),
            (
                '{"resource": {"a": {"b": {"count": ' + "[" * 5000 + "]" * 5000 + "}}}}",
                "code is nested",
            ),
        ],
    )
    def test_what_terraform_would_not_read_is_a_problem(self, tmp_path, text, message):
        audited = read(tmp_path, bucket("good"), files={"x.tf.json": text})
        assert [p.message.startswith(message) for p in audited.problems] == [True]
        assert "aws_s3_bucket.good" in addresses(audited)


class TestOverrides:
    def test_an_argument_is_changed_and_blocks_of_a_kind_are_changed_together(self, tmp_path):
        main = (
            'resource "a" "b" {\n  x = 1\n  y = 1\n  rule {\n    id = 1\n  }\n  rule {\n'
            "    id = 2\n  }\n  other {}\n  lifecycle {\n    ignore_changes = [y]\n  }\n}\n"
        )
        over = 'resource "a" "b" {\n  x = 2\n  rule {\n    id = 3\n  }\n}\n'
        resource = only(read(tmp_path, main, files={"x_override.tf": over}))
        assert resource.values == {"x": 2, "rule": [{"id": 3}], "other": [{}]}
        assert list(resource.unknown) == ["/y"]
        assert resource.location.file == "infra/main.tf"

    def test_a_region_that_an_override_sets_is_the_region(self, tmp_path):
        over = 'provider "aws" {\n  region = "us-east-1"\n}\n'
        resource = only(read(tmp_path, PROVIDER + bucket("b"), files={"override.tf": over}))
        assert resource.region == "us-east-1"

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (bucket("c"), "there is no resource `aws_s3_bucket.c` to override"),
            ("locals {\n  x = 1\n}\n", "there is no local value `x` to override"),
            ("moved {\n  from = a.b\n  to = a.c\n}\n", "a `moved` block cannot override another"),
        ],
    )
    def test_what_overrides_nothing_is_a_problem(self, tmp_path, text, message):
        audited = read(tmp_path, bucket("b"), files={"x_override.tf": text})
        assert [p.message for p in audited.problems] == [message]


class TestOpenTofu:
    def test_its_files_are_read(self, tmp_path):
        audited = read(tmp_path, bucket("a"), files={"x.tofu": bucket("b"), "y.tofu.json": "{}"})
        assert addresses(audited) == ["aws_s3_bucket.a", "aws_s3_bucket.b"]

    def test_a_file_that_it_reads_instead_of_terraforms_leaves_that_one_open(self, tmp_path):
        files = {"x.tf": bucket("a", region="eu-west-1"), "x.tofu": bucket("a", region="eu-west-2")}
        audited = read(tmp_path, files=files)
        assert by_address(audited, "aws_s3_bucket.a").region == "eu-west-2"
        why = unknown("outside-input", "infra/x.tf, which OpenTofu passes over")
        assert audited.unresolved == (("infra/x.tf", why),)
        assert by_address(audited, "infra/x.tf").region == why


def manifest(*entries: tuple[str, str, str | None, str]) -> str:
    modules = [
        {"Key": key, "Source": source, "Dir": place, **({"Version": version} if version else {})}
        for key, source, version, place in entries
    ]
    return json.dumps({"Modules": [{"Key": "", "Source": "", "Dir": "."}, *modules]})


def call(source: str, version: str | None = None, name: str = "m") -> str:
    written = f'  version = "{version}"\n' if version else ""
    return f'module "{name}" {{\n  source = "{source}"\n{written}}}\n'


VPC = "registry.terraform.io/acme/vpc/aws"
PLACE = ".terraform/modules/m"


class TestDownloads:
    @pytest.mark.parametrize(
        ("source", "version", "entry"),
        [
            ("acme/vpc/aws", "1.2.3", (VPC, "1.2.3")),
            ("acme/vpc/aws", None, (VPC, "1.2.3")),
            ("acme/vpc/aws", "~> 1.2", (VPC, "1.9.0")),
            ("acme/vpc/aws", "~> 1.2.0", (VPC, "1.2.9")),
            ("acme/vpc/aws", ">= 1, != 1.3.0, < 2.0", (VPC, "1.4")),
            ("acme/vpc/aws//modules/x", None, (f"{VPC}//modules/x", "1.0.0")),
            ("app.terraform.io/acme/vpc/aws", "1.0.0", ("app.terraform.io/acme/vpc/aws", "1.0.0")),
            ("git::https://x/y.git?ref=v1", None, ("git::https://x/y.git?ref=v1", None)),
            (
                "github.com/o/r//sub?ref=v1",
                None,
                ("git::https://github.com/o/r.git//sub?ref=v1", None),
            ),
        ],
    )
    def test_a_module_that_was_downloaded_is_read(self, tmp_path, source, version, entry):
        files = {
            ".terraform/modules/modules.json": manifest(("m", *entry, PLACE)),
            f"{PLACE}/main.tf": bucket("b") + call("./inner", name="i"),
            f"{PLACE}/inner/main.tf": bucket("c", bucket="${path.module}"),
        }
        audited = read(tmp_path, PROVIDER + call(source, version), files=files)
        assert audited.problems == ()
        assert addresses(audited) == [
            "module.m.aws_s3_bucket.b",
            "module.m.module.i.aws_s3_bucket.c",
        ]
        assert {r.region for r in audited.resources} == {"eu-central-1"}
        assert audited.resources[1].values["bucket"] == f"{PLACE}/inner"

    @pytest.mark.parametrize(
        ("source", "version", "entry"),
        [
            ("acme/vpc/aws", "1.2.4", (VPC, "1.2.3")),
            ("acme/vpc/aws", "~> 1.2.0", (VPC, "1.3.0")),
            ("acme/vpc/aws", "~> 2.0", (VPC, "1.9.0")),
            ("acme/vpc/aws", "> 1.0, < 1.0", (VPC, "1.0.0")),
            ("acme/vpc/aws", "1.2.3", (VPC, None)),
            ("acme/vpc/aws", ">= 1.0", (VPC, "1.2.3-beta")),
            ("acme/vpc/aws", "latest", (VPC, "1.2.3")),
            ("acme/vpc/aws", None, ("registry.terraform.io/other/vpc/aws", "1.2.3")),
            ("git::https://x/y.git?ref=v2", None, ("git::https://x/y.git?ref=v1", None)),
        ],
    )
    def test_an_entry_that_no_longer_matches_counts_as_not_read(
        self, tmp_path, source, version, entry
    ):
        files = {
            ".terraform/modules/modules.json": manifest(("m", *entry, PLACE)),
            f"{PLACE}/main.tf": bucket("b"),
        }
        audited = read(tmp_path, PROVIDER + call(source, version), files=files)
        stale = f"{source}, downloaded from another source or in another version"
        assert audited.unresolved == (("module.m", unknown("remote-module", stale)),)

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"Modules": 5}', '{"Modules": [5, {}]}'])
    def test_a_manifest_of_another_form_downloads_nothing(self, tmp_path, text):
        files = {".terraform/modules/modules.json": text, f"{PLACE}/main.tf": bucket("b")}
        audited = read(tmp_path, PROVIDER + call("acme/vpc/aws"), files=files)
        assert [address for address, _ in audited.unresolved] == ["module.m"]

    @pytest.mark.parametrize("place", ["../outside", "/etc", "."])
    def test_a_download_outside_of_the_root_or_in_a_circle_is_not_read(self, tmp_path, place):
        files = {".terraform/modules/modules.json": manifest(("m", VPC, None, place))}
        write(tmp_path, {"outside/main.tf": bucket("secret")})
        audited = read(tmp_path / "infra", PROVIDER + call("acme/vpc/aws"), files=files)
        assert [r.type for r in audited.resources] == ["module"]

    def test_calls_within_calls_are_found_by_their_names(self, tmp_path):
        inner = ("m.deep", "registry.terraform.io/acme/deep/aws", "1.0.0", ".terraform/modules/d")
        files = {
            ".terraform/modules/modules.json": manifest(("m", VPC, "1.0.0", PLACE), inner),
            f"{PLACE}/main.tf": call("acme/deep/aws", name="deep"),
            ".terraform/modules/d/main.tf": bucket("b"),
        }
        main = call("acme/vpc/aws").replace("}\n", '  for_each = toset(["x"])\n}\n')
        audited = read(tmp_path, PROVIDER + main, files=files)
        assert addresses(audited) == ['module.m["x"].module.deep.aws_s3_bucket.b']


class TestBlocksThatMakeNothing:
    def test_moves_imports_and_checks_are_read_over(self, tmp_path):
        audited = read(
            tmp_path,
            bucket("b")
            + "moved {\n  from = aws_s3_bucket.a\n  to   = aws_s3_bucket.b\n}\n"
            + 'import {\n  to = aws_s3_bucket.b\n  id = "x"\n}\n'
            + 'check "c" {\n  data "aws_region" "d" {}\n  assert {\n    condition = true\n  }\n}\n'
            + 'ephemeral "random_password" "p" {}\n',
        )
        assert messages(audited) == []
        assert addresses(audited) == ["aws_s3_bucket.b"]
