"""What goes with a table of figures: its sources, its licence, and how to read it."""

from __future__ import annotations

from rudc_map.model import MissingReason
from rudc_map.view.figures import COLUMNS, Figures, Scope
from rudc_map.view.texts import say

Note = tuple[str, str]
"""What it is about, and what is to be said of it."""


def notes_of(figures: Figures, address: str) -> list[Note]:
    """Source, licence, and the meaning of subjects, columns and codes.

    Parameters
    ----------
    figures : Figures
        What they go with.
    address : str
        Where the view is on the web.
    """
    lang = figures.lang
    return [
        *_about(figures, address),
        *_sources(figures),
        *_subjects(figures),
        *((column, say(f"download.column.{column}")[lang]) for column in COLUMNS),
        *((reason.value, say(f"missing.{reason}")[lang]) for reason in MissingReason),
    ]


def short_note(figures: Figures, address: str) -> str:
    """Source and licence in one sentence or two, for a format with room for no more."""
    keys = ("download.source", "download.licence", "download.boundaries")
    kept = {_said(key, figures) for key in keys}
    said = [f"{about}: {words}." for about, words in notes_of(figures, address) if about in kept]
    return " ".join([*dict.fromkeys(said), address])


def _about(figures: Figures, address: str) -> list[Note]:
    lang, state = figures.lang, figures.state
    subject = (
        figures.registry.get(state.indicator).name[lang]
        if figures.scope is Scope.VIEW
        else figures.theme.name[lang]
    )
    dataset = figures.dataset
    return [
        (_said("download.subject", figures), subject),
        (_said("choose.region", figures), figures.region.name[lang]),
        (_said("choose.level", figures), say(f"level.{state.level}.plural")[lang]),
        (_said("choose.reference", figures), _reference(figures)),
        (_said("download.dataset", figures), f"{dataset.title} ({dataset.hash})"),
        (_said("download.address", figures), address),
    ]


def _reference(figures: Figures) -> str:
    """What is compared with, and its value where that is one for all areas."""
    state = figures.state
    name = figures.reference_name
    if figures.scope is Scope.THEME:
        return name
    indicator = figures.registry.get(state.indicator)
    known = figures.reference_of(indicator, state.period).dropna().unique()
    if len(known) != 1:
        return name
    return f"{name}: {known[0]:g} {indicator.unit[figures.lang]}".strip()


def _sources(figures: Figures) -> list[Note]:
    dataset, source = figures.dataset, _said("download.source", figures)
    ids = dict.fromkeys(s for indicator in figures.indicators for s in indicator.sources)
    known = [dataset.sources[id_] for id_ in ids]
    described = [
        (source, f"{s.attribution}. {s.title}, {s.address} ({s.retrieved})") for s in known
    ]
    licences = "; ".join(dict.fromkeys(s.licence for s in known))
    return [
        *described,
        (_said("download.licence", figures), licences),
        (_said("download.boundaries", figures), f"{dataset.attribution} ({dataset.licence})"),
    ]


def _subjects(figures: Figures) -> list[Note]:
    lang = figures.lang
    notes: list[Note] = []
    for indicator in figures.indicators:
        notes.append((indicator.id, f"{indicator.name[lang]}. {indicator.explanation[lang]}"))
        notes += [(indicator.id, caveat[lang]) for caveat in indicator.caveats]
    return notes


def _said(key: str, figures: Figures) -> str:
    return say(key)[figures.lang]
