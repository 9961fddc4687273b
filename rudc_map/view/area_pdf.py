"""The page about an area as PDF: the same words, tagged, with bookmarks, by Typst."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict
from typing import Literal

from rudc_map.view.area_profile import AreaProfile
from rudc_map.view.fonts import FAMILY, in_font
from rudc_map.view.texts import say
from rudc_map.view.typeset import typeset

STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1: Typst refuses to write what a screen reader could not read."""

STAND_INS = {"●": "•"}
"""What is printed for a sign that the font does not have."""

SHEET = """
#let data = json(bytes(sys.inputs.data))
#let said = data.texts
#set document(title: data.title, description: data.description, date: none)
#set text(lang: data.lang, font: "FAMILY", size: 10pt, fallback: true)
#set page(
  paper: "a4", margin: (x: 18mm, top: 17mm, bottom: 20mm),
  footer: context {
    set text(size: 8pt, fill: rgb("#475569"))
    [#data.name #h(1fr) #counter(page).display() / #counter(page).final().first()]
  },
)
#set par(leading: 0.58em, spacing: 0.75em)
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): it => block(above: 1.5em, below: 0.7em)[
  #line(length: 100%, stroke: 1.2pt + rgb("#08306b"))
  #v(-0.25em)
  #text(size: 14pt, it.body)
]
#show heading.where(level: 3): set text(size: 10.5pt)
#show link: set text(fill: rgb("#0b4f9e"))
#let soft(body) = text(size: 8.5pt, fill: rgb("#475569"), body)
#let to(item) = {
  link(data.host + item.address, item.words)
  if item.more != "" { soft[ #item.more] }
}
#let listed(items) = list(tight: true, ..items)

#grid(columns: (1fr, 66mm), column-gutter: 8mm,
  [
    #soft(data.crumbs.map(it => link(data.host + it.address, it.words)).join([ › ]))

    #text(fill: rgb("#475569"), data.kind)
    #block(above: 0.4em, below: 0.8em, heading(level: 1, data.name))
    #data.lead
  ],
  image(bytes(data.picture), format: "svg", width: 100%, alt: data.picture_words),
)

#for theme in data.themes [
  #heading(level: 2, theme.name)
  #for fact in theme.facts {
    block(breakable: false, above: 1em, grid(columns: (50mm, 1fr), column-gutter: 6mm,
      [
        #heading(level: 3)[#fact.name #text(weight: "regular", fill: rgb("#475569"), fact.period)]
        #text(size: 13pt, weight: "semibold", fact.value)
        #if fact.unit != "" { soft(fact.unit) }
      ],
      [
        #fact.sentences.join(" ")

        #if fact.judgement != none {
          text(weight: "semibold", fact.judgement.slice(1).join(" "))
        }

        #if fact.series.len() > 0 { fact.series.join(" · ") }

        #if fact.rank != "" or fact.notes.len() > 0 { soft((fact.rank, ..fact.notes).join(" ")) }
      ],
    ))
  }
  #if theme.caveats.len() > 0 {
    block(above: 1.2em, inset: 8pt, width: 100%, fill: rgb("#fff7e0"))[
      *#said.caveats*
      #listed(theme.caveats)
    ]
  }
]

#if data.unknown.len() > 0 [
  #heading(level: 2, said.unknown)
  #said.unknown_lead
  #for unknown in data.unknown {
    heading(level: 3, unknown.reason)
    unknown.names.join("; ")
    if unknown.link != none { parbreak(); to(unknown.link) }
  }
]

#heading(level: 2, said.related)
#for group in data.related {
  heading(level: 3, group.title)
  group.links.map(to).join("; ")
}
#if data.similar_note != "" {
  heading(level: 3, said.similar)
  listed(data.similar.map(to))
  soft(data.similar_note)
}

#heading(level: 2, said.reading)
#listed(said.how)
#soft(said.sources)

#link(data.host + data.address)
"""


def area_pdf(profile: AreaProfile, host: str) -> bytes:
    """The PDF of a page about an area; the same bytes every time.

    Parameters
    ----------
    profile : AreaProfile
        What stands on it.
    host : str
        Where the pages are, for its links.
    """
    query = "?taal=en" if profile.lang == "en" else ""
    content = {**asdict(profile), "lang": profile.lang.value, "host": host}
    content["texts"] = _texts(profile)
    for theme in content["themes"]:
        for fact in theme["facts"]:
            del fact["line"]  # a picture of the series, which cannot hold a gap in JSON
    return typeset(
        SHEET.replace("FAMILY", FAMILY),
        "pdf",
        {"data": json.dumps(_printable(_with_query(content, query)))},
        pdf_standards=STANDARD,
    )


def _with_query(content: object, query: str) -> object:
    """The addresses of pages with the language in them."""
    if isinstance(content, dict):
        return {
            key: f"{value}{query}"
            if key == "address" and isinstance(value, str)
            else _with_query(value, query)
            for key, value in content.items()
        }
    if isinstance(content, list | tuple):
        return [_with_query(item, query) for item in content]
    return content


def _printable(content: object) -> object:
    """The same in letters that the font has: a letter without its accent rather than none."""
    if isinstance(content, dict):
        return {key: _printable(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_printable(item) for item in content]
    if not isinstance(content, str):
        return content
    return "".join(letter if in_font(letter) else _nearest(letter) for letter in content)


def _nearest(letter: str) -> str:
    plain = STAND_INS.get(letter) or unicodedata.normalize("NFKD", letter)[0]
    return plain if in_font(plain) else "?"


def _texts(profile: AreaProfile) -> dict[str, object]:
    lang, about = profile.lang, profile.about
    boundaries = say("profile.boundaries", year=about["vintage"])[lang]
    sources = f"{say('profile.sources')[lang]}: {'; '.join(profile.sources)}. "
    return {
        "caveats": say("about.caveats")[lang],
        "unknown": say("profile.unknown")[lang],
        "unknown_lead": say("profile.unknown.lead")[lang],
        "related": say("profile.related")[lang],
        "similar": say("profile.similar")[lang],
        "reading": say("profile.reading")[lang],
        "how": [
            say("profile.reading.judged")[lang],
            say("profile.reading.rank")[lang],
            say("profile.reading.margin")[lang],
            say("profile.reading.estimated")[lang],
        ],
        "sources": f"{sources}{boundaries}: {about['attribution']} ({about['licence']}).",
    }
