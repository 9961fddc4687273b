"""The policies of pages and embeds."""

from __future__ import annotations

import pytest

from rudc_map.web.security import embed_policy, hash_source, page_policy, tiles_origin


def directives(policy: str) -> dict[str, list[str]]:
    parts = (part.split(" ") for part in policy.split("; "))
    return {name: sources for name, *sources in parts}


def test_a_page_loads_from_its_own_site_and_its_tiles_only():
    policy = directives(page_policy(("let a;",), "https://tiles.example/{z}/{x}/{y}.png"))
    assert policy["default-src"] == ["'self'"]
    assert policy["script-src"] == ["'self'", hash_source("let a;")]
    assert "https://tiles.example" in policy["img-src"]
    assert policy["frame-ancestors"] == ["'self'"]


def test_an_embed_may_stand_in_the_frames_of_the_setting_and_nowhere_else():
    policy = directives(embed_policy((), "https://krant.example https://*.gemeente.example"))
    assert policy["frame-ancestors"] == ["https://krant.example", "https://*.gemeente.example"]
    assert policy["default-src"] == ["'none'"]


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("", ""),
        ("/tiles/{z}/{x}/{y}.png", ""),
        ("https://{s}.tiles.example/{z}/{x}/{y}.png", "https://*.tiles.example"),
        ("http://127.0.0.1:9/{z}", "http://127.0.0.1:9"),
    ],
)
def test_tiles_are_named_by_their_site(address, origin):
    assert tiles_origin(address) == origin
