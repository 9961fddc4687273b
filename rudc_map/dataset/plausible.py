"""The documented unit and range of every figure: outside it a value is a fault, not a finding."""

from __future__ import annotations

from dataclasses import dataclass

from rudc_map.model import Level


@dataclass(frozen=True, slots=True)
class Plausible:
    """The values a figure can have.

    Parameters
    ----------
    unit : str
        Unit of the value.
    low, high : float
        Smallest and largest plausible value, both included.
    whole : bool
        True if only whole numbers are published; an estimate on other boundaries may be any.
    """

    unit: str
    low: float
    high: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class SumRule:
    """A figure whose parts add up to the whole, though not exactly.

    CBS rounds inhabitants of buurten and wijken to multiples of 5, up or down (a wijk of one buurt
    can differ from it by 5), and hides those below 5. Rounded up or down to multiples of r at
    random, a part is off by a standard deviation of 0.4 r, n parts by 0.4 r sqrt(n); the sum may
    be off by five times that, 2 r sqrt(n).

    Parameters
    ----------
    variable : str
        The figure.
    part, whole : Level
        The levels that are compared.
    rounding : float
        What the parts are rounded to multiples of.
    tolerance : float
        Largest difference, as a fraction of the whole, if that is more than rounding gives.
    blank_is_few : bool
        True if a part without a value hides a handful at most; False if it may hide any number,
        so that a whole with such a part is left alone.
    """

    variable: str
    part: Level
    whole: Level
    rounding: float
    tolerance: float = 0.001
    blank_is_few: bool = True


PEOPLE = Plausible("inhabitants", 0, 20_000_000, whole=True)
HOUSEHOLDS = Plausible("households", 0, 10_000_000, whole=True)
PERSONS = Plausible("persons", 0, 20_000_000, whole=True)
PERCENT = Plausible("%", 0, 100)
HECTARES = Plausible("ha", 0, 4_200_000)
DISTANCE = Plausible("km", 0, 50)
FAR = Plausible("km", 0, 200)
SCORE = Plausible("score, 0 is the national mean", -10, 10)
COST = Plausible("euro per insured person", 0, 20_000)
CRIMES = Plausible("crimes", 0, 1_000_000, whole=True)

PLAUSIBLE: dict[str, Plausible] = {
    "a_inw": PEOPLE,
    "a_00_14": PEOPLE,
    "a_15_64": PEOPLE,
    "a_65_oo": PEOPLE,
    **dict.fromkeys(("a_man", "a_vrouw", "a_15_24", "a_25_44", "a_45_64"), PEOPLE),
    **dict.fromkeys(("a_w_all", "a_nw_all", "a_nl_all", "a_eur_al", "a_neu_al"), PEOPLE),
    **dict.fromkeys(("a_opl_bvm", "a_opl_hvm", "a_opl_hw"), PEOPLE),
    **dict.fromkeys(("a_hh", "a_1p_hh", "a_hh_z_k", "a_hh_m_k"), HOUSEHOLDS),
    "bev_dich": Plausible("inhabitants per km2 of land", 0, 500_000),
    "g_hhgro": Plausible("persons per household", 1, 10),
    "g_wozbag": Plausible("1,000 euro", 1, 10_000),
    "g_ink_pi": Plausible("1,000 euro per inhabitant", 0, 500),
    "g_ink_po": Plausible("1,000 euro per recipient", 0, 1_000),
    "m_hh_ver": Plausible("1,000 euro", -1_000, 50_000),
    "a_woning": Plausible("homes", 0, 10_000_000, whole=True),
    "p_koopw": PERCENT,
    "p_1gezw": PERCENT,
    **dict.fromkeys(("p_huurw", "p_wcorpw", "p_mgezw", "p_leegsw"), PERCENT),
    **dict.fromkeys(("p_arb_pp", "p_ink_li", "p_ink_hi"), PERCENT),
    "g_ele": Plausible("kWh per home", 0, 50_000),
    "g_gas": Plausible("m3 per home", 0, 20_000),
    **dict.fromkeys(("a_inkont", "a_soz_wb", "a_soz_ao", "a_soz_ww"), PERSONS),
    **dict.fromkeys(("a_jz_tn", "a_wmo_t"), PERSONS),
    "a_bedv": Plausible("establishments", 0, 5_000_000, whole=True),
    "a_pau": Plausible("cars", 0, 20_000_000, whole=True),
    "p_00_14": PERCENT,
    "p_65_oo": PERCENT,
    "p_1p_hh": PERCENT,
    "p_hh_m_k": PERCENT,
    "ste_mvs": Plausible("class 1 (very urban) to 5 (not urban)", 1, 5, whole=True),
    "ste_oad": Plausible("addresses per km2", 0, 20_000),
    "a_lan_ha": HECTARES,
    "a_wat_ha": HECTARES,
    "a_opp_ha": HECTARES,
    "a_bedrijventerrein_ha": HECTARES,
    "g_afs_hp": DISTANCE,
    "g_afs_gs": DISTANCE,
    "g_afs_sc": DISTANCE,
    "g_afs_kv": DISTANCE,
    **dict.fromkeys(("nab_huisarts", "nab_apotheek", "nab_supermarkt", "nab_basisschool"), FAR),
    **dict.fromkeys(("nab_kinderopvang", "nab_bibliotheek", "nab_park", "nab_oprit"), FAR),
    **dict.fromkeys(("nab_ziekenhuis", "nab_voortgezet", "nab_treinstation"), FAR),
    "g_3km_sc": Plausible("schools within 3 km", 0, 100),
    "auto_per_hh": Plausible("cars per household", 0, 100_000),  # lease companies, few households
    "auto_per_km2": Plausible("cars per km2 of land", 0, 5_000_000),
    "pct_bebouwd": PERCENT,
    "pct_agrarisch": PERCENT,
    "pct_natuur": PERCENT,
    "pct_recreatie": PERCENT,
    "zk_totaal": COST,
    "zk_ggz": COST,
    "zk_huisarts": COST,
    "misdrijven": CRIMES,
    "misdr_inbraak": CRIMES,
    "misdrijven_per_1000": Plausible("crimes per 1,000 inhabitants", 0, 1_000),
    "gezond": PERCENT,
    **dict.fromkeys(("g_roker", "g_overgewicht", "g_sport", "g_eenzaam"), PERCENT),
    **dict.fromkeys(("g_langdurig", "g_mantelzorg", "g_rondkomen"), PERCENT),
    **dict.fromkeys(("ses_score", "ses_welvaart", "ses_opleiding", "ses_arbeid"), SCORE),
    **dict.fromkeys(("ses_opl_laag", "ses_opl_midden", "ses_opl_hoog"), PERCENT),
    "cr_totaal_misdrijven": CRIMES,
    "cr_inbraak_woning": CRIMES,
    "cr_diefstal_fietsen": CRIMES,
    "cr_mishandeling": CRIMES,
    "cr_vernieling": CRIMES,
    "cr_cybercrime": CRIMES,
    "cr_fraude": CRIMES,
}
"""Wide enough for any real area, narrow enough for a wrong unit or a shifted column."""

SUMS = (
    SumRule("a_inw", Level.BUURT, Level.GEMEENTE, 5),
    SumRule("a_inw", Level.WIJK, Level.GEMEENTE, 5),
    SumRule("a_inw", Level.GEMEENTE, Level.LAND, 1),
    SumRule("a_hh", Level.GEMEENTE, Level.LAND, 1),
    SumRule("a_lan_ha", Level.BUURT, Level.GEMEENTE, 1),
    SumRule("a_lan_ha", Level.WIJK, Level.GEMEENTE, 1),
    SumRule("a_lan_ha", Level.GEMEENTE, Level.LAND, 1),
    SumRule("misdrijven", Level.BUURT, Level.GEMEENTE, 0, blank_is_few=False),
)
"""The figures whose parts add up to the whole."""

LAND_WITHIN_OUTLINE = 0.9
"""An outline includes water, so it covers the land figure, but for what generalising takes off."""
