"""Functions of networks."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import TypeAlias

from compliance_toolkit.terraform.functions_base import (
    COUNT,
    TEXT,
    Function,
    Given,
    RefusedError,
    UnsupportedError,
    number_at,
    on_texts,
    text_at,
    whole_at,
)
from compliance_toolkit.terraform.hcl_kinds import STRING, STRINGS
from compliance_toolkit.terraform.hcl_values import Value, list_of, text_of

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
_V4 = re.compile(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})\.(\d{1,9})/(\d{1,9})", re.ASCII)


def _network(text: str) -> Network:
    if (match := _V4.fullmatch(text)) is not None:
        text = "{}.{}.{}.{}/{}".format(*map(int, match.groups()))  # `010` is ten
    elif ":" not in text:
        raise RefusedError
    elif "%" in text or "." in text:
        raise UnsupportedError
    elif not text.rpartition("/")[2].isdecimal():
        raise RefusedError
    try:
        made = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise RefusedError from None
    if isinstance(made, ipaddress.IPv6Network) and made.network_address.ipv4_mapped is not None:
        raise UnsupportedError
    return made


_LOW = (1 << 64) - 1
"""Terraform looks at the low bits of a number alone to see whether it fits."""


def _address(network: Network, number: int) -> str:
    if abs(number) >> network.max_prefixlen:
        raise RefusedError
    return str(type(network.network_address)(abs(number)))


def _big_at(given: Given, at: int) -> int:
    whole = number_at(given, at).whole
    if whole is None:
        raise RefusedError
    return whole


def _cidrhost(given: Given) -> Value:
    number = _big_at(given, 1)
    network = _network(text_at(given, 0))
    most = network.num_addresses - 1
    shown = number & _LOW
    size = shown - (1 << 64) if shown >> 63 else shown
    if number < 0:
        size = -number - 1
        number = most - size
    if size > most:
        raise RefusedError
    return text_of(_address(network, int(network.network_address) | number))


def _cidrnetmask(text: str) -> str:
    network = _network(text)
    if network.version == 6:
        raise RefusedError
    return str(network.netmask)


def _cidrsubnet(given: Given) -> Value:
    network = _network(text_at(given, 0))
    bits, number = whole_at(given, 1), _big_at(given, 2)
    length = network.prefixlen + bits
    if length < 0:
        raise UnsupportedError
    if length > network.max_prefixlen or (0 <= bits < 64 and abs(number) & _LOW >= 1 << bits):
        raise RefusedError
    start = int(network.network_address) | number << (network.max_prefixlen - length)
    return text_of(f"{_address(network, start)}/{length}")


def _cidrsubnets(given: Given) -> Value:
    network = _network(text_at(given, 0))
    start = int(network.network_address)
    end = start + network.num_addresses
    if start == 0 and len(given.values) > 1:  # Terraform finds no room in front of it
        raise RefusedError
    made: list[Value] = []
    for at in range(1, len(given.values)):
        bits = whole_at(given, at)
        length = network.prefixlen + bits
        if not 1 <= bits <= 32 or length > network.max_prefixlen:
            raise RefusedError
        size = 1 << (network.max_prefixlen - length)
        start = -(-start // size) * size
        if start + size > end:
            raise RefusedError
        made.append(text_of(f"{_address(network, start)}/{length}"))
        start += size
    return list_of(made, STRING)


FUNCTIONS: Mapping[str, Function] = {
    "cidrhost": Function((TEXT, COUNT), STRING, _cidrhost),
    "cidrnetmask": on_texts(_cidrnetmask),
    "cidrsubnet": Function((TEXT, COUNT, COUNT), STRING, _cidrsubnet),
    "cidrsubnets": Function((TEXT,), STRINGS, _cidrsubnets, rest=COUNT),
}
