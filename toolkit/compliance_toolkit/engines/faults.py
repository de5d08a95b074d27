"""What can go wrong on the way to an OPA server, told apart by what a caller can do about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import requests
from requests import exceptions

from compliance_toolkit.engines.transport import TooLargeError
from compliance_toolkit.errors import ConfigurationError, PolicyError, UnavailableError

_REFUSED = {401, 403}
_ELSEWHERE = {404, 405}
_BUSY = {429, 502, 503, 504}


class TransientError(Exception):
    """Another attempt may succeed; the message says what happened.

    Attributes:
        retry_after: Seconds that the server asks to wait.
    """

    def __init__(self, message: str, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@contextmanager
def translated(server: str) -> Iterator[None]:
    """Turn every error of the client and its libraries into one of ours.

    Args:
        server: Name of the server for the messages.

    Raises:
        TransientError: The server could not be reached, is busy, or broke off.
        ConfigurationError: It refuses us, is no OPA server, or sends us elsewhere.
        PolicyError: It could not evaluate; with OPA's own message.
        UnavailableError: It answered, but not as OPA does.
    """
    try:
        yield
    except exceptions.HTTPError as error:
        raise _of_status(server, error.response) from error
    except exceptions.TooManyRedirects as error:
        raise ConfigurationError(
            f"{server} sends us elsewhere, which is not followed",
            hint="name the server that answers itself",
        ) from error
    except exceptions.SSLError as error:
        raise ConfigurationError(
            f"{server} shows a certificate that is not trusted",
            hint="give the path of the certificate authorities that it is signed by",
        ) from error
    except (exceptions.InvalidJSONError, RecursionError, UnicodeError) as error:
        raise UnavailableError(
            f"{server} did not answer with JSON", hint="see whether OPA itself answers there"
        ) from error
    except (exceptions.InvalidURL, exceptions.InvalidHeader) as error:
        raise ConfigurationError(f"{server} has no valid address or token") from error
    except TooLargeError as error:
        raise UnavailableError(f"{server}: {error}") from error
    except (exceptions.RequestException, OSError) as error:
        if isinstance(_root(error), TooLargeError):
            raise UnavailableError(f"{server}: {_root(error)}") from error
        raise TransientError(_what_happened(error)) from error


def _of_status(server: str, response: requests.Response | None) -> Exception:
    if response is None:
        return TransientError("no response")
    status = response.status_code
    if status in _BUSY:
        return TransientError(f"status {status}", _retry_after(response))
    if status in _REFUSED:
        return ConfigurationError(
            f"{server} refuses us with status {status}", hint="give it a token that it accepts"
        )
    if status in _ELSEWHERE:
        return ConfigurationError(
            f"{server} has no data API: status {status}", hint="name the address before `/v1`"
        )
    return PolicyError(f"{server} failed with status {status}: {_message(response)}")


def _message(response: requests.Response) -> str:
    """OPA's own words, the first detail before the summary, in one line."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        body = None
    match body:
        case {"errors": [{"message": str() as message}, *_]} | {"message": str() as message}:
            return " ".join(message.split())
        case _:
            return "without a message"


def _retry_after(response: requests.Response) -> float:
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isascii() and value.isdigit() else 0.0


def _what_happened(error: BaseException) -> str:
    match error:
        case exceptions.ConnectTimeout() | exceptions.ReadTimeout():
            return "timed out"
        case exceptions.ConnectionError() if isinstance(_root(error), TimeoutError):
            return "timed out"
        case exceptions.ChunkedEncodingError() | exceptions.ContentDecodingError():
            return "the answer broke off"
        case _:
            root = _root(error)
            return getattr(root, "strerror", None) or type(root).__name__


def _root(error: BaseException) -> BaseException:
    """The first cause, below the layers of `requests` and `urllib3`."""
    seen = {id(error)}
    while (below := error.__cause__ or error.__context__) is not None and id(below) not in seen:
        seen.add(id(below))
        error = below
    return error
