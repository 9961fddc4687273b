"""The catalogue of texts: complete in both languages, every text used, every use a text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from rudc_map.analysis.intervals import Verdict
from rudc_map.indicators.intervals import Method
from rudc_map.model import (
    Aggregate,
    Chart,
    ClassScheme,
    CountBy,
    Direction,
    FigureStatus,
    Lang,
    Level,
    MissingReason,
    Overlay,
    Picture,
    ReferenceKind,
    Text,
)
from rudc_map.view.api_document import ALL
from rudc_map.view.api_page import EXPLAINED
from rudc_map.view.api_parameters import PARAMETERS
from rudc_map.view.figures import COLUMNS
from rudc_map.view.figures_files import FORMATS
from rudc_map.view.judgements import Judgement
from rudc_map.view.sentences import Sign
from rudc_map.view.texts import interface_texts, say

ROOT = Path(__file__).parents[3]
TEXTS = tomllib.loads((ROOT / "rudc_map" / "view" / "texts.toml").read_text(encoding="utf-8"))
KEYS = sorted(TEXTS)

LEVELS = [level.value for level in Level]
REASONS = [reason.value for reason in MissingReason]
PAIRS = ("meer", "hoger", "verder")
STRENGTHS = ("weak", "moderate", "strong")
DYNAMIC = {
    "level.*.plural": [f"level.{level}.plural" for level in LEVELS],
    "level.*": [f"level.{level}" for level in LEVELS],
    "missing.*": [f"missing.{reason}" for reason in (*REASONS, "eigen")],
    "reference.*": [f"reference.{kind.value}" for kind in ReferenceKind],
    "scheme.*": [f"scheme.{scheme.value}" for scheme in ClassScheme],
    "direction.*": [f"direction.{direction.value}" for direction in Direction],
    "aggregation.*": [f"aggregation.{rule.value}" for rule in Aggregate],
    "scheme.help.*": [f"scheme.help.{scheme.value}" for scheme in ClassScheme],
    "zoom.*": ["zoom.in", "zoom.out"],
    "legend.*": ["legend.hatch", "legend.dots"],
    "tabs.*": ["tabs.map", "tabs.choose", "tabs.compare"],
    "picture.*": [f"picture.{picture.value}" for picture in Picture],
    "overlay.*": [f"overlay.{overlay.value or 'geen'}" for overlay in Overlay],
    "chart.tab.*": [f"chart.tab.{chart.value or 'overzicht'}" for chart in Chart],
    "chart.scatter.*": [
        "chart.scatter.none",
        *(f"chart.scatter.{size}.{way}" for size in STRENGTHS for way in ("up", "down")),
    ],
    "verdict.*": [f"verdict.{verdict.value}" for verdict in Verdict],
    "judged.*": [f"judged.{judgement.value}" for judgement in Judgement],
    "own_area.by.*": [f"own_area.by.{by.value}" for by in CountBy],
    "own_area.how.*": ["own_area.how.v", "own_area.how.c"],
    "places.*": ["places.gemeente", "places.regio", "places.provincie", "places.nederland"],
    "cluster.*": [f"cluster.{kind}" for kind in ("H", "L", "h", "l", "none", "i")],
    "cluster.*.help": [f"cluster.{kind}.help" for kind in "HLhl"],
    "pattern.*": [f"pattern.{kind}" for kind in ("clustered", "dispersed", "random")],
    "status.*": [f"status.{status.value}" for status in FigureStatus],
    "profile.place.*": [f"profile.place.{x}" for x in ("gemeente", "provincie", "land")],
    "profile.name.*": [f"profile.name.{x}" for x in ("wijk", "gemeente", "provincie")],
    "profile.than.*.*": [
        f"profile.than.{p}.{s.value}" for p in PAIRS for s in Sign if s is not Sign.UNCLEAR
    ],
    "profile.judged.*": [f"profile.judged.{judgement.value}" for judgement in Judgement],
    "profile.trend.*": [*(f"profile.trend.{sign.value}" for sign in Sign), "profile.trend.unsure"],
    "profile.unknown.*": [f"profile.unknown.{r}" for r in REASONS if r != "niet_op_dit_niveau"],
    "about.rule.*": [f"about.rule.{rule.value}" for rule in Aggregate],
    "about.margin.*": [f"about.margin.{method.value}" for method in Method],
    "own_file.decimal.*": [f"own_file.decimal.{mark}" for mark in ("auto", "komma", "punt")],
    "own_file.line.decimal.*": ["own_file.line.decimal.comma", "own_file.line.decimal.point"],
    "own_file.left_out.*": [f"own_file.left_out.{part}" for part in ("row", "cell", "reason")],
    "download.column.*": [f"download.column.{column}" for column in COLUMNS],
    "downloads.format.*": [f"downloads.format.{kind}" for kind in FORMATS],
    "api.*": [f"api.{operation.id}" for operation in ALL],
    "api.*.more": [f"api.{operation.id}.more" for operation in ALL],
    "api.parameter.*": [f"api.parameter.{name}" for name in PARAMETERS],
    "api.status.*": [f"api.status.{status.value}" for status in EXPLAINED],
    "similar.*": ["similar.te_weinig_cijfers", "similar.geen_andere"],
}
"""Keys that are put together where they are used: pattern -> every key it can become."""

USES = re.compile(
    r"""\b(?:text|say|t)\(\s*(?:[^"'`,()?]+\?\s*)?          # a call, perhaps with a condition
        (?:(?P<quote>["'])(?P<plain>[a-z_]+(?:\.[a-z_]+)*)(?P=quote)
         |f?[`"](?P<pattern>[a-z_]+\.[^`"]*[{][^`"]*)[`"]    # `level.${x}` or f"level.{x}"
         |"(?P<start>[a-z_]+\.)"\s*~)                        # "tabs." ~ sheet
    """,
    re.VERBOSE,
)
LITERAL = re.compile(r"""["'`]([a-z_]+(?:\.[a-z_]+)*)["'`]""")


def sources() -> dict[str, str]:
    """The code in which texts are used, by file."""
    web = ROOT / "rudc_map" / "web"
    files = [
        *(ROOT / "assets").rglob("*.js"),
        *(web / "templates").iterdir(),
        *web.glob("*.py"),
        *(ROOT / "rudc_map" / "view").glob("*.py"),
        ROOT / "app.py",
    ]
    return {str(f.relative_to(ROOT)): f.read_text(encoding="utf-8") for f in files}


def pattern_of(key: str) -> str:
    """`level.${x}.plural`, `level.{x}.plural` -> level.*.plural."""
    return re.sub(r"\$?\{[^}]*\}", "*", key)


def used_keys(source: str) -> set[str]:
    """The keys and, for keys put together, the patterns that a source says."""
    keys = set()
    for use in USES.finditer(source):
        if use["plain"]:
            keys.add(use["plain"])
        elif use["pattern"]:
            keys.add(pattern_of(use["pattern"]))
        elif (
            '"plural"' in source[use.end() : use.end() + 40]
            or ".plural" in source[use.end() : use.end() + 20]
        ):
            keys.add(f"{use['start']}*.plural")
        else:
            keys.add(f"{use['start']}*")
    return keys


def gaps(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


# the catalogue ----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_every_text_is_in_both_languages_with_the_same_gaps(key):
    entry = TEXTS[key]

    assert set(entry) == {"nl", "en"}
    for text in entry.values():
        assert text == text.strip() != ""
        assert text.count("{") == text.count("}") == len(re.findall(r"\{\w+\}", text))
    assert gaps(entry["nl"]) == gaps(entry["en"])


def test_the_browser_gets_every_text_but_those_of_pages_it_has_no_code_for():
    for lang in Lang:
        own = interface_texts(lang)
        assert own == {key: TEXTS[key][lang.value] for key in own}
        assert {key for key in TEXTS if key not in own} == {
            key for key in TEXTS if key.startswith(("about.", "api.", "profile.", "words."))
        }


# saying -----------------------------------------------------------------------------------------


def test_gaps_are_filled_in_each_language():
    said = say("notice.region", wanted="x", shown=Text("Drenthe (provincie)", "Drenthe"))

    assert said.nl == "De regio 'x' uit het adres bestaat niet; u ziet Drenthe (provincie)."
    assert said.en == "The region 'x' in the address does not exist; you see Drenthe."


def test_braces_in_what_fills_a_gap_stay():
    assert "'{shown} \\1'" in say("notice.region", wanted="{shown} \\1", shown="Drenthe").nl


def test_a_gap_that_is_not_filled_stays():
    assert "{shown}" in say("notice.region", wanted="x").nl


def test_an_unknown_key_is_an_error():
    with pytest.raises(KeyError, match=r"no\.such\.key"):
        say("no.such.key")


# use --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ('text("close")', {"close"}),
        ("text('rank.tied', { n: 1 })", {"rank.tied"}),
        ('text(fine ? "own_breaks.help" : "x")', {"own_breaks.help"}),
        ("text(`level.${levels[0]}.plural`)", {"level.*.plural"}),
        ("text(`missing.${a.reason}`)", {"missing.*"}),
        ('say(\n    "page.description",\n', {"page.description"}),
        ('say(f"level.{level.value}.plural")', {"level.*.plural"}),
        ('{{ t("tabs." ~ sheet) }}', {"tabs.*"}),
        ('{{ t("level." ~ level ~ ".plural")|capitalize }}', {"level.*.plural"}),
        ('getContext("2d"); context("close")', set()),
    ],
)
def test_the_search_for_keys_finds(source, keys):
    assert used_keys(source) == keys


@pytest.mark.parametrize("file", sorted(sources()))
def test_every_key_that_is_said_exists(file):
    said = used_keys(sources()[file])

    keys = {key for use in said for key in DYNAMIC.get(use, [use])}

    assert sorted(keys - set(TEXTS) - unfolded_table(said)) == []


def unfolded_table(said: set[str]) -> set[str]:
    """`table.${column}`: the columns are listed where the table is made, see the next test."""
    return {"table.*"} & said


def test_every_column_of_the_table_has_a_heading():
    panel = (ROOT / "assets" / "panel.js").read_text(encoding="utf-8")
    (columns,) = re.findall(r"\[([^\]]*)\]\s*\.map\(\(column\)", panel) or re.findall(
        r"(?:columns|COLUMNS) = \[([^\]]*)\]", panel
    )

    names = re.findall(r'"(\w+)"', columns)

    assert names
    assert {f"table.{name}" for name in names} <= set(TEXTS)


def test_every_text_is_used():
    every = sources().values()
    literal = {key for source in every for key in LITERAL.findall(source)}
    patterns = {use for source in every for use in used_keys(source) if "*" in use}
    unfolded = {key for pattern in patterns for key in DYNAMIC.get(pattern, [])}
    table = {f"table.{word}" for word in literal} if "table.*" in patterns else set()

    assert sorted(set(TEXTS) - literal - unfolded - table) == []
