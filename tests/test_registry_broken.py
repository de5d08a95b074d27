"""A tenant that is written wrongly stops everything, or, where asked, itself and all below it."""

import json
import time

import pytest

from compliance_toolkit.errors import ConfigurationError
from compliance_toolkit.registry import mistakes as collected
from compliance_toolkit.registry.registry import Registry, load
from registry_files import LAW, told, write
from registry_store import FakeStore

EU = {"jurisdictions": ["eu"]}
LINES = "tenant_files: [t.jsonl]\n"


def line(name: str, **keys: object) -> str:
    return json.dumps({"name": name, **keys}) + "\n"


def skipping(folder, text: str, body: str = LINES) -> Registry:
    path = write(folder, body, **{"t.jsonl": text})
    return load(path, law=LAW, skip_broken_tenants=True)


def refusal(registry: Registry, name: str, folder, *, audited: bool = False) -> str:
    with pytest.raises(ConfigurationError) as caught:
        registry.tenant(name, audited=audited)
    first: str = told(caught.value, folder)[0]
    return first


GOOD = line("a", jurisdictions=["eu"]) + line("a/good") + line("b", jurisdictions=["us"])


@pytest.mark.parametrize(
    ("bad", "mistake"),
    [
        (
            line("a/bad", jurisdiction=["eu"]),
            "t.jsonl:4: tenant `a/bad`: `jurisdiction`: unknown key",
        ),
        (line("a/bad", jurisdictions=["us"]), "t.jsonl:4: tenant `a/bad` would widen the law"),
        (line("a/bad", regimes=["gpdr"]), "t.jsonl:4: tenant `a/bad`: `regimes`: unknown regime"),
        (
            line("a/bad", requests="yes"),
            "t.jsonl:4: tenant `a/bad`: `requests`: expected `true` or `false`",
        ),
        (line("a/bad") + line("a/bad"), "t.jsonl:5: tenant `a/bad` is defined twice, first at t."),
        (
            line("a/bad", regimes=["sk-ant-api03-abcdefgh"]),
            "t.jsonl:4: tenant `a/bad`: `regimes[0]`: this looks l",
        ),
        (line("a/bad", regimes=["keep", "gdpr"]), "t.jsonl:4: tenant `a/bad` has conflicting ret"),
    ],
)
def test_a_broken_tenant_is_refused_by_its_line_and_the_others_answer(tmp_path, bad, mistake):
    registry = skipping(tmp_path, GOOD + bad + line("a/bad/child"))
    for name in ("a/bad", "a/bad/child"):
        for audited in (False, True):
            assert mistake in refusal(registry, name, tmp_path, audited=audited)
    assert refusal(registry, "a/bad", tmp_path).startswith(f"tenant `a/bad` is broken: {mistake}")
    assert refusal(registry, "a/bad/child", tmp_path).startswith(
        f"tenant `a/bad/child` stands below `a/bad`, which is broken: {mistake}"
    )
    assert registry.tenant("a/good").jurisdictions == ("eu",)
    assert registry.tenant("b").jurisdictions == ("us",)
    assert sorted(registry.tenants) == ["a", "a/good", "b"]
    (broken,) = registry.broken
    assert (broken.name, broken.location.line) == ("a/bad", 4 + ("twice" in mistake))
    assert mistake in told(broken.mistake, tmp_path)[0]


TAKING = line("b", jurisdictions=["us"], requests=True)


UNREADABLE = [
    "{",
    '{"name": "a/ba',
    '{"name": 7}\n',
    '{"nmae": "a/bad", "jurisdictions": ["eu"]}\n',
    '{"name": "x/y", "name": "a/bad"}\n',
    '{"name": "a/b\\u0061d", }\n',
    '{"name": "a/bad"} {"name": "x/y"}\n',
    '{"jurisdictions": ["us"], "preferences": "good"}\n',
    "[]\n",
    "null\n",
    "<html>\n",
]


@pytest.mark.parametrize("bad", UNREADABLE)
def test_a_line_that_does_not_say_whose_it_is_costs_no_other_tenant_its_answer(tmp_path, bad):
    names = ("a", "a/good", "good", "us", "b")
    text = "".join(line(one, jurisdictions=["eu"]) for one in names)
    registry = skipping(tmp_path, text + bad)
    (broken,) = registry.broken
    assert (broken.name, broken.location.line) == (None, 6)
    for name in ("a/good", "good", "us", "b"):
        assert registry.tenant(name).jurisdictions == ("eu",)
    assert "takes no requests itself" in refusal(registry, "a", tmp_path)


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        ('{"name": "a/good', "a/good"),
        ('{"name": "A/Good", }\n', "a/good"),
        ('{"nmae": "a/good"}\n', "a/good"),
        ('{"nmae": "b"}\n', "b"),
        ("{'name': 'b'}\n", "b"),
        ('{"name": "x/y", "name": "a/good"}\n', "a/good"),
        ('{"name": "a/g\\u006fod", }\n', "a/good"),
        ('[{"name": "b"}]\n', "b"),
    ],
)
def test_such_a_line_may_define_the_tenants_that_it_names_once_more(tmp_path, bad, named):
    text = "".join(line(one, jurisdictions=["eu"]) for one in ("a", "a/good", "a/good/x", "a/o"))
    registry = skipping(tmp_path, text + TAKING + bad)
    for audited in (False, True):
        assert refusal(registry, named, tmp_path, audited=audited).startswith(
            f"tenant `{named}` may be defined a second time: t.jsonl:6, which cannot be read, names"
        )
    if named == "a/good":
        assert refusal(registry, "a/good/x", tmp_path).startswith(
            "tenant `a/good/x` stands below `a/good`, which may be defined a second time: t.jsonl:6"
        )
        assert registry.tenant("b").jurisdictions == ("us",)
    assert registry.tenant("a/o").jurisdictions == ("eu",)


@pytest.mark.parametrize("bad", ['{"name": "c/ba', '{"name": "c/', '{"nmae": "c/d/e"}'])
def test_such_a_line_may_stand_below_the_tenants_above_those_it_names(tmp_path, bad):
    text = line("c", jurisdictions=["eu"]) + line("d", jurisdictions=["eu"])
    registry = skipping(tmp_path, text + bad)
    assert refusal(registry, "c", tmp_path).startswith(
        "tenant `c` may have tenants below it: t.jsonl:3, which cannot be read, names one | "
        "correct what stands there; or"
    )
    assert registry.tenant("c", audited=True).jurisdictions == ("eu",)
    assert registry.tenant("d").jurisdictions == ("eu",)
    taking = skipping(tmp_path, line("c", jurisdictions=["eu"], requests=True) + bad)
    assert taking.tenant("c").jurisdictions == ("eu",)


@pytest.mark.parametrize(
    ("bad", "where"),
    [("{", "t.jsonl:4"), ("{\n[]\nnull\n", "t.jsonl:4 or 2 more places")],
)
def test_a_name_that_is_nowhere_readable_may_stand_where_nothing_could_be_read(
    tmp_path, bad, where
):
    registry = skipping(tmp_path, GOOD + bad)
    for name in ("gone", "a/gone"):
        assert refusal(registry, name, tmp_path).startswith(
            f"unknown tenant `{name}`; it may stand at {where}, which cannot be read"
        )
    assert "may stand" not in refusal(skipping(tmp_path, GOOD), "gone", tmp_path)


def test_bytes_that_are_no_text_count_as_far_as_they_can_be_read(tmp_path):
    path = write(tmp_path, LINES)
    good = line("a", jurisdictions=["eu"]) + line("b", jurisdictions=["eu"])
    (tmp_path / "t.jsonl").write_bytes(good.encode() + b'{"name": "b", "x": "\xff')
    registry = load(path, law=LAW, skip_broken_tenants=True)
    assert registry.tenant("a").jurisdictions == ("eu",)
    assert "may be defined a second time: t.jsonl:3" in refusal(registry, "b", tmp_path)


def test_a_long_line_of_nothing_is_soon_read(tmp_path):
    bad = "{" + "a/_." * 200_000 + " name" * 50_000 + "\n"
    began = time.process_time()
    assert skipping(tmp_path, GOOD + bad).tenant("b").jurisdictions == ("us",)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "bad",
    ['{"name": "a/bad", "jurisdictions": ["eu"', '{"name":"a/bad", jurisdictions: ["eu"]}\n'],
)
def test_a_line_that_says_whose_it_is_breaks_that_one_and_stands_below_those_above_it(
    tmp_path, bad
):
    good = line("a", jurisdictions=["eu"]) + line("c", jurisdictions=["us"])
    registry = skipping(tmp_path, good + bad)
    (broken,) = registry.broken
    assert (broken.name, broken.location.line) == ("a/bad", 3)
    for name in ("a/bad", "a/bad/child"):
        assert "is broken: t.jsonl:3: tenant `a/bad`: column " in refusal(registry, name, tmp_path)
    assert "takes no requests itself" in refusal(registry, "a", tmp_path)
    assert registry.tenant("c").jurisdictions == ("us",)


def test_every_path_in_such_a_line_is_in_doubt(tmp_path):
    bad = "{'name': 'c/d/e', \"name\": \"a/bad\"}\n"
    good = "".join(line(name, jurisdictions=["eu"]) for name in ("a", "c", "c/d", "z"))
    registry = skipping(tmp_path, good + bad)
    assert "c/d" not in {one.name for one in registry.broken}
    assert "may have tenants below it: t.jsonl:5" in refusal(registry, "c/d", tmp_path)
    assert registry.tenant("z").jurisdictions == ("eu",)


@pytest.mark.parametrize("name", ["A/b", "a//b", "a/b ", "/a/b", "a/b_c"])
def test_a_name_that_is_none_may_stand_below_those_it_resembles(tmp_path, name):
    text = line("a", jurisdictions=["eu"]) + line("z", jurisdictions=["us"])
    registry = skipping(tmp_path, text + line(name, jurisdictions=["eu"]))
    assert "tenants below it" in refusal(registry, "a", tmp_path)
    assert registry.tenant("z").jurisdictions == ("us",)


def test_a_name_of_nothing_that_a_name_has_stands_below_none(tmp_path):
    registry = skipping(tmp_path, line("a", jurisdictions=["eu"]) + line("Ж", regimes=["gdpr"]))
    assert registry.tenant("a").jurisdictions == ("eu",)
    assert registry.broken[0].name == "Ж"


def test_a_tenant_of_a_store_is_held_to_the_unreadable_lines_that_name_it_too(tmp_path):
    path = write(tmp_path, LINES, **{"t.jsonl": GOOD + '{"name": "s/x\n{"nmae": "t"}\n'})
    store = FakeStore({"s": EU, "r": {**EU, "requests": True}, "t": EU, "u": EU})
    registry = load(path, law=LAW, skip_broken_tenants=True, source=store)
    assert "may have tenants below it: t.jsonl:4" in refusal(registry, "s", tmp_path)
    assert "may be defined a second time: t.jsonl:5" in refusal(registry, "t", tmp_path)
    assert "it may stand at t.jsonl:4 or 1 more" in refusal(registry, "gone", tmp_path)
    for name in ("r", "u"):
        assert registry.tenant(name).jurisdictions == ("eu",)


def test_what_hangs_on_a_line_that_cannot_be_read_is_refused(tmp_path):
    registry = skipping(tmp_path, '{"name": "x", \n' + line("x/child", jurisdictions=["eu"]) + GOOD)
    assert refusal(registry, "x/child", tmp_path).startswith(
        "tenant `x/child` stands below `x`, which is broken: t.jsonl:1: tenant `x`: column 15: "
    )
    assert "x/child" not in registry.tenants
    assert registry.tenant("b").jurisdictions == ("us",)


def test_what_may_hang_on_a_line_that_does_not_say_whose_it_is_is_refused(tmp_path):
    registry = skipping(tmp_path, '{"nam": "x"}\n' + line("x/child", jurisdictions=["eu"]) + GOOD)
    assert refusal(registry, "x/child", tmp_path).startswith(
        "tenant `x/child` stands below `x`, which is broken: t.jsonl:2: a tenant stands "
        "below `x`, which is no tenant"
    )
    assert [one.name for one in registry.broken] == [None, "x"]
    assert "x/child" not in registry.tenants


def test_without_being_asked_one_broken_tenant_stops_everything(tmp_path):
    path = write(tmp_path, LINES, **{"t.jsonl": GOOD + line("a/bad", jurisdiction=["eu"])})
    with pytest.raises(
        ConfigurationError, match=r"t\.jsonl:4: tenant `a/bad`: `jurisdiction`: unknown key"
    ):
        load(path, law=LAW)


@pytest.mark.parametrize(
    ("body", "mistake"),
    [
        (LINES + "colour: red\n", "4: `colour`: unknown key"),
        (LINES + "deployments: {d: {provider: bedrok}}\n", "expected one of `anthropic`"),
        (LINES + "audits: [{plan: a, jurisdictions: [NO]}]\n", "unknown jurisdiction `NO`"),
        (LINES + "audits: [{plan: a, tenants: [a/gone]}]\n", "unknown tenant `a/gone`"),
        ("tenant_files: [none.jsonl]\n", "matches no file"),
        ("tenant_files: [t.jsonl, t.txt]\n", "neither YAML nor JSON Lines"),
        ("tenant_files: [t.jsonl, bad.yaml]\n", ": no YAML: "),
        ("tenant_files: [t.jsonl, more.yaml]\n", "more.yaml:2: `x`: unknown key"),
        ("tenant_files: [t.jsonl, empty.yaml]\n", "empty.yaml:1: this file holds no tenant"),
        ("tenant_files: t.jsonl\n", "`tenant_files`: expected globs"),
    ],
)
def test_a_mistake_outside_tenants_is_never_skipped(tmp_path, body, mistake):
    files = {
        "t.txt": "x",
        "bad.yaml": "tenants: {a",
        "more.yaml": "tenants: {c: {jurisdictions: [eu]}}\nx: 1\n",
        "empty.yaml": "tenants: {}\n",
        "t.jsonl": GOOD + line("a/bad", jurisdiction=["eu"]),
    }
    path = write(tmp_path, body, **files)
    with pytest.raises(ConfigurationError) as caught:
        load(path, law=LAW, skip_broken_tenants=True)
    assert any(mistake in one for one in told(caught.value, tmp_path))


def test_a_broken_tenant_of_a_project_file_is_skipped_too(tmp_path):
    registry = skipping(
        tmp_path,
        GOOD,
        LINES + "tenants:\n  c: {jurisdictions: [eu], name: x}\n  d: {jurisdictions: [mars]}\n",
    )
    assert "5: tenant `c`: `name`: unknown key" in refusal(registry, "c", tmp_path)
    assert "6: tenant `d`: `jurisdictions`: unknown jur" in refusal(registry, "d", tmp_path)
    assert registry.tenant("b").name == "b"


def test_an_audit_of_a_broken_tenant_is_refused_when_it_is_asked(tmp_path):
    registry = skipping(
        tmp_path,
        GOOD + line("a/bad", jurisdiction=["eu"]),
        LINES + "audits: [{plan: p.json, tenants: [a/bad]}]\n",
    )
    assert registry.audits[0].tenants == ("a/bad",)
    assert "is broken" in refusal(registry, "a/bad", tmp_path, audited=True)


def test_a_parent_takes_no_requests_because_its_children_are_broken(tmp_path):
    registry = skipping(
        tmp_path, line("a", jurisdictions=["global"]) + line("a/only", jurisdiction=["eu"])
    )
    assert "has tenants below it, and takes no requests itself" in refusal(registry, "a", tmp_path)


def test_a_name_that_is_none_is_broken_and_one_without_end_is_soon_unknown(tmp_path):
    registry = skipping(tmp_path, GOOD + line("A", jurisdictions=["eu"]))
    assert "tenant `A` is broken: t.jsonl:4: tenant `A`: expected a path" in refusal(
        registry, "A", tmp_path
    )
    assert "unknown tenant" in refusal(registry, "A/b", tmp_path)
    assert "unknown tenant" in refusal(registry, "a/" * 999_999 + "a", tmp_path)


def test_a_broken_tenant_is_never_suggested(tmp_path):
    registry = skipping(tmp_path, GOOD + line("a/lab", jurisdiction=["eu"]))
    assert "a/lab" not in refusal(registry, "a/lap", tmp_path)


def test_every_one_of_many_broken_tenants_is_refused_and_listed(tmp_path):
    many = collected.MOST * 3
    bad = "".join(line(f"a/t{n}", jurisdiction=["eu"]) for n in range(many))
    registry = skipping(tmp_path, GOOD + bad)
    assert [one.name for one in registry.broken] == [f"a/t{n}" for n in range(many)]
    assert "t.jsonl:153: this tenant is refused" in refusal(registry, f"a/t{many - 1}", tmp_path)
    assert "unknown key" in refusal(registry, "a/t0", tmp_path)
    assert registry.tenant("a/good").name == "a/good"


def test_a_broken_tenant_is_told_with_every_mistake_in_it(tmp_path):
    registry = skipping(tmp_path, line("x", jurisdictions=["mars"], regimes=["gpdr"]) + GOOD)
    (broken,) = registry.broken
    assert len(broken.mistake.others) == 1
