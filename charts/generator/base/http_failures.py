"""Says in sentences why a file could not be fetched."""

from __future__ import annotations

import ssl

import requests
from urllib3 import exceptions


def reason(error: Exception, timeout: float) -> str:
    """Say why no answer came, judging by the types of the error and its causes, not their text."""
    for kinds, said in _REASONS.items():
        if any(isinstance(found, kinds) for found in _causes(error)):
            return said.format(timeout=timeout)
    return CUT_OFF


def _causes(error: BaseException) -> list[BaseException]:
    """Return an error and all its causes: libraries wrap one another's errors."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop(0)
        if isinstance(current, BaseException) and current not in found:
            found.append(current)
            waiting += [current.__cause__, getattr(current, "reason", None), *current.args]
    return found


_FAILED = "the publisher's server keeps failing; try again later."
NO_ADDRESS = "this is not an address that can be fetched; it should begin with https://."

# By type of error, the most specific first. Some are from urllib3, some from requests.
_REASONS: dict[tuple[type[BaseException], ...], str] = {
    (requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema): NO_ADDRESS,
    (requests.exceptions.InvalidURL, exceptions.LocationParseError): NO_ADDRESS,
    (requests.exceptions.TooManyRedirects,): (
        "the server redirects without end; the publisher may have moved the file."
    ),
    (requests.exceptions.ProxyError, exceptions.ProxyError): (
        "the proxy does not answer; check the environment variable HTTPS_PROXY."
    ),
    (requests.exceptions.SSLError, exceptions.SSLError, ssl.SSLError): (
        "the connection is not secure: the server's certificate or encryption is not accepted."
    ),
    (exceptions.NameResolutionError,): "the server's name can't be found; check your network.",
    (ConnectionRefusedError,): "the server refused the connection.",
    (exceptions.NewConnectionError,): "the server can't be reached; check your network.",
    (requests.exceptions.ConnectTimeout, exceptions.ConnectTimeoutError): (
        "no connection within {timeout:g} seconds."
    ),
    (requests.exceptions.ReadTimeout, exceptions.ReadTimeoutError): (
        "the server sent nothing for more than {timeout:g} seconds."
    ),
    (requests.exceptions.RetryError, exceptions.ResponseError): _FAILED,
    (requests.exceptions.ContentDecodingError, exceptions.DecodeError): (
        "the answer can't be decoded; the publisher's server compressed it wrongly."
    ),
}
CUT_OFF = "the answer was cut off in the middle."


def status(response: requests.Response) -> str:
    """Say what a status means for the person who refreshes the data."""
    code = response.status_code
    meaning = {
        401: "the key was not accepted; check the environment variable that holds it.",
        403: "the publisher refused; the key may be missing or wrong, or requests too many.",
        404: "the file is no longer there; the publisher may have moved it.",
        429: "the publisher keeps asking for fewer requests; try again later.",
    }
    return f"answered {code}: " + meaning.get(code, _FAILED if code >= 500 else "unexpected.")
