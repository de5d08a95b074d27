"""A tenant's explanation is its own family's affair, in a file as in a store."""

import datetime as dt
import json

import pytest

from compliance_toolkit.api import Compliance
from compliance_toolkit.cli.main import main
from compliance_toolkit.engines.embedded import EmbeddedEngine
from compliance_toolkit.errors import UnavailableError
from compliance_toolkit.explain.explainer import Explainer
from compliance_toolkit.explain.worlds import Worlds
from compliance_toolkit.report import render_explanation
from compliance_toolkit.resolve.resolver import Resolver
from explaining import (
    AT,
    BEDROCK,
    CLAUDE,
    EXAMPLE,
    OPUS,
    SCHEMA,
    flat,
    project,
    ran,
    text,
    written,
)
from registry_store import STORED, FakeStore

EXAMPLES = ("--config", str(EXAMPLE), "--at", AT)

FAMILIES = {
    "acme": {"jurisdictions": ["eu"]},
    "acme/bank": {"regimes": ["gdpr"]},
    "acme/bank/vault": {},
    "acme/other": {"jurisdictions": ["de"]},
    "zeta-secret": {"jurisdictions": ["us"]},
    "zeta-secret/lab": {"regimes": ["hipaa"], "aliases": {"zeta-model": OPUS}},
}


class TestLeaks:
    @pytest.mark.parametrize("form", ["text", "json"])
    def test_a_tenant_of_another_family_is_in_no_answer(self, tmp_path, form, capsys):
        deployments = {"one": BEDROCK, "claude": CLAUDE}
        path = str(written(tmp_path, project(deployments, FAMILIES)))
        shared = ("--format", form)
        asked = ("--config", path, "--at", AT, *shared)
        answers = [
            ran("explain", "tenant", "acme/bank/vault", *asked),
            ran("explain", "tenant", "acme", *asked),
            ran("explain", "route", "one", *asked),
            ran("explain", "rule", "RES-101", *shared),
            ran("explain", "law", "hipaa", *shared),
            ran("explain", "denial", "--tenant", "acme/other", "--model", OPUS, *asked),
        ]
        assert [code for code, _ in answers] == [0] * 6
        assert "zeta" not in "".join(said for _, said in answers) + capsys.readouterr().err

    def test_nor_is_a_sibling_or_a_child(self, tmp_path):
        path = str(written(tmp_path, project({"one": BEDROCK}, FAMILIES)))
        said = text("tenant", "acme/bank", "--config", path, "--at", AT)
        assert "acme/other" not in said
        assert "acme/bank/vault" not in said

    def test_an_unknown_tenant_exits_2_and_prints_nothing(self, capsys):
        assert main(["explain", "tenant", "acme/bnk", *EXAMPLES]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert "did you mean `acme/bank`" in printed.err

    def test_a_hostile_name_is_shown_and_not_obeyed(self, capsys):
        assert main(["explain", "tenant", "acme\x1b[2J\nerror: x", *EXAMPLES]) == 2
        printed = capsys.readouterr()
        assert "\x1b" not in printed.err
        assert len(printed.err.splitlines()) == 2


class TestStores:
    def explain(self, tmp_path, store, name="acme/bank"):
        path = written(tmp_path, project({"one": BEDROCK}, {}))
        compliance = Compliance.load(path, tenants=store)

        def embedded(deployments):
            return EmbeddedEngine(compliance.bundle, data={"deployments": deployments})

        worlds = Worlds(compliance.bundle, compliance.catalog, embedded)
        resolver = Resolver(
            compliance.engines.decisions,
            compliance.catalog,
            compliance.registry.deployments,
            compliance.bundle,
        )
        explainer = Explainer(compliance.bundle, compliance.catalog, worlds)
        day = dt.date.fromisoformat(AT)
        return explainer.tenant(compliance.registry, name, resolver.resolve, day)

    def test_a_tenant_of_a_store_has_its_rows_for_lines(self, tmp_path):
        explanation = self.explain(tmp_path, FakeStore(STORED))
        assert [step.name for step in explanation.body.path] == ["acme", "acme/bank"]
        said = flat(render_explanation("text", explanation))
        assert "regimes: gdpr, by acme/bank (table tenants, row acme/bank)" in said
        assert "beta" not in said
        SCHEMA.validate(json.loads(render_explanation("json", explanation)))

    def test_a_store_that_does_not_answer_explains_nobody(self, tmp_path):
        store = FakeStore(STORED)
        store.down = True
        with pytest.raises(UnavailableError):
            self.explain(tmp_path, store)
