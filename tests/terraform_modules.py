"""Makes whole configurations of built-in resources by chance: modules in modules, many times over.

What is written is right in its types, so that Terraform plans it; what only a run can say is used
wherever Terraform lets it be used, which is not in keys and counts.
"""

# ruff: noqa: E501  several rules a line
from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_KEYS = ("eu", "us east", "ü", 'q\\"uote', "x.y", "a/b~c", "[0]", "$${x}", "%%{y}", "t\\ta", "\\\\")
_RULES: Mapping[str, Sequence[str]] = {
    "string": (
        '"${<string>}-${<number>}"', "upper(<string>)", 'join("-", <list>)', 'lookup(<map>, "a", <string>)',
        "<bool> ? <string> : <string>", 'format("%s/%v", <string>, <number>)', '"<${<string>}>"',
        'try(<map>["zz"], <string>)', 'coalesce("", <string>, "z")', "tostring(<number>)",
        "jsonencode({ a = <string>, l = <list>, n = <number> })", 'concat(<list>, ["q"])[0]',
        'replace(<string>, "/[aeu]/", "-")', "substr(<string>, 0, 3)", "jsonencode(<map>)",
        "sha256(<string>)", '"%{ if <bool> }y%{ else }${<string>}%{ endif }"', "yamlencode(<list>)",
        '"%{ for x in <list> }(${x})%{ endfor }"', "trimspace(title(<string>))", "basename(<string>)",
        "one([for x in [<string>] : x])", 'element(concat(<list>, ["q"]), length(<map>))',
        'coalesce(try(one(<list>), ""), <string>, "z")', 'tostring(lookup({ a = <number> }, "a", 1))',
    ),
    "number": (
        "length(<list>)", "<number> + <number>", "<number> * 2 - 1", "max(<number>, <number>, 1)",
        "<bool> ? <number> : <number>", "sum(concat([1], [for x in <list> : length(x)]))",
        "ceil(<number> / 3)", "length(<map>)", "abs(<number>) % 5", "length(<string>)",
        'index(concat(<list>, ["q"]), "q")',
    ),
    "bool": (
        "<number> > <number>", "<string> == <string>", "contains(<list>, <string>)", "!<bool>",
        "<bool> && <bool>", "<bool> || <bool>", 'startswith(<string>, "a")', 'can(<map>["a"])',
        "alltrue([for x in <list> : length(x) < 4])",
    ),
    "list": (
        "[<string>, <string>]", "concat(<list>, <list>)", "[for x in <list> : upper(x)]",
        '[for k, v in <map> : "${k}=${v}"]', "keys(<map>)", "distinct(<list>)", "compact(<list>)",
        "flatten([<list>, [<list>]])", "values(<map>)", 'split(",", <string>)', "sort(<list>)",
        "reverse(<list>)", "[for x in <list> : x if x != <string>]", "tolist(toset(<list>))",
        "slice(concat(<list>, [<string>]), 0, 1)", "tolist(<bool> ? <list> : <list>)",
        "[for i, x in <list> : x if i < <number>]", "tolist(setunion(<list>, [<string>]))",
        "<list>[*]", "[for o in [for x in <list> : { k = x }] : o.k]",
    ),
    "map": (
        "{ a = <string>, b = <string> }", "merge(<map>, <map>)", "merge(<map>, { c = <string> })",
        '{ for i, x in <list> : "k${i}" => x }', "{ for k, v in <map> : k => upper(v) }",
        '{ for k, v in <map> : k => v if v != "" }', 'zipmap(["a", "e"], [<string>, <string>])',
        "<bool> ? tomap(<map>) : tomap(<map>)", "tomap({ d = <string> })",
    ),
}  # fmt: skip
_PLAIN: Mapping[str, Sequence[str]] = {
    "string": ('"a"', '"b,c"', '"ü-eu"', '""', "path.module", '"$${a}%%{b}"'),
    "number": ("0", "2", "3.5", "-1"),
    "bool": ("true", "false"),
    "list": ('["a"]', "tolist([])", '["x", "a", "x"]', 'split(",", "p,q")'),
    "map": ('{ a = "1" }', "tomap({})", 'tomap({ a = "2", z = "3" })'),
}
_DEFAULTS = {"string": '"d"', "number": "4", "bool": "true", "list": '["f", 1]', "map": "{ a = 5 }"}
_TYPES = {"list": "list(string)", "map": "map(string)"}
_HOLE = re.compile(r"<(string|number|bool|list|map)>")
_LATE_KINDS = ("string", "string", "list", "map", "bool", "number")


def _empty() -> dict[str, list[str]]:
    return {kind: [] for kind in _PLAIN}


@dataclass
class Scope:
    """What may be named, by type: what is known, and what only a run can say."""

    known: dict[str, list[str]] = field(default_factory=_empty)
    late: dict[str, list[str]] = field(default_factory=_empty)

    def with_key(self, kind: str, name: str) -> Scope:
        """Give the scope of a block that is repeated."""
        more = {**self.known, kind: [*self.known[kind], name]}
        return Scope(more, self.late)


class Maker:
    """Makes the modules of one configuration, as files by path."""

    def __init__(self, seed: int) -> None:
        """Take the seed of all choices."""
        self.chance = random.Random(seed)  # noqa: S311  it must repeat itself
        self.files: dict[str, str] = {}

    def expression(self, kind: str, scope: Scope, depth: int = 3, *, late: bool = False) -> str:
        """Make an expression of a type; `late`: what only a run can say may be part of it."""
        named = scope.known[kind] + (scope.late[kind] * 2 if late else [])
        if named and self.chance.random() < 0.6:
            return self.chance.choice(named)
        if depth <= 0 or self.chance.random() < 0.15:
            return self.chance.choice(_PLAIN[kind])
        rule = self.chance.choice(_RULES[kind])
        return _HOLE.sub(lambda m: f"({self.expression(m[1], scope, depth - 1, late=late)})", rule)

    def module(self, path: str, inputs: Mapping[str, str], deeper: int) -> None:
        """Write a module and those that it calls.

        Args:
            path: Its folder, with a slash at its end.
            inputs: Its variables, name → type.
            deeper: How many modules may stand within each other below it.
        """
        scope, written = Scope(), []
        for name, kind in inputs.items():
            type_ = _TYPES.get(kind, kind)
            known = not name.startswith("late")
            default = f"  default = {_DEFAULTS[kind]}\n" if known else ""
            written.append(f'variable "{name}" {{\n  type = {type_}\n{default}}}\n')
            (scope.known if known else scope.late)[kind].append(f"var.{name}")
        written += self._locals(scope)
        for number in range(self.chance.randint(2, 4)):
            written.append(self._resource(f"r{number}", scope))
        if deeper and self.chance.random() < 0.7:
            written.append(self._call(path, scope, deeper))
        written += self._outputs(scope)
        self._write(path, written)

    def _locals(self, scope: Scope) -> list[str]:
        lines = []
        for number in range(self.chance.randint(1, 4)):
            kind = self.chance.choice(tuple(_PLAIN))
            lines.append(f"  l{number} = {self.expression(kind, scope)}\n")
            scope.known[kind].append(f"local.l{number}")
        return ["locals {\n" + "".join(lines) + "}\n"]

    def _repeated(self, scope: Scope) -> tuple[str, str, Scope]:
        """Make a `count` or `for_each`, or neither; give its kind and the scope within."""
        match self.chance.choice(("once", "count", "each", "each", "set")):
            case "count":
                count = f"min(3, max(0, floor({self.expression('number', scope)})))"
                return f"  count = {count}\n", "count", scope.with_key("number", "count.index")
            case "each":
                keys = self.chance.sample(_KEYS, self.chance.randint(1, 3))
                over = self.expression("map", scope)
                if self.chance.random() < 0.5:
                    over = "{ " + ", ".join(f'"{key}" = "v"' for key in keys) + " }"
                inner = scope.with_key("string", "each.key").with_key("string", "each.value")
                return f"  for_each = {over}\n", "each", inner
            case "set":
                over = f'toset(slice(concat({self.expression("list", scope)}, ["s"]), 0, 1))'
                return f"  for_each = {over}\n", "each", scope.with_key("string", "each.value")
            case _:
                return "", "", scope

    def _resource(self, name: str, scope: Scope) -> str:
        repeated, how, inner = self._repeated(scope)
        kinds = self.chance.sample(_LATE_KINDS, self.chance.randint(1, 4))
        members = [
            f"    {kind[0]}{at} = {self.expression(kind, inner, late=True)}\n"
            for at, kind in enumerate(kinds)
        ]
        members.append(f"    k = {self.expression('string', inner)}\n")
        if self.chance.random() < 0.2:
            members.append(
                f"    h = <<-EOT\n      a ${{{self.expression('string', inner)}}}\n    EOT\n"
            )
        body = f"{repeated}  input = {{\n{''.join(members)}  }}\n"
        if self.chance.random() < 0.3:
            body += f"  triggers_replace = {self.expression('list', inner, late=True)}\n"
        block = f"terraform_data.{name}"
        self._name(scope, block, how)
        return f'resource "terraform_data" "{name}" {{\n{body}}}\n'

    @staticmethod
    def _name(scope: Scope, block: str, how: str) -> None:
        """Enter a block's attributes into what may be named."""
        match how:
            case "count":
                scope.known["list"].append(f"{block}[*].input.k")
                scope.known["string"].append(f'try({block}[0].input.k, "none")')
                scope.late["list"].append(f"{block}[*].id")
                scope.known["number"].append(f"length({block})")
            case "each":
                scope.known["map"].append(f"{{ for k, r in {block} : k => r.input.k }}")
                scope.known["list"] += [f"values({block})[*].input.k", f"keys({block})"]
                scope.late["map"].append(f"{{ for k, r in {block} : k => r.id }}")
                scope.late["string"].append(f'try({block}["eu"].output.k, "none")')
            case _:
                scope.known["string"].append(f"{block}.input.k")
                scope.late["string"] += [f"{block}.id", f"{block}.output.k"]

    def _call(self, path: str, scope: Scope, deeper: int) -> str:
        kinds = self.chance.sample(tuple(_PLAIN), 3)
        inputs = {f"v{at}": kind for at, kind in enumerate(kinds)} | {"late": "string"}
        self.module(f"{path}c/", inputs, deeper - 1)
        repeated, how, inner = self._repeated(scope)
        given = [
            f"  {name} = {self.expression(kind, inner, late=name == 'late')}\n"
            for name, kind in inputs.items()
            if name == "late" or self.chance.random() < 0.7
        ]
        self._name_module(scope, "module.c", how)
        return f'module "c" {{\n  source = "./c"\n{repeated}{"".join(given)}}}\n'

    @staticmethod
    def _name_module(scope: Scope, call: str, how: str) -> None:
        match how:
            case "count":
                scope.known["list"].append(f"{call}[*].text")
                scope.late["list"].append(f"[for m in {call} : m.late]")
            case "each":
                scope.known["map"].append(f"{{ for k, m in {call} : k => m.text }}")
                scope.late["list"].append(f"values({call})[*].late")
            case _:
                scope.known["string"].append(f"{call}.text")
                scope.known["list"].append(f"{call}.list")
                scope.late["string"].append(f"{call}.late")

    def _outputs(self, scope: Scope) -> list[str]:
        made = {
            "text": self.expression("string", scope),
            "list": self.expression("list", scope),
            "late": self.expression("string", scope, late=True),
        }
        return [f'output "{name}" {{\n  value = {value}\n}}\n' for name, value in made.items()]

    def _write(self, path: str, written: Sequence[str]) -> None:
        cut = self.chance.randint(0, len(written))
        self.files[f"{path}main.tf"] = "".join(written[:cut])
        self.files[f"{path}more.tf"] = "".join(written[cut:])


def configuration(seed: int, modules: int, deeper: int = 2) -> dict[str, str]:
    """Make a root module that calls some others, each of them of its own kind.

    Args:
        seed: Of all choices.
        modules: How many the root module calls.
        deeper: How many stand within each other below each of these.
    """
    maker = Maker(seed)
    root = ['resource "terraform_data" "seed" {\n  input = "s"\n}\n']
    for number in range(modules):
        maker.module(f"m{number}/", {"v": "string", "n": "number", "late": "string"}, deeper)
        given = '  v = "root"\n' if number % 2 else ""
        late = "  late = terraform_data.seed.id\n"
        root.append(f'module "m{number}" {{\n  source = "./m{number}"\n{given}{late}}}\n')
    return {**maker.files, "main.tf": "".join(root)}
