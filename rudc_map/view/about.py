"""The page about the data: of every indicator and figure what it is and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date

from rudc_map.dataset.store import Dataset
from rudc_map.indicators.intervals import interval_method
from rudc_map.indicators.memo import per_dataset
from rudc_map.indicators.origins import Origin, origins, unfinished_periods
from rudc_map.indicators.registry import Registry
from rudc_map.model import (
    Aggregate,
    Aggregation,
    FigureStatus,
    Indicator,
    Lang,
    Level,
    Source,
)
from rudc_map.view.formats import LOCALES, format_number
from rudc_map.view.levels import shown_levels
from rudc_map.view.texts import say

MANY_PERIODS = 4
"""From so many years in a row on, the first and the last are named."""


@dataclass(frozen=True)
class Link:
    """A part of a row: words that may lead to another place on the page, or elsewhere."""

    words: str
    address: str = ""


Row = tuple[str, list[Link]]
"""What a row tells, and its parts."""


@per_dataset(maxsize=4)
def about_data(dataset: Dataset, registry: Registry, lang: Lang) -> dict[str, Any]:
    """Everything on the page, in one language, ready for its template.

    Returns
    -------
    dict
        ``about`` (rows about the data set), ``themes`` (name, explanation and indicators, each
        with id, name, explanation, rows and caveats), ``groups`` (figures by source: titles,
        particulars and figures, each with id, title, definition, unit, periods, levels and rule)
        and ``sources`` (id, title, table, address, retrieved, licence, attribution).
    """
    figures = {origin.variable: origin for origin in origins(dataset, registry)}
    return {
        "about": _about(dataset, lang),
        "themes": [
            {
                "id": layer.id,
                "name": layer.name[lang],
                "explanation": layer.explanation[lang],
                "indicators": [_indicator(dataset, i, figures, lang) for i in layer.indicators],
            }
            for layer in registry.layers
        ],
        "groups": _groups(tuple(figures.values()), lang),
        "sources": [_source(source, lang) for source in dataset.sources.values()],
    }


def indicator_anchor(indicator: str) -> str:
    """Where an indicator stands on the page."""
    return f"onderwerp-{indicator}"


def periods_in_words(periods: tuple[str, ...], lang: Lang) -> str:
    """Periods as people write them: a run of years by its ends.

    Examples
    --------
    >>> periods_in_words(("2012", "2016", "2020", "2021", "2022", "2023"), Lang.NL)
    '2012, 2016, 2020 tot en met 2023'
    """
    runs: list[list[str]] = []
    for period in periods:
        follows = runs and period.isdigit() and runs[-1][-1].isdigit()
        if follows and int(period) == int(runs[-1][-1]) + 1:
            runs[-1].append(period)
        else:
            runs.append([period])
    parts: list[str] = []
    for run in runs:
        if len(run) < MANY_PERIODS:
            parts += run
        else:
            parts.append(say("about.years", first=run[0], last=run[-1])[lang])
    return ", ".join(parts)


def _about(dataset: Dataset, lang: Lang) -> list[Row]:
    counts = dataset.counts()
    areas = ", ".join(
        f"{format_number(counts[level], 0, lang)} {say(f'level.{level.value}.plural')[lang]}"
        for level in (Level.BUURT, Level.WIJK, Level.GEMEENTE, Level.PROVINCIE)
    )
    return [
        (say("about.title")[lang], [Link(dataset.title)]),
        (say("about.vintage")[lang], [Link(say("about.vintage.all", year=dataset.vintage)[lang])]),
        (say("about.areas")[lang], [Link(areas)]),
        (say("about.licence")[lang], [Link(f"{dataset.attribution}. {dataset.licence}")]),
        (say("about.hash")[lang], [Link(dataset.hash)]),
    ]


def _indicator(
    dataset: Dataset, indicator: Indicator, figures: dict[str, Origin], lang: Lang
) -> dict[str, Any]:
    calculation = indicator.calculation or say("about.as_published")
    used = dict.fromkeys(i.variable for i in indicator.inputs if i.variable in figures)
    rows: list[Row] = [
        (say("about.unit")[lang], [Link(_unit(indicator, lang))]),
        (say("choose.period")[lang], [Link(periods_in_words(indicator.periods, lang))]),
        *_unfinished(unfinished_periods(dataset, indicator), lang),
        (say("choose.level")[lang], [Link(_levels(shown_levels(indicator), lang))]),
        (say("about.vintage")[lang], [Link(say("about.of_year", year=dataset.vintage)[lang])]),
        (say("about.calculation")[lang], [Link(calculation[lang])]),
        (say("about.from")[lang], [_figure_link(figures[name], lang) for name in used]),
        (say("about.larger")[lang], [Link(_rule(indicator.aggregation, figures, lang))]),
        *_smallest(indicator, figures, lang),
        *_interval(dataset, indicator, lang),
        (say("about.direction")[lang], [Link(say(f"direction.{indicator.direction.value}")[lang])]),
        (say("about.sources")[lang], [_cited(dataset.sources[s], lang) for s in indicator.sources]),
    ]
    return {
        "id": indicator.id,
        "anchor": indicator_anchor(indicator.id),
        "name": indicator.name[lang],
        "explanation": indicator.explanation[lang],
        "rows": rows,
        "caveats": [caveat[lang] for caveat in indicator.caveats],
    }


def _unit(indicator: Indicator, lang: Lang) -> str:
    if indicator.categories:
        return "; ".join(f"{value:g} = {name[lang]}" for value, name in indicator.categories)
    return indicator.unit[lang] or say("about.no_unit")[lang]


def _levels(levels: tuple[Level, ...], lang: Lang) -> str:
    names = (
        say("reference.nederland") if level is Level.LAND else say(f"level.{level.value}.plural")
        for level in levels
    )
    return ", ".join(name[lang] for name in names)


def _rule(aggregation: Aggregation, figures: dict[str, Origin], lang: Lang) -> str:
    if aggregation.how is not Aggregate.WEIGHTED_MEAN:
        return say(f"about.rule.{aggregation.how.value}")[lang]
    return say("about.rule.gewogen_gemiddelde", weight=_named(aggregation.weight, figures, lang))[
        lang
    ]


def _named(variable: str | None, figures: dict[str, Origin], lang: Lang) -> str:
    """The title of a figure within a sentence."""
    title = figures[variable].title[lang] if variable in figures else str(variable)
    return title[:1].lower() + title[1:]


def _smallest(indicator: Indicator, figures: dict[str, Origin], lang: Lang) -> list[Row]:
    if not indicator.min_denominator:
        return []
    words = say(
        "about.fewer",
        n=format_number(indicator.min_denominator, 0, lang),
        what=_named(indicator.denominator, figures, lang),
    )
    return [(say("about.not_shown")[lang], [Link(words[lang])])]


def _interval(dataset: Dataset, indicator: Indicator, lang: Lang) -> list[Row]:
    method = interval_method(dataset, indicator)
    if method is None:
        return []
    return [(say("about.margin")[lang], [Link(say(f"about.margin.{method.value}")[lang])])]


def _unfinished(found: dict[str, tuple[FigureStatus, ...]], lang: Lang) -> list[Row]:
    if not found:
        return []
    words = (
        f"{period}: {', '.join(_status(status, lang) for status in statuses)}"
        for period, statuses in found.items()
    )
    return [(say("about.unfinished")[lang], [Link("; ".join(words))])]


def _status(status: FigureStatus, lang: Lang) -> str:
    return say(f"status.{status.value}")[lang]


def _figure_link(figure: Origin, lang: Lang) -> Link:
    return Link(figure.title[lang], f"#cijfer-{figure.variable}")


def _source_link(source: Source) -> Link:
    return Link(source.title, f"#bron-{source.id}")


def _cited(source: Source, lang: Lang) -> Link:
    """A source with what makes it possible to look a figure up again."""
    return Link(f"{source.title} ({_particulars(source, lang)})", f"#bron-{source.id}")


def _particulars(source: Source, lang: Lang) -> str:
    """Table, when it was retrieved and on what terms."""
    retrieved = say("about.retrieved_on", day=_day(source.retrieved, lang))[lang]
    return ", ".join(part for part in (source.table, retrieved, source.licence) if part)


def _groups(figures: tuple[Origin, ...], lang: Lang) -> list[dict[str, Any]]:
    """The figures by the sources they come from, in order."""
    by_source: dict[tuple[str, ...], list[Origin]] = {}
    for figure in figures:
        by_source.setdefault(tuple(s.id for s in figure.sources), []).append(figure)
    known = {figure.variable: figure for figure in figures}
    return [
        {
            "titles": [_source_link(source) for source in members[0].sources],
            "particulars": "; ".join(_particulars(s, lang) for s in members[0].sources),
            "figures": [_figure(figure, known, lang) for figure in members],
        }
        for members in by_source.values()
    ]


def _figure(figure: Origin, known: dict[str, Origin], lang: Lang) -> dict[str, Any]:
    unfinished = _unfinished(figure.unfinished, lang)
    return {
        "id": figure.variable,
        "title": figure.title[lang],
        "definition": figure.definition[lang],
        "unit": figure.unit[lang] or say("about.no_unit")[lang],
        "periods": periods_in_words(figure.periods, lang),
        "unfinished": unfinished[0][1][0].words if unfinished else "",
        "levels": _levels(figure.levels, lang),
        "rule": _rule(figure.aggregation, known, lang),
    }


def _source(source: Source, lang: Lang) -> dict[str, str]:
    return {
        "id": source.id,
        "title": source.title,
        "table": source.table,
        "address": source.address if source.address.startswith("https://") else "",
        "retrieved": _day(source.retrieved, lang),
        "licence": source.licence,
        "attribution": source.attribution,
    }


def _day(text: str, lang: Lang) -> str:
    try:
        return format_date(date.fromisoformat(text), "d MMMM y", locale=LOCALES[lang])
    except ValueError:
        return text
