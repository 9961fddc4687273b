import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from rudc_map.view import svg

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
XML_TEXT = ANY_TEXT.filter(lambda words: not svg.NOT_IN_XML.search(words))


@given(ANY_TEXT)
def test_whatever_is_written_the_document_can_be_read(words):
    body = [svg.text(1, 2, words, "a"), svg.element("g", {"id": words})]
    made = svg.document(9, 9, "", body, title=words, description=words, lang="nl")
    ElementTree.fromstring(made)


@given(XML_TEXT)
def test_text_is_read_as_it_was_written(words):
    assert (ElementTree.fromstring(svg.text(0, 0, words, "x")).text or "") == words


@given(XML_TEXT.filter(lambda words: not set(words) & set("\t\n\r")))
def test_an_attribute_is_read_as_it_was_written(words):
    assert ElementTree.fromstring(svg.element("g", {"id": words})).get("id") == words


def test_what_xml_cannot_hold_becomes_a_replacement_sign():
    assert svg.escaped("a\x00b\x0bc\ufffe") == "a\ufffdb\ufffdc\ufffd"


@given(st.floats(-1e6, 1e6))
def test_a_number_is_short_and_within_a_hundredth(value):
    shown = svg.number(value)
    assert abs(float(shown) - value) <= 0.005 + 1e-9
    assert re.fullmatch(r"-?\d+(\.\d{1,2})?", shown)
    assert shown != "-0"


def test_attributes_without_a_value_are_left_out():
    assert svg.rect(0, 0, 1, 1, look=None, fill="#fff", stroke_width=2) == (
        '<rect x="0" y="0" width="1" height="1" fill="#fff" stroke-width="2"/>'
    )
