"""What a document says of itself: symbol, agenda item, issuing body, sessions, dates, place."""

from __future__ import annotations

from pathlib import Path

import pytest

from docmine.bridge import Front
from docmine.components.front import front_of, unwrapped
from docmine.components.organisation import in_field
from docmine.intake import open_source
from docmine.layout import lay_out
from docmine.layout.symbols import find_symbol, is_symbol
from docmine.pipeline import Pipeline, read_pages
from docmine.source import FrontMatter
from docmine.vocabulary import load

SYMBOLS = [
    "PC0345E1a", "ECE/TRADE/C/CEFACT/2020/18", "G/RO/M/27", "MSC 77/26", "EC-89/4", "SG12-R3-E", "DGP/23-WP/103", "CIMO/WG-SM/Doc. 31",
    "42.180", "ALINORM 01/12A", "IOTC–2015–S19–R[E]", "CC/R (15) 2 add.", "ISO/TC 154 N 349 Rev.1", "FCCC/KP/CMP/2018/8/Add.1", "40.615 E",
    "38.420E", "PC(66)11", "COM(2016) 85", "CT 41 N 612", "CR/XIII/P",
    "C(66)31", "CFA:17/15 (Part 2)", "FO:GFG/2014/EC/5", "5/206-E", "49-CIML/5.1", "WMO-No. 640", "SC46-07A", "TD 48 Rev.2 (PLEN)",
    "CAP0041E1", "SC77 Doc. 39.2", "COM I - No. 94-E", "SC37 SR", "ECC(16)INFO 12", "PIFS(20)FOC.6", "ICC 98-17", "CE 1982/C 1 - PV 3",
    "COM XI - NO. 212 - E", "SC12-Report", "COM 11-D.47-E", "POC C 2 2025.1–Doc 4b", "RP (24) cr 2", "SecM2022-0187", "IPA/A/31/14",
    "9.214 E", "37.482 E1", "TC 2.118", "1999/SCCP/016", "3780/CA23", "88/2154", "COM VII-R 31", "SC70 SR (Rev. 1)",
]  # fmt: skip
ORDINARY = [
    "AGENDA ITEM 2", "STUDY GROUP 12", "GE.19-00518(E)", "Page 1 / 3", "213th/214th Sessions", "COVID-19", "ACTION PLAN 2013/2014",
    "the road to SDG 17", "F-75009 PARIS", "12 May 2015", "87, RUE DU PORT", "1/4", "2017/2018", "THE ROAD TO 2030", "A/C", "C/I/F",
    "PART 1. GENERAL", "12-MAY-2019", "ARTICLE 3.2", "ISBN 92-4-15",
    "9.214", "9.214 francs", "37.482,50 F", "CO-OPERATION R 31", "12/24 May 1966",
]  # fmt: skip


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_is_found_alone_announced_and_beside_other_words(symbol: str) -> None:
    """A symbol is known by how it is built, whoever prints it."""
    assert is_symbol(symbol)
    assert find_symbol(["Report of the meeting", f"Document {symbol}"]) == symbol
    if "/" in symbol:
        assert find_symbol([f"United Nations {symbol}", "Distr.: General"]) == symbol


@pytest.mark.parametrize("words", ORDINARY)
def test_ordinary_words_with_figures_are_no_symbol(words: str) -> None:
    """Items, page numbers, years, print jobs and addresses are not symbols."""
    assert find_symbol([words]) is None


def test_the_council_of_another_organisation_is_not_ours(pipeline: Pipeline) -> None:
    """`The Council` in a paper that names none of our bodies is not the vocabulary's Council."""
    text = (
        "Baltic Grain Terminals Authority\nExecutive Council\n12th Session\n\n1. The Executive Council met in Gdynia. The Berthing "
        "Committee and the Dredging Panel had reported.\n\n2. The Council approved the tariff of the Berthing Committee.\n"
    )
    record = pipeline.annotate(text.encode(), name="foreign.txt")
    assert record.document.body is None
    assert [e.bodies for e in record.endorsements] == [()]


def test_the_council_is_ours_where_the_paper_speaks_so(pipeline: Pipeline) -> None:
    """A paper that names the vocabulary's bodies as its own means them by their short names."""
    text = "COUNCIL\n91st/92nd Sessions\n\n1. The Council thanked the Policy Commission and the Permanent Technical Committee.\n"
    assert pipeline.annotate(text.encode(), name="own.txt").document.body == "wco/council"


def test_a_former_organ_tells_whose_paper_it_is(pipeline: Pipeline) -> None:
    """`the Council` in a report of the old Nomenclature Committee is its organisation's, though the committee has no id."""
    text = "REPORT OF THE NOMENCLATURE COMMITTEE\n11th Session\n\n1. The Nomenclature Committee sat.\n\n2. The Council approved it.\n"
    record = pipeline.annotate(text.encode(), name="former.txt")
    assert [m.value for p in record.paragraphs for m in p.mentions if m.text == "Council"] == ["wco/council"]


def test_the_short_form_of_a_longer_name_speaks_for_it(pipeline: Pipeline) -> None:
    """`Technical Committee` in the title and the text is the body that the title page names in full; its session stands there."""
    text = (
        "TECHNICAL COMMITTEE ON CUSTOMS VALUATION\n28th Session\nBrussels, 20 - 24 April 2009\n\nInstruments of the Technical Committee: "
        "work since the 27th Session\n\n" + "".join(f"{n}. The Technical Committee adopted case study {n}.\n\n" for n in range(1, 9))
    )
    document = pipeline.annotate(text.encode(), name="short.txt").document
    assert (document.body, document.sessions) == ("wco/tccv", (28,))


@pytest.mark.parametrize(
    ("rows", "title", "body"),
    [
        (
            "PERMANENT TECHNICAL COMMITTEE\n163rd/164th Sessions\n"
            "REPORT TO THE COUNCIL ON THE 163RD/164TH SESSIONS OF THE PERMANENT\nTECHNICAL COMMITTEE",
            "REPORT TO THE COUNCIL ON THE 163RD/164TH SESSIONS OF THE PERMANENT TECHNICAL COMMITTEE",
            "wco/ptc",
        ),
        (
            "Enforcement Committee\n35th Session\nTerms of Reference of the Working Group on Revenue Compliance and Fraud",
            "Terms of Reference of the Working Group on Revenue Compliance and Fraud",
            "wco/enforcement-committee",
        ),
        ("Regional Office for Capacity Building\nReview of the programme", "Review of the programme", "wco/rocb"),
        (
            "COUNCIL\n51st/52nd Sessions\nREPORT ON THE 51st AND 52nd SESSIONS OF THE COUNCIL",
            "REPORT ON THE 51st AND 52nd SESSIONS OF THE COUNCIL",
            "wco/council",
        ),
        ("UNITED NATIONS ECONOMIC AND SOCIAL COMMISSION FOR ASIA AND\nTHE PACIFIC\n72ND SESSION", "DRAFT REPORT", "un/escap"),
        (
            "Union of Lighthouse Keepers\n16th General Assembly\nResolutions of the General Assembly",
            "Resolutions of the General Assembly",
            None,
        ),
    ],
    ids=["not the one reported to", "the one alone in its row", "a regional office", "capitals", "a row of capitals goes on", "anybody's"],
)
def test_whose_paper_it_is(rows: str, title: str, body: str | None) -> None:
    """The issuing body is told from those that a title page names besides."""
    texts = ["The Committee told the Council of the World Customs Organization of the work."]
    assert front_of(FrontMatter(None, title, None, rows, rows), texts, load("wco")).body == body


def test_part_of_a_name_speaks_for_it_though_the_text_abbreviates_it() -> None:
    """`the Technical Committee`, named most, is the one whose name the title page prints, also where the text has its acronym too."""
    texts = [f"The Technical Committee examined case {n}." for n in range(20)] + ["The TCCV met twice."]
    rows = "Technical Committee on Customs Valuation\n3rd Session\nReview of the instruments of the Technical Committee"
    found = front_of(FrontMatter(None, rows.rsplit("\n", 1)[1], text=rows, opening=rows), texts, load("wco"))
    assert found.body == "wco/tccv"


def test_a_symbol_tells_whose_organ_it_is() -> None:
    """An organ is of the organisation whose papers have such symbols, however often others are named."""
    rows = "Working Party on Customs Questions affecting Transport\n129th session"
    texts = ["The Council of the World Customs Organization, the Permanent Technical Committee and the WCO were informed."] * 9
    assert front_of(FrontMatter("ECE/TRANS/WP.30/258", None, text=rows), texts, load("wco")).body == "un/wp30"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("Décisions de la session du Conseil de\nla Commission de l'océan Indien", "Le Conseil a entendu l'OMD sur les palettes."),
        ("Progress note on pallets", "The Council heard the World Customs Organization on pallets."),
    ],
    ids=["of another", "in the text alone"],
)
def test_another_s_council_is_not_ours(rows: str, text: str) -> None:
    """A short name with its owner behind it, or that the text alone uses, issues no paper of ours."""
    assert front_of(FrontMatter(None, rows, text=rows), [text] * 9, load("wco")).body is None


def test_a_session_goes_before_its_sittings() -> None:
    """A summary record counts the sitting that it is of."""
    rows = "COUNCIL\n17th Session\nSUMMARY RECORD OF THE FIRST PLENARY MEETING OF THE COUNCIL"
    assert front_of(FrontMatter(None, rows.rsplit("\n", 1)[1], None, rows, rows), [], load("wco")).sessions == (17,)


def test_a_symbol_above_date_and_session_is_no_unit(root: Path) -> None:
    """`FAL 14/5/2` with date and session close below it is the title page's, not the name of a decision that they belong to."""
    front = lay_out(read_pages(open_source(root / "corpus/lf-imco-facilitation-review-1979.pdf"))).front
    assert front.title == "REVIEW OF THE ANNEX TO THE CONVENTION ON FACILITATION OF INTERNATIONAL MARITIME TRAFFIC, 1965"
    assert "14 September 1979\n14th Session" in front.text


def test_names_that_a_title_page_wraps_are_joined() -> None:
    """A row that ends in a small word, or is followed by one, goes on in the next."""
    rows = "Report of the Technical Committee on\nRules of Origin\nWorld Customs Organization\nNote by the secretariat\nof the Union"
    expected = [
        "Report of the Technical Committee on Rules of Origin",
        "World Customs Organization",
        "Note by the secretariat of the Union",
    ]
    assert unwrapped(rows) == expected


def made(rows: str, *texts: str) -> Front:
    """What a title page and paragraphs say of themselves."""
    return front_of(FrontMatter(text=rows), list(texts), load("wco"))


def test_an_organ_of_the_same_name_elsewhere_is_not_ours() -> None:
    """Where a paper speaks as one organisation, a body that is called like another's is its own."""
    texts = (
        "The United Nations Conference on Trade and Development (UNCTAD) had asked for the text.",
        "The Economic and Social Council was informed by the United Nations Secretariat.",
    )
    found = made("Working Group on Electronic Commerce\n12th session\nVienna, 4-8 May 1998", *texts)
    assert (found.body, found.body_name) == (None, "Working Group on Electronic Commerce")


def test_the_meeting_of_a_body_is_the_body() -> None:
    """A title that reports on a body's meeting names the body."""
    found = made("Report of the Meeting of the Integrity Sub-Committee\n12th Session", "The Integrity Sub-Committee met in Brussels.")
    assert found.body == "wco/integrity-sub-committee"


@pytest.mark.parametrize(
    ("rows", "root"),
    [
        ("United Nations\nEconomic and Social Council\nGroup of Experts on Pallets\nFourth session", "un"),
        ("WORLD CUSTOMS ORGANIZATION\nORGANISATION MONDIALE DES DOUANES\nConference of Pallet Makers", "wco"),
        ("United Nations\nWorld Customs Organization\nJoint Meeting on Pallets", None),
        ("ICC 98-17\nInternational Cocoa Board\n98th Session", None),
    ],
)
def test_the_masthead_tells_whose_paper_it_is(rows: str, root: str | None) -> None:
    """The organisation printed in full at the head of the page, if it is one."""
    assert made(rows, "The meeting was opened at ten o'clock.").masthead == root


@pytest.mark.parametrize(
    ("symbol", "body"),
    [
        *(("E/CN.7/2003/9", "un"), ("G/TBT/M/29", "wto"), ("ENV/WP/4", None), (None, None)),
        *(("A/CN.9/834", "un/uncitral"), ("PC0512E1a", "wco"), ("FAL 39/16", "imo"), ("FAL/7-WP/64", "icao"), ("ALINORM 85/29", "codex")),
        *(("SADC/SCCC/2008/3", "sadc"), ("PC/12", None)),
    ],
)
def test_a_symbol_tells_whose_paper_it_is(symbol: str | None, body: str | None) -> None:
    """Where the title page names none: by the pattern that fits most of it, or an organisation's acronym; a name goes before."""
    rows = "Group of Experts on Pallets\nFourth session"
    assert front_of(FrontMatter(symbol, text=rows), [], load("wco")).masthead == body
    assert front_of(FrontMatter(symbol, text=f"World Customs Organization\n{rows}"), [], load("wco")).masthead == "wco"


@pytest.mark.parametrize(
    ("title", "root"),
    [
        ("Report of the Fourth Session of the IMO Committee on Pallets", "imo"),
        ("Rapport de la quatrième session du Comité de l’OMI sur les palettes", "imo"),
        ("Report of the Fourth Session of the Committee on Pallets", None),
    ],
)
def test_a_body_is_of_the_organisation_in_its_name(title: str, root: str | None) -> None:
    """Where neither title page nor symbol names one."""
    assert front_of(FrontMatter(None, title, text=title), ["The Committee adopted the report."], load("wco")).masthead == root


def test_a_single_organ_of_a_common_name_is_the_vocabulary_s_only_in_its_field(pipeline: Pipeline) -> None:
    """Many a commission has a `Scientific Sub-Committee`; among bodies of others it is ours if the text is of customs."""
    text = (
        "SCIENTIFIC SUB-COMMITTEE\n8th Session\n\n1. The Scientific Sub-Committee met at Nouadhibou with the "
        "Fisheries Institute of the Basin.\n\n2. The Sub-Committee agreed on the survey of {}.\n"
    )
    foreign = pipeline.annotate(text.format("small pelagic fish").encode(), name="a.txt")
    assert foreign.document.body is None
    ours = pipeline.annotate(text.format("goods in customs transit").encode(), name="a.txt")
    assert ours.document.body == "wco/scientific-sub-committee"


def test_the_field_is_told_in_any_form_of_its_word() -> None:
    """`Customs`, `douanes` and `en douane` speak of one field; what many bodies are called speaks of none."""
    wco = load("wco")
    for name in ("Conference of Heads of Customs", "Conférence des directeurs généraux des douanes", "Comité de l'évaluation en douane"):
        assert in_field(name, wco)
    for name in ("World Organization of Fisheries", "Conférence mondiale des pêches", "Comité technique permanent"):
        assert not in_field(name, wco)
