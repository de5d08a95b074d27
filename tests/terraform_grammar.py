"""Makes expressions of Terraform's by chance: every form and function, known and unknown parts."""

# ruff: noqa: E501  one rule a line would be five hundred lines
from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence

PREAMBLE = """
resource "terraform_data" "s" { input = "abc" }
resource "terraform_data" "n" { input = 5 }
resource "terraform_data" "b" { input = true }
resource "terraform_data" "l" { input = tolist(["a", "b"]) }
resource "terraform_data" "e" { input = toset(["a", "b"]) }
resource "terraform_data" "m" { input = tomap({ k = "v" }) }
resource "terraform_data" "o" { input = { a = 1, b = "x" } }
resource "terraform_data" "t" { input = ["a", 1] }
resource "terraform_data" "c" {
  count = 2
  input = "c${count.index}"
}
resource "terraform_data" "f" {
  for_each = toset(["x", "y"])
  input    = each.key
}
variable "any" {
  default = { a = [1, { b = "c" }], z = null }
}
variable "texts" {
  type    = list(string)
  default = ["p", "q", "p"]
}
variable "rows" {
  type = list(object({ name = string, size = optional(number, 3), tags = optional(map(string)) }))
  default = [{ name = "one" }, { name = "two", size = 7, tags = { k = "v" } }]
}
variable "null" {
  type    = string
  default = null
}
locals {
  text    = "Hello, World"
  none    = null
  numbers = [3, 1, 2]
  nested  = { a = { b = [{ c = 1 }, { c = 2 }] } }
  json    = "{\\"k\\": [1, 2.5, null, true, \\"t\\"]}"
}
""".lstrip()
UNTYPED = (
    re.sub(
        r"(?m)^(resource .* input = ).*( \})$|^(  input +=).*$",
        lambda line: f"{line[1] or line[3]} var.untyped{line[2] or ''}",
        PREAMBLE,
    )
    + 'variable "untyped" {}\n'
)
"""The same, of which nobody knows what types its resources give: so Terraform looks first."""

RULES: Mapping[str, Sequence[str]] = {
    # S text, N number, B truth, L list of text, I tuple of numbers, M map of text, O object, T
    # tuple, E set of text, A anything; each may be known, unknown, or null now and then.
    "S": (
        '"a"', '"b-c"', '""', '"Ab Cd"', '"x,y,,z"', '"10.1.0.0/16"', '"1"', '"true"', '"é"', "local.text",
        "terraform_data.s.output", "terraform_data.s.id", "terraform_data.c[0].output", "tostring(null)", "var.null",
        '"${S}"', '"a-${S}"', '"${S}-${N}"', '"${B}${S}z"', '"%{ if B }x%{ else }${S}%{ endif }"',
        '"%{ for v in L }${v};%{ endfor }"', '"%{ for k, v in M }${k}=${v} %{ endfor }"',
        '"x %{~ if B ~} y %{~ endif ~} z"', '" ${~ S ~} "', "<<-EOT\n    one ${S}\n      two\n    %{ if B ~}\n    three\n    %{ endif ~}\n  EOT\n",
        "<<EOT\n${S}\n  x\nEOT\n", "<<-EOT\n  %{ for v in L ~}\n  - ${v}\n  %{ endfor ~}\n  EOT\n",
        "B ? S : S", "upper(S)", "lower(S)", "title(S)", "trimspace(S)", "trim(S, S)", "trimprefix(S, S)", "trimsuffix(S, S)",
        "chomp(S)", "strrev(S)", "indent(2, S)", "substr(S, N, N)", "substr(S, 0, 2)", "join(S, L)", "join(S, L, L)", "replace(S, S, S)",
        'replace(S, "/[a-z]+/", "<$0>")', 'replace(S, "/(?P<x>b)/", "${S}$x")', "format(S)", 'format("%s-%d", S, N)', 'format("%v", A)',
        'format("%5s|%-5s|%05d|%q", S, S, N, S)', 'format("%.2f %e %x %b %o %X %t", N, N, N, N, N, N, B)', 'format("%[2]s%[1]s", S, S)', 'format("%#v %v", A, T)', 'format("%+d % d %3d", N, N, N)',
        "tostring(N)", "tostring(B)", "tostring(A)", "jsonencode(A)", "jsonencode(O)", "jsonencode(T)", "yamlencode(A)", "yamlencode(O)", "yamlencode([O, T])",
        "base64encode(S)", "base64decode(base64encode(S))", "base64decode(S)", "md5(S)", "sha1(S)", "sha256(S)", "sha512(S)", "base64sha256(S)", "base64sha512(S)",
        'uuidv5("dns", S)', "urlencode(S)", 'textencodebase64(S, "UTF-16LE")', 'textdecodebase64("aABpAA==", "UTF-16LE")',
        "cidrhost(S, N)", 'cidrhost("10.0.0.0/24", N)', 'cidrhost("fd00::/64", N)', 'cidrnetmask("172.16.0.0/12")', 'cidrsubnet("10.1.0.0/16", N, N)', 'cidrsubnet("fd00::/48", 16, N)',
        'formatdate("YYYY-MM-DD hh:mm:ss ZZZ EEE \'it\'\'s\' aa", "2024-02-29T13:04:05Z")', 'formatdate(S, "2024-02-29T13:04:05+02:00")', 'timeadd("2024-02-29T13:04:05Z", "36h1.5m")', 'timeadd("2024-02-29T13:04:05Z", S)',
        "coalesce(S, S)", "coalesce(null, S, N)", "element(L, N)", "L[N]", "T[N]", "M[S]", 'M["k"]', "M.k", "O.b", 'O["a"]', "lookup(M, S, S)", 'lookup(O, "b", S)',
        "one([S])", "try(S, S)", "try(L[5], S)", "try(local.none.x, S)", "basename(S)", 'basename("a/b.c")', 'dirname("a/b.c")', "dirname(S)", "pathexpand(S)", "path.module", "path.root",
        'regex("[a-z]+", S)', "timestamp()", "uuid()", "nonsensitive(S)", "max(N, N)", "var.any.a[1].b", "var.rows[N].name", "local.nested.a.b[0].c", 'terraform_data.f["x"].output', "terraform_data.f[S].output",
        "templatestring(local.text, O)", "sort(L)[0]", "keys(M)[0]", "values(M)[0]", "split(S, S)[0]", 'formatlist("%s!", L)[0]', "E == E ? S : S", "(S)", "[S, S][0]", "{ a = S }.a", '{ (S) = S }["a"]', "A",
    ),
    "N": (
        "0", "1", "2", "3", "-1", "1.5", "0.1", "100", "7", "123456789012345678901234567890", "terraform_data.n.output", "length(L)", "length(S)", "length(M)", "length(A)", "length(E)", "length(T)", "length(O)",
        "N + N", "N - N", "N * N", "N / 3", "N / 2", "N % 3", "N % 2", "-N", "(N)", "B ? N : N", "abs(N)", "ceil(N)", "floor(N)", "ceil(N / 2)", "max(N, N)", "min(N, N, N)", "signum(N)", "pow(2, 10)", "pow(N, 2)", "pow(2, -3)", "log(8, 2)",
        "parseint(S, 10)", 'parseint("ff", 16)', "tonumber(S)", 'tonumber("2.50")', "sum(I)", "sum([N, N])", "index(L, S)", "index(I, N)", 'timecmp("2024-01-01T00:00:00Z", "2023-12-31T23:00:00-01:00")',
        "O.a", "local.numbers[N]", "try(N, 1)", "coalesce(N, 2)", "one([N])", "var.rows[1].size", "element(I, N)", "S + 1", "try(tonumber(S), N)",
    ),
    "B": (
        "true", "false", "terraform_data.b.output", "!B", "B && B", "B || B", "N > N", "N >= N", "N < N", "N <= N", "N == N", "S == S", "S != S", "A == A", "A != A", "L == L", "O == O", "T == T", "M == M", "E == E", "S == null", "A == null", "null == null",
        "terraform_data.s.id == null", "terraform_data.s.output == null", "length(terraform_data.l.output) >= 0", "contains(L, S)", "contains(I, N)", "contains(E, S)", "startswith(S, S)", 'startswith("a-${S}", "a")', "endswith(S, S)", "strcontains(S, S)",
        "alltrue([B, B])", "anytrue([B, B])", "can(A)", "can(L[N])", "can(tonumber(S))", "can(regex(S, S))", "tobool(S)", 'tobool("true")', "B ? B : B", "try(B, false)", "issensitive(S)", "(B)", 'S == "a-${S}"', "N == length(L)", "length(S) > 0",
    ),
    "L": (
        "[]", '["a"]', '["b", "a", "b"]', "[S, S]", "tolist([S, S])", "terraform_data.l.output", "var.texts", "tolist([])", "[for v in L : upper(v)]", "[for v in L : v if v != S]", "[for i, v in L : i]", "[for k, v in M : k]", "[for k, v in O : v]", "[for v in E : v]",
        "concat(L, L)", "compact(L)", "distinct(L)", "reverse(L)", "sort(L)", "slice(L, 0, 1)", "slice(L, N, N)", 'split(",", S)', "split(S, S)", "keys(M)", "keys(O)", "values(M)", "flatten([L, [L]])", "chunklist(L, 2)[0]", 'formatlist("%s-%s", L, S)', 'formatlist("x%d", [1, 2])',
        "tolist(E)", "B ? L : L", "coalescelist(L, L)", "matchkeys(L, L, L)", "range(N)", "range(1, 4)", "range(N, N, 2)", 'regexall("[a-z]", S)', "L[*]", "T[*]", "S[*]", "var.null[*]", "var.rows[*].name", "var.rows.*.name", "var.rows[*].tags", "local.nested.a.b[*].c",
        'cidrsubnets("10.1.0.0/16", 4, 4, N)', "terraform_data.c[*].output", "terraform_data.c.*.id", "[for d in terraform_data.c : d.output]", "try(L, [])", "toset(L)", "concat(L, T)", "values(O)", "tolist(T)", 'transpose({ a = L })["a"]', "setproduct(L, E)", "T", "A",
    ),
    "I": ("[1, 2]", "[N, N]", "local.numbers", "range(3)", "[for v in I : v * 2]", "concat(I, I)", "reverse(I)", "tolist(I)", "[for v in I : v if v > N]", "B ? I : I"),
    "E": ("toset(L)", "toset([])", 'toset(["a", "b"])', "terraform_data.e.output", "setunion(E, E)", "setintersection(E, E)", "setsubtract(E, E)", 'fileset("none", "*")', "toset([for v in L : v])", "B ? E : E", "toset(T)"),
    "M": (
        "{}", '{ k = "v" }', "{ k = S, j = S }", "tomap({ k = S })", "terraform_data.m.output", "merge(M, M)", "merge(M, O)", "zipmap(L, L)", "{ for k, v in M : upper(k) => v }", "{ for v in L : v => v... }", '{ for i, v in L : "${i}" => v }', "{ for k, v in M : k => v if v != S }", "{ for v in L : v => length(v) }",
        "tomap(O)", "tomap({})", "B ? M : M", "transpose({ a = L, b = L })", "try(M, {})", "{ (S) = S }", '{ "${S}" = N }', "var.any", "{ for k, d in terraform_data.f : k => d.output }", "O",
    ),
    "O": ("{ a = N, b = S }", "{ a = A }", "terraform_data.o.output", "merge(O, { c = B })", "local.nested", "var.any", "{ a = 1, b = { c = [S, N] } }", "B ? O : O", "var.rows[0]", "jsondecode(local.json)", 'yamldecode("a: 1\\nb: [x, true, null]\\n")', 'jsondecode("{\\"a\\":S_}")', 'csvdecode("a,b\\n1,2\\n3,4")[N]', 'regex("(?P<x>[a-z])(?P<y>[0-9])?", S)', "terraform_data.s"),
    "T": ("[]", "[S, N]", "[N, B, S]", "terraform_data.t.output", "[A, A]", "[[S], [N, N]]", "concat(T, I)", "reverse(T)", "slice(T, 0, 1)", "flatten(T)", 'regex("(a)(b)?", S)', "B ? T : T", "[for k, v in O : { (k) = v }]", "values(O)", 'jsondecode("[1, null, {}]")', "setproduct(L, I)", "chunklist(L, N)", "[null, S]", "try(T, [])", "I", "L"),
    "A": ("S", "N", "B", "L", "M", "O", "T", "E", "null", "var.any", "local.nested", "try(A, A)", "B ? A : A", "coalesce(A, A)", "element(T, N)", "lookup(O, S, A)", "one(T)", "A[0]", "A.a", "A[*]", "sum(T)", "jsondecode(S)", "yamldecode(S)", "jsondecode(jsonencode(A))", "yamldecode(yamlencode(A))", "tolist(A)", "toset(A)", "tomap(A)", "flatten(A)", "-A", "!A", "[for v in A : v]", "{ for k, v in A : k => v }", "merge(A, A)", "terraform_data.f", "terraform_data.c", "nonsensitive(A)", "values(A)", "keys(A)", "length(A)", "setproduct(A, A)", "concat(A, A)", "contains(A, A)", "index(A, A)", "zipmap(A, A)", "tostring(A)", "distinct(A)", "reverse(A)"),
}  # fmt: skip
_HOLE = re.compile(r"(?<![A-Za-z0-9_.$])([SNBLIEMOTA])(?![A-Za-z0-9_])")
_SIMPLE = {
    kind: [rule for rule in rules if not _HOLE.search(rule)] or ["null"]
    for kind, rules in RULES.items()
}


def expressions(seed: int, count: int, depth: int = 3) -> list[str]:
    """Make expressions; the same seed makes the same."""
    chance = random.Random(seed)  # noqa: S311  no secret
    kinds = sorted(RULES)
    return [_made(chance, chance.choice(kinds), depth) for _ in range(count)]


def each_rule(seed: int, times: int) -> list[str]:
    """Make each rule some times, with simple parts."""
    chance = random.Random(seed)  # noqa: S311  no secret
    rules = [rule for kind in sorted(RULES) for rule in RULES[kind]]
    return [_filled(chance, rule, 1) for rule in rules for _ in range(times)]


def _made(chance: random.Random, kind: str, depth: int) -> str:
    if depth <= 0:
        return chance.choice(_SIMPLE[kind]) if chance.random() < 0.97 else "null"
    return _filled(chance, chance.choice(RULES[kind]), depth - 1)


def _filled(chance: random.Random, rule: str, depth: int) -> str:
    def part(match: re.Match[str]) -> str:
        text = _made(chance, match[1], depth)
        # A heredoc ends with its line, and so stands alone; operators need brackets.
        if text.startswith("<<"):
            return '"here"'
        simple = re.fullmatch(r'[\w.]+|"[^"$%]*"|\[[^\[\]]*\]|\w+\([^()]*\)', text)
        return text if simple or rule == match[0] else f"({text})"

    return _HOLE.sub(part, rule)
