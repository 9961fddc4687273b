"""How many questions one visitor may ask the API; pages and their files have no limit."""

from __future__ import annotations

import math
import time
from ipaddress import IPv6Address, ip_address, ip_network

from flask import Flask, Response, request
from flask_limiter import Limiter
from limits import parse_many
from limits.errors import ConfigurationError

from rudc_map.errors import InputError, RudcError
from rudc_map.model import Lang
from rudc_map.settings import Settings
from rudc_map.view.api_operations import BASE
from rudc_map.view.formats import format_number
from rudc_map.view.texts import say
from rudc_map.web.errors import error_response

IPV6_PREFIX = 64
"""Bits that one subscriber of IPv6 has for himself: all addresses that begin so count as one."""


def limit_questions(server: Flask, settings: Settings) -> None:
    """Count the questions to the API by address, and refuse those beyond the setting.

    Parameters
    ----------
    server : Flask
        The application.
    settings : Settings
        The limit, and where it is counted.

    Raises
    ------
    RudcError
        If there is no such place to count in.
    """
    if not settings.rate_limit:
        return
    try:
        limiter = Limiter(
            _visitor,
            app=server,
            application_limits=[settings.rate_limit],
            storage_uri=settings.rate_limit_storage,
            strategy="moving-window",
            headers_enabled=True,
            in_memory_fallback_enabled=True,
        )
    except ConfigurationError as error:
        raise RudcError(
            f"RUDC_RATE_LIMIT_STORAGE is '{settings.rate_limit_storage}', which cannot be used "
            f"({error}). Give memory:// or redis://host:6379."
        ) from error
    limiter.request_filter(_is_free)

    @server.errorhandler(429)
    def too_many(_error: Exception) -> tuple[Response, int]:
        reached = limiter.current_limit
        if reached is None:
            raise RuntimeError("429 without a limit")
        amount, period = reached.limit.amount, reached.limit.get_expiry()
        seconds = min(max(1, math.ceil(reached.reset_at - time.time())), period)
        return error_response(
            InputError(
                f"Dit adres stelt meer dan {amount} vragen in {period} seconden. Wacht {seconds} "
                "seconden, en bewaar antwoorden een uur.",
                f"This address asks more than {amount} questions in {period} seconds. Wait "
                f"{seconds} seconds, and keep answers for an hour.",
                status=429,
            )
        )


def limits_in_words(setting: str, lang: Lang) -> list[str]:
    """The limits of a setting as people read them.

    Examples
    --------
    >>> limits_in_words("300/minute;5000/hour", Lang.EN)
    ['300 questions in 60 seconds', '5,000 questions in 3,600 seconds']
    """
    return [
        say(
            "api.limit.rate",
            n=format_number(limit.amount, 0, lang),
            seconds=format_number(limit.get_expiry(), 0, lang),
        )[lang]
        for limit in (parse_many(setting) if setting else ())
    ]


def _is_free() -> bool:
    """Whether a request does not count: it is no question to the API, or only asks what it may."""
    return request.method == "OPTIONS" or not request.path.startswith(f"{BASE}/")


def _visitor() -> str:
    """Who asks, by address."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:  # how a socket for both kinds writes an address of IPv4
            return str(address.ipv4_mapped)
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)
