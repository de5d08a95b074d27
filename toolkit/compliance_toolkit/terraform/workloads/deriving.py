"""From what a program is told to the routes that it leads to."""

from __future__ import annotations

from collections.abc import Iterator

from compliance_toolkit.models import ReasonCode, Unknown
from compliance_toolkit.terraform.workloads.atlas import (
    GLOBAL,
    IN_REGION,
    Atlas,
    Destinations,
    Host,
)
from compliance_toolkit.terraform.workloads.led import Derived, Led
from compliance_toolkit.terraform.workloads.parts import missed_parts
from compliance_toolkit.terraform.workloads.settings import (
    LOG_REGION,
    LONGEST,
    Container,
    Setting,
    is_expanded,
    may_lead,
)
from compliance_toolkit.terraform.workloads.texts import Model, bare_ids, host_of
from compliance_toolkit.terraform.workloads.variables import (
    AWS_ENDPOINT,
    AWS_REGIONS,
    BEDROCK,
    GOOGLE_CLOUD,
    HEADERS,
    MANTLE,
    OPENING,
    PROFILES,
    REDIRECTS,
    VERTEX,
    is_read_by_sdks,
    location_of,
    opens,
)

_AWS = "aws"
_REGION = "region"
_ENDPOINT = "endpoint"


def derive(container: Container, own_region: str | Unknown | None, atlas: Atlas) -> Derived:
    """Say where the settings of one program lead.

    Args:
        container: The settings.
        own_region: Region that the platform tells the program; `None` if it tells none.
        atlas: The law's tables.
    """
    made = _Reading(container, own_region, atlas).derived()
    for name, why in missed_parts(container.settings, atlas):
        made.miss(name, why)
    return made


class _Reading:
    """Reads one program's settings; what one of them leaves open another may decide."""

    def __init__(
        self, container: Container, own_region: str | Unknown | None, atlas: Atlas
    ) -> None:
        self._settings = container.settings
        self._lost = container.lost
        self._atlas = atlas
        self._own_region = own_region
        self._made = Derived()
        self._sources: dict[str | Unknown, None] = {}
        """Regions that a client of AWS may be made for."""
        self._providers: set[str] = set()
        """Whose hosts, models and credentials were named."""
        self._models: list[tuple[str, Model]] = []
        self._unnamed: list[str] = []
        """Settings that lead to Bedrock, where no model has been named yet."""

    def derived(self) -> Derived:
        for why in self._lost:
            self._made.miss(why.reference or "", why)
        for one in self._settings:
            if isinstance(one.value, Unknown):
                self._not_known(one, one.value)
            elif len(one.value) > LONGEST:
                self._made.miss(one.shown, Unknown(ReasonCode.UNSUPPORTED_TYPE, one.shown))
            elif one.value:
                self._known(one, one.value)
        self._place_models()
        opening = [one for one in self._settings if opens(one.name, one.value)]
        if opening:
            redirected = {REDIRECTS[one.name] for one in self._settings if _redirects(one)}
            for one in opening:
                self._open_by_credential(one, OPENING[one.name], redirected)
        elif not self._providers:
            for one in self._settings:
                self._bare(one)
        return self._made

    def _not_known(self, one: Setting, why: Unknown) -> None:
        if one.name in OPENING or (one.is_apart and not may_lead(one)):
            return  # no setting: a credential's value leads nowhere, and nor does a resource's name
        if one.name in AWS_REGIONS:
            self._sources[why] = None
        self._made.miss(one.shown, why)

    def _known(self, one: Setting, value: str) -> None:
        """Read a value by its variable's name, else by what it is."""
        if not is_read_by_sdks(one.name):  # most names
            self._search(one, value)
        elif one.name in PROFILES or one.name == HEADERS:
            self._made.miss(one.shown, Unknown(ReasonCode.OUTSIDE_INPUT, one.shown))
        elif one.name in REDIRECTS or one.name.startswith(AWS_ENDPOINT):
            self._redirect(one, value)
        elif one.name in AWS_REGIONS:
            self._aws_region(one, value.strip())
        elif (provider := location_of(one.name)) is not None:
            self._location(one, provider, value.strip().lower())
        elif one.name not in OPENING:
            self._search(one, value)

    # Hosts

    def _redirect(self, one: Setting, value: str) -> None:
        name = host_of(value)
        if name is None or is_expanded(value):
            self._made.miss(one.shown, Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, one.shown))
            return
        host = self._atlas.host(name)
        if host is not None:
            self._reach(one, host)
            return
        region = self._atlas.region_in(name)
        if one.name.startswith(AWS_ENDPOINT) and region is not None:
            self._lead(one, _AWS, _ENDPOINT, region, Destinations((region,)))
        else:
            self._made.miss(one.shown, Unknown(ReasonCode.OUTSIDE_INPUT, name))

    def _reach(self, one: Setting, host: Host) -> None:
        """Note what a provider's own host decides."""
        self._providers.add(host.provider)
        if host.provider == BEDROCK:
            if host.region is None:
                self._made.miss(one.shown, Unknown(ReasonCode.UNKNOWN_REGION, one.shown))
            else:
                self._sources[host.region] = None
                self._lead(one, BEDROCK, _ENDPOINT, host.region, Destinations((host.region,)))
            self._unnamed.append(one.shown)
        elif host.provider == MANTLE:
            if host.region is None:
                self._made.miss(one.shown, Unknown(ReasonCode.UNKNOWN_REGION, one.shown))
            else:
                self._lead(one, MANTLE, IN_REGION, host.region, Destinations((host.region,)))
        elif host.provider == VERTEX:
            self._location_of(one, VERTEX, host.region or host.scope)
        elif host.provider == GOOGLE_CLOUD:
            self._lead(one, GOOGLE_CLOUD, GLOBAL, None, Destinations(None))
        else:
            self._narrowest(one, host.provider, host.region)

    def _narrowest(self, one: Setting, provider: str, source: str | None) -> None:
        """State the narrowest offer of a provider; the request or the account decides which."""
        found = self._atlas.narrowest(provider)
        if found is None:
            self._made.miss(one.shown, Unknown(ReasonCode.UNKNOWN_VALUE, provider))
            return
        scope, destinations = found
        self._lead(one, provider, scope, source, destinations)

    # Regions

    def _aws_region(self, one: Setting, value: str) -> None:
        if not self._atlas.is_region("aws", value):
            late = is_expanded(value)
            code = ReasonCode.FUNCTION_NOT_EVALUATED if late else ReasonCode.UNKNOWN_REGION
            why = Unknown(code, one.shown)
            self._sources[why] = None
            self._made.miss(one.shown, why)
            return
        self._sources[value] = None
        self._lead(one, _AWS, _REGION, value, Destinations((value,)))

    def _location(self, one: Setting, provider: str, value: str) -> None:
        self._providers.add(provider)
        if provider == GOOGLE_CLOUD:  # what it pins nobody has read
            self._lead(one, provider, value if value == GLOBAL else _REGION, None, _NOWHERE)
        else:
            self._location_of(one, provider, value)

    def _location_of(self, one: Setting, provider: str, location: str) -> None:
        found = self._atlas.vertex(location)
        if found is None:
            self._made.miss(one.shown, Unknown(ReasonCode.UNKNOWN_REGION, one.shown))
            return
        scope = IN_REGION if self._atlas.cloud_of(location) else location
        self._lead(one, provider, scope, location, found)

    # Whatever else a value holds

    def _search(self, one: Setting, value: str) -> None:
        said = self._atlas.said(value)
        for model in said.models:
            self._providers.add(BEDROCK)
            self._models.append((one.shown, model))
        for host in said.hosts:
            self._reach(one, host)
        for location in said.locations:
            self._location(one, VERTEX, location)
        if said.cloud is not None:
            region = value.strip().lower()
            if said.cloud == _AWS and one.name != LOG_REGION:
                self._sources[region] = None
            self._lead(one, said.cloud, _REGION, region, Destinations((region,)))

    def _place_models(self) -> None:
        for name, model in self._models:
            if not model.id and model.prefix is None:
                if model.region:
                    self._made.routes[
                        Led(name, BEDROCK, "application", model.region, (model.region,))
                    ] = None
                self._made.miss(name, Unknown(ReasonCode.OUTSIDE_INPUT, name))
            else:
                for source in self._sources_of(model):
                    self._place(name, model, source)
        for name in self._unnamed if not self._models else ():
            self._made.miss(name, Unknown(ReasonCode.UNKNOWN_VALUE, f"{name}: no model"))

    def _sources_of(self, model: Model) -> Iterator[str | Unknown | None]:
        """Yield each region that a model may be called from."""
        if model.region is not None:
            yield model.region
            return
        yield from self._sources or [self._own_region]

    def _place(self, name: str, model: Model, source: str | Unknown | None) -> None:
        """Note where a model runs that is called from one region."""
        region = source if isinstance(source, str) else None
        why = source if isinstance(source, Unknown) else None
        if model.prefix is None:
            self._made.miss(name, Unknown(ReasonCode.FUNCTION_NOT_EVALUATED, name))
            return
        scope = model.prefix or IN_REGION
        if region == "" or scope == GLOBAL:  # an ARN without a region is global routing
            found: Destinations | None = Destinations(None)
            scope, region = GLOBAL, region or None
        elif scope == IN_REGION:
            known = region is not None and self._atlas.is_region("aws", region)
            found = Destinations((region,)) if known and region is not None else None
        else:
            found = self._atlas.bedrock(scope, model.id, region)
        if found is not None:
            self._made.routes[Led(name, BEDROCK, scope, region, found.regions)] = None
        if found is None or not found.surely:
            code = ReasonCode.UNKNOWN_VALUE if region else ReasonCode.AMBIENT_PROVIDER_REGION
            self._made.miss(name, why or Unknown(code, name))

    # What nothing else has decided

    def _open_by_credential(self, one: Setting, provider: str, redirected: set[str]) -> None:
        """A credential opens its provider's own host, unless another setting leads there."""
        if provider in self._providers or provider in redirected:
            return
        match provider:
            case "bedrock":
                self._made.miss(
                    one.shown, Unknown(ReasonCode.UNKNOWN_VALUE, f"{one.shown}: no model")
                )
            case "vertex":
                self._made.miss(one.shown, Unknown(ReasonCode.UNKNOWN_REGION, one.shown))
            case "anthropic_google_cloud":
                self._lead(one, provider, GLOBAL, None, _NOWHERE)
            case _:
                self._narrowest(one, provider, None)

    def _bare(self, one: Setting) -> None:
        """A model's id alone does not tell who runs it."""
        if isinstance(one.value, str) and any(map(self._atlas.is_model, bare_ids(one.value))):
            self._made.miss(one.shown, Unknown(ReasonCode.UNKNOWN_VALUE, f"{one.shown}: no route"))

    def _lead(
        self,
        one: Setting,
        provider: str,
        scope: str,
        source: str | None,
        destinations: Destinations,
    ) -> None:
        self._made.routes[Led(one.shown, provider, scope, source, destinations.regions)] = None
        if not destinations.surely:
            self._made.miss(one.shown, Unknown(ReasonCode.UNKNOWN_VALUE, f"{one.shown}: no geo"))


def _redirects(one: Setting) -> bool:
    return one.name in REDIRECTS and bool(one.value)


_NOWHERE = Destinations(None)
