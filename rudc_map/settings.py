"""The settings of a server, from the environment (RUDC_...), validated once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Self

from limits import parse_many
from platformdirs import user_cache_path, user_data_path
from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent

BRT_GREY = "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png"

TILE = {"z", "x", "y"}
"""What the address of a tile has in braces."""


class Settings(BaseSettings):
    """Settings of a server.

    Attributes
    ----------
    data_dir : Path
        The data directory (RUDC_DATA_DIR): the data set in use there is served, else the
        embedded one.
    cache_dir : Path
        Where files derived from the data set are kept between starts (RUDC_CACHE_DIR).
    cache_megabytes : int
        How large they may become together (RUDC_CACHE_MEGABYTES) [MB]; those that were not used for
        longest go first.
    own_dir : Path
        Where the municipality's own figures are kept (RUDC_OWN_DIR).
    sources : Path
        The file with the addresses that data are fetched from (RUDC_SOURCES).
    tiles_url : str
        Address of the base map's tiles with {z}, {x} and {y} (RUDC_TILES_URL); empty for none.
    tiles_proxy : bool
        Whether browsers get the tiles by way of this server (RUDC_TILES_PROXY).
    contact : str
        Where faults are reported: an address for e-mail, or of a page (RUDC_CONTACT).
    assets_dir : Path
        The folder with the style sheet and the browser's code (RUDC_ASSETS_DIR).
    frame_ancestors : str
        Which sites may show /embed in a frame (RUDC_FRAME_ANCESTORS), as the CSP directive of that
        name takes them: ``*`` for all, ``'none'``, or addresses with spaces between them.
    warm : bool
        Whether a server fills its cache at the start (RUDC_WARM).
    rate_limit : str
        How many questions an address may ask the API, e.g. ``300 per minute`` (RUDC_RATE_LIMIT);
        empty for no limit.
    rate_limit_storage : str
        Where they are counted (RUDC_RATE_LIMIT_STORAGE): ``memory://``, in each worker by itself,
        or ``redis://host:6379``, in all of them together.
    trusted_proxies : int
        How many proxies stand before the server, whose X-Forwarded-For and X-Forwarded-Proto are
        believed (RUDC_TRUSTED_PROXIES); 0 takes the address of whoever connects.
    hosts : str
        The names by which the server may be asked (RUDC_HOSTS), with spaces between them; a name
        that begins with a dot stands for all below it; empty for any name.
    """

    model_config = SettingsConfigDict(env_prefix="RUDC_", frozen=True)

    data_dir: Path = Field(default_factory=lambda: user_data_path("rudc-map"))
    cache_dir: Path = Field(default_factory=lambda: user_cache_path("rudc-map"))
    cache_megabytes: int = Field(default=2_000, ge=50)
    own_dir: Path = Field(default_factory=lambda: user_data_path("rudc-map") / "own")
    sources: Path = PROJECT / "geodata" / "sources.toml"
    tiles_url: str = BRT_GREY
    tiles_proxy: bool = False
    contact: str = ""
    assets_dir: Path = PROJECT / "assets"
    frame_ancestors: str = Field(default="*", pattern=r"^[^;,\s]+( [^;,\s]+)*$")
    warm: bool = True
    rate_limit: str = "300 per minute"
    rate_limit_storage: str = "memory://"
    trusted_proxies: int = Field(default=0, ge=0)
    hosts: str = Field(default="", pattern=r"^$|^[\w.-]+( [\w.-]+)*$")

    @model_validator(mode="after")
    def _tiles_have_an_address(self) -> Self:
        """Refuse an address that does not say which tile, or that a proxy cannot fill in."""
        gaps = set(re.findall(r"{(\w*)}", self.tiles_url))
        if self.tiles_url and (not gaps >= TILE or (self.tiles_proxy and gaps != TILE)):
            raise ValueError(
                f"RUDC_TILES_URL is '{self.tiles_url}'; give an address with {{z}}, {{x}} and "
                "{y}, with RUDC_TILES_PROXY nothing else in braces, or nothing for no base map"
            )
        return self

    @field_validator("rate_limit")
    @classmethod
    def _can_be_counted(cls, given: str) -> str:
        """Refuse what says no number of times a period."""
        if given.strip():
            try:
                parse_many(given)
            except ValueError:
                raise ValueError(
                    f"RUDC_RATE_LIMIT is '{given}'; give such as '300 per minute', "
                    "'300/minute;5000/hour', or nothing for no limit"
                ) from None
        return given.strip()
