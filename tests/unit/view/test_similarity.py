"""The code of what makes areas alike."""

from __future__ import annotations

import pytest

from rudc_map.errors import InputError
from rudc_map.model import Similarity
from rudc_map.view.similarity import (
    MAX_INDICATORS,
    read_similarity,
    similarity_code,
    usual_similarity,
)


def test_the_usual_indicators_exist_and_weigh_the_same(registry):
    usual = usual_similarity(registry)
    assert [i for i, _ in usual.weights] == [
        "bevolkingsdichtheid",
        "aandeel_65plus",
        "huishoudensgrootte",
        "inkomen_per_inwoner",
        "aandeel_koopwoningen",
        "adressendichtheid",
    ]
    assert {weight for _, weight in usual.weights} == {1.0}
    assert not usual.across
    assert not usual.everywhere


@pytest.mark.parametrize(
    ("code", "similarity"),
    [
        ("inwoners", Similarity((("inwoners", 1.0),))),
        ("woz_waarde*0.5;inwoners", Similarity((("woz_waarde", 0.5), ("inwoners", 1.0)))),
        ("inwoners-overgrens", Similarity((("inwoners", 1.0),), across=True)),
        ("inwoners-overgrens-overal", Similarity((("inwoners", 1.0),), True, True)),
    ],
)
def test_a_similarity_comes_back_from_its_code(registry, code, similarity):
    assert read_similarity(code, registry) == similarity
    assert similarity_code(similarity) == code


def test_flags_alone_keep_the_usual_indicators(registry):
    read = read_similarity("-overgrens", registry)
    assert read.weights == usual_similarity(registry).weights
    assert read.across


def test_the_default_has_no_code():
    assert similarity_code(None) == ""


def test_a_star_without_a_weight_is_a_weight_of_one(registry):
    assert read_similarity("inwoners*", registry).weights == (("inwoners", 1.0),)


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("geluk", "geluk"),
        ("inwoners*x", "inwoners*x"),
        ("inwoners*nan", "inwoners*nan"),
        ("inwoners*0", "inwoners*0"),
        ("inwoners-snel", "snel"),
    ],
)
def test_a_wrong_code_is_refused_by_name(registry, code, named):
    with pytest.raises(InputError) as refused:
        read_similarity(code, registry)
    assert f"'{named}'" in refused.value.message_nl
    assert f"'{named}'" in refused.value.message_en


def test_more_indicators_than_fit_are_refused(registry):
    ids = [i.id for i in registry.indicators[: MAX_INDICATORS + 1]]
    with pytest.raises(InputError, match=str(MAX_INDICATORS)):
        read_similarity(";".join(ids), registry)
