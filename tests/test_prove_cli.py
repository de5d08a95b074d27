"""`compliance prove`, and that what it prints shows the same again."""

import io
import json
import re
import shlex

import pytest
from jsonschema import Draft202012Validator

from compliance_toolkit.cli.main import main
from compliance_toolkit.cli.progress import Bar
from compliance_toolkit.report.proof import render_text
from proofs import DEPLOYMENTS, ROOT, planted, small_policies, without_rules

DAY = "2026-11-25"
VALIDATOR = Draft202012Validator(json.loads((ROOT / "schemas" / "proof.json").read_text()))


@pytest.fixture(scope="module")
def policies(tmp_path_factory):
    return small_policies(tmp_path_factory.mktemp("law"))


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    file = tmp_path_factory.mktemp("project") / "compliance.yaml"
    file.write_text(json.dumps(project()))
    return file


@pytest.fixture
def faulty(tmp_path):
    """A law that knows no rule on where inference may be."""
    root = small_policies(tmp_path)
    planted(root, without_rules("RES-101", "RES-102"))
    return root


def project(**changes):
    tenants = {"acme": {"jurisdictions": ["eu"], "regimes": ["gdpr"]}}
    some = {name: DEPLOYMENTS[name] for name in ("bedrock-eu", "claude-us")}
    whole = {"version": 1, "organization": "acme", "deployments": some, "tenants": tenants}
    return whole | changes


def prove(config, policies, *more):
    given = ["--config", str(config), "--policies", str(policies), "--at", DAY, "--jobs", "1"]
    return main(["prove", *given, *more])


def test_the_law_is_proven_and_the_bound_is_told_before(config, policies, capsys):
    assert prove(config, policies) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("proven: 21 invariants hold in ")
    assert "counter-example" not in printed.out
    assert printed.out.count("  holds ") == 21
    cases = r"bound: [\d,]+ cases, each over 2 deployments: .+ = [\d,]+"
    varied = "(?:, over deployments that also stand without each attestation)?"
    assert re.fullmatch(rf"{cases}{varied}, the rest in \d+ smaller blocks\n", printed.err)
    assert "\n  the law: 6 jurisdictions × 16 sets of regimes × " in printed.out
    assert printed.err.count("\n") == 1


def test_json_has_the_shape_of_its_schema_and_processes_find_what_one_finds(
    config, policies, capsys
):
    assert prove(config, policies, "--format", "json") == 0
    alone = capsys.readouterr().out
    document = json.loads(alone)
    assert list(VALIDATOR.iter_errors(document)) == []
    assert document["outcome"] == "proven"
    assert document["cases"] == sum(block["cases"] for block in document["space"]) > 1000
    assert all(one["broken"] == 0 for one in document["invariants"])
    assert prove(config, policies, "--format", "json", "--jobs", "2") == 0
    assert capsys.readouterr().out == alone


def replays(text):
    """The commands that a proof prints, with what each says that it comes to."""
    lines = text.splitlines()
    places = [n for n, line in enumerate(lines) if line.startswith("  replay: ")]
    return [(lines[n].removeprefix("  replay: "), lines[n + 1].strip()) for n in places]


def replay(command, prints, capsys):
    """Run a command that replays a case, and have it come to what was said."""
    program, *arguments = shlex.split(command)
    assert program == "compliance"
    code = main(arguments)
    printed = capsys.readouterr()
    assert code == {"resolved": 0, "denied": 1, "error:": 3}[prints.split()[0]]
    if code == 3:
        assert printed.err.splitlines()[0] == prints
    for name in prints.removeprefix("resolved ").split(", ") if code == 0 else ():
        assert name in printed.out
    return printed.out


def test_each_counter_example_is_replayed_by_the_command_that_is_printed_with_it(
    config, faulty, tmp_path, capsys
):
    file = tmp_path / "replay.yaml"
    assert prove(config, faulty, "--counterexample", str(file)) == 1
    text = capsys.readouterr().out
    assert text.startswith("refuted: ")
    assert "--counterexample" not in text
    shown = [part.partition("\n\n")[0] for part in text.split("\ncounter-example ")[1:]]
    assert len(shown) > 2
    tenants = set()
    for number, part in enumerate(shown, 1):
        concerned = re.search(r"(?m)^  over: ([\w-]+)", part)
        assert concerned is not None
        commands = replays(part)
        assert f"--tenant counterexample-{number} " in commands[0][0]
        for command, prints in commands:
            out = replay(command, prints, capsys)
            assert concerned[1] in prints + out
            tenants |= set(re.findall(r"--tenant (\S+)", command))
    assert set(json.loads(file.read_text())["tenants"]) == tenants


def test_json_carries_the_project_that_replays_every_counter_example(
    config, faulty, tmp_path, capsys
):
    assert prove(config, faulty, "--format", "json") == 1
    document = json.loads(capsys.readouterr().out)
    assert list(VALIDATOR.iter_errors(document)) == []
    assert document["replay"]["file"] is None
    file = tmp_path / "replay.yaml"
    file.write_text(json.dumps(document["replay"]["project"]))
    for one in document["counterexamples"]:
        assert one["project"] is None
        for command in one["commands"]:
            replay(command["command"].replace("FILE", str(file)), command["prints"], capsys)
    text = render_text(document)
    assert text.index("with `--counterexample FILE`") < text.index("counter-example 1")
    assert all("--config FILE" in command for command, _ in replays(text))


def test_a_policy_that_does_not_answer_is_an_error_that_names_the_case(config, tmp_path, capsys):
    root = small_policies(tmp_path)
    planted(root, '\tnot input.tenant.regimes == ["gdpr"]\n\tplanted := was\n')
    assert prove(config, root) == 3
    printed = capsys.readouterr().out
    assert printed.startswith("nothing is proven: 20 of ")
    assert "regimes gdpr" in printed
    assert "is undefined" in printed
    assert "\n  holds" not in printed


def test_policies_that_do_not_compile_are_an_error_before_any_case(config, tmp_path, capsys):
    root = small_policies(tmp_path)
    planted(root, "\tplanted := (\n")
    assert prove(config, root) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "resolve.rego" in printed.err


@pytest.mark.parametrize("option", ["--output", "--counterexample"])
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_asked(
    config, policies, tmp_path, capsys, option
):
    assert prove(config, policies, option, str(tmp_path)) == 2
    assert prove(config, policies, option, str(tmp_path / "no" / "proof.txt")) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "cannot be written" in printed.err
    assert "bound: " not in printed.err
    assert list(tmp_path.iterdir()) == []


def tenant_files(tmp_path, *lines):
    config = tmp_path / "compliance.yaml"
    config.write_text(
        json.dumps(project(deployments={}, tenants={}, tenant_files=["*.jsonl"])),
    )
    (tmp_path / "tenants.jsonl").write_text("".join(f"{line}\n" for line in lines))
    return config


GOOD = '{"name": "good", "jurisdictions": ["eu"]}'
BROKEN = '{"name": "broken", "jurisdictions": ["atlantis"]}'
IN_DOUBT = '{"name": "good/'


@pytest.mark.parametrize("broken", [BROKEN, IN_DOUBT])
def test_a_tenant_that_is_broken_is_an_error_unless_it_is_to_be_skipped(
    tmp_path, policies, capsys, broken
):
    config = tenant_files(tmp_path, GOOD, broken)
    assert prove(config, policies) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "tenants.jsonl:2" in printed.err
    assert "--skip-broken-tenants" in printed.err


@pytest.mark.parametrize(("broken", "left"), [(BROKEN, 1), (IN_DOUBT, 2)])
def test_a_tenant_that_is_skipped_is_named_in_the_proof(tmp_path, policies, capsys, broken, left):
    config = tenant_files(tmp_path, GOOD, broken)
    assert prove(config, policies, "--skip-broken-tenants", "--format", "json") == 4
    printed = capsys.readouterr()
    document = json.loads(printed.out)
    assert list(VALIDATOR.iter_errors(document)) == []
    assert len(document["skipped"]) == printed.err.count("warning: skipped a tenant") == left


def test_a_parent_that_takes_no_requests_is_no_mistake(tmp_path, policies, capsys):
    config = tmp_path / "compliance.yaml"
    tenants = {"acme": {"jurisdictions": ["eu"]}, "acme/bank": {}}
    config.write_text(json.dumps(project(deployments={}, tenants=tenants)))
    assert prove(config, policies, "--format", "json") == 4
    printed = capsys.readouterr()
    assert json.loads(printed.out)["skipped"] == []
    assert "warning" not in printed.err


def test_without_deployments_there_is_nothing_to_prove(tmp_path, policies, capsys):
    config = tmp_path / "compliance.yaml"
    config.write_text(json.dumps(project(deployments={})))
    assert prove(config, policies) == 4
    assert capsys.readouterr().out.startswith("nothing to prove: the project has no deployments")


def test_tenants_of_a_database_are_said_not_to_be_enumerated(
    tmp_path, policies, monkeypatch, capsys
):
    stores = pytest.importorskip("compliance_toolkit.stores.writing")
    database = f"sqlite:///{tmp_path / 'tenants.db'}"
    stores.TenantTables(database).create()
    monkeypatch.setenv("PROVE_DATABASE", database)
    config = tmp_path / "compliance.yaml"
    stored = {"tenant_database": {"url": {"env": "PROVE_DATABASE"}}}
    config.write_text(json.dumps(project(deployments={}, **stored)))
    assert prove(config, policies) == 4
    assert "warning: tenants in the database are not enumerated" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--at", "tomorrow"], "tomorrow"),
        (["--jobs", "0"], "--jobs"),
        (["--config", "nowhere.yaml"], "nowhere.yaml"),
        (["--format", "xml"], "xml"),
    ],
)
def test_a_wrong_command_line_is_exit_2_and_proves_nothing(arguments, said, capsys):
    assert main(["prove", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err


def test_the_proof_is_written_to_a_file_whole(tmp_path, policies, capsys):
    config, file = tmp_path / "compliance.yaml", tmp_path / "proof.json"
    config.write_text(json.dumps(project(deployments={})))
    assert prove(config, policies, "--format", "json", "--output", str(file)) == 4
    assert json.loads(file.read_text())["outcome"] == "empty"
    assert capsys.readouterr().out == ""


def test_progress_is_drawn_on_one_line_and_wiped():
    times = iter([0.0, 1.0, 1.01, 2.0])
    stream = io.StringIO()
    bar = Bar(stream, clock=lambda: next(times))
    for done in (10, 11, 20):
        bar(done, 20)
    drawn = stream.getvalue().split("\r")
    assert len(drawn) == 3
    assert "10 of 20" in drawn[1]
    assert "1 s left" in drawn[1]
    assert drawn[2] == "\x1b[K"
    assert "\n" not in stream.getvalue()


def test_progress_on_a_terminal_that_went_away_ends_nothing():
    stream = io.StringIO()
    bar = Bar(stream)
    stream.close()
    bar(20, 20)


def test_where_nothing_can_be_replayed_no_file_looks_like_the_answer(
    config, policies, tmp_path, capsys
):
    file = tmp_path / "example.json"
    file.write_text("of another proof")
    assert prove(config, policies, "--counterexample", str(file)) == 0
    assert not file.exists()
    assert f"warning: nothing was refuted: `{file}` was not written" in capsys.readouterr().err
