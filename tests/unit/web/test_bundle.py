"""The browser's code and style as one file each."""

from __future__ import annotations

import re

import pytest

from rudc_map.settings import PROJECT
from rudc_map.web.bundle import read_bundle


@pytest.fixture
def assets(tmp_path):
    for name in ("map.js", "start.js", "alpha.js", "base.js", "zebra.js"):
        (tmp_path / name).write_text(f"// {name}")
    (tmp_path / "b.css").write_text("b {}")
    (tmp_path / "a.css").write_text("a {}")
    (tmp_path / "favicon.svg").write_text("<svg/>")
    return tmp_path


def test_the_base_comes_first_and_the_start_last(assets):
    order = re.findall(r"// (\w+)\.js", read_bundle(assets).script.decode())
    assert order == ["base", "alpha", "map", "zebra", "start"]


def test_style_sheets_come_in_the_order_of_their_names(assets):
    assert read_bundle(assets).style == b"a {}\nb {}"


def test_scripts_are_on_lines_of_their_own(assets):
    assert b"// base.js\n// alpha.js\n" in read_bundle(assets).script


def test_a_change_of_a_script_changes_its_address_alone(assets):
    before = read_bundle(assets)
    (assets / "map.js").write_text("// map.js!")
    after = read_bundle(assets)
    assert after.script_address != before.script_address
    assert after.style_address == before.style_address


def test_a_change_of_style_changes_its_address_alone(assets):
    before = read_bundle(assets)
    (assets / "a.css").write_text("a { }")
    after = read_bundle(assets)
    assert after.script_address == before.script_address
    assert after.style_address != before.style_address


def test_the_same_files_have_the_same_address(assets):
    assert read_bundle(assets) == read_bundle(assets)


def test_the_bundle_of_the_app_is_served_at_its_addresses(client):
    bundle = read_bundle(PROJECT / "assets")
    assert client.get(bundle.script_address).get_data() == bundle.script
    assert client.get(bundle.style_address).get_data() == bundle.style


@pytest.mark.parametrize("address", ["/code/000000000000.js", "/code/base.js", "/code/style.css"])
def test_no_other_code_is_served(client, address):
    assert client.get(address).status_code == 404
