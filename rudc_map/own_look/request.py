"""What the web server asks of the process that reads a user's file (`rudc_map.own_look`)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class Request(BaseModel):
    """What is asked of the file; `region`, `decimal` and `lang` as in an address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=255)
    dataset: str
    region: str = Field(max_length=5_000)
    lang: str = Field(pattern="^(nl|en)$")
    smallest_group: int = Field(ge=0, le=1_000)
    decimal: str = Field(default="", pattern="^(comma|point|)$")
