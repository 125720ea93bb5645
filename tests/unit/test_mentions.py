"""BODY and PACKAGE mentions."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from bodies import annotated, found
from hypothesis import given, settings
from hypothesis import strategies as st

from docmine import bridge
from docmine.classify import Array, LinearModel
from docmine.components import mention_again
from docmine.components.draft import Sighted
from docmine.components.mentions import MODEL, decided, sighted
from docmine.vocabulary import load

PTC = "wco/ptc"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Permanent Technical Committee (PTC) met.", [("Permanent Technical Committee", PTC), ("PTC", PTC)]),
        ("The PTC’s future work", [("PTC", PTC)]),
        ("the Working Group on the Commercial Fraud", [("Working Group on the Commercial Fraud", "wco/wgcf")]),
        ("THE HARMONIZED SYSTEM COMMITTEE AGREED", [("HARMONIZED SYSTEM COMMITTEE", "wco/harmonized-system-committee")]),
        ("the Integrity Sub- Committee", [("Integrity Sub- Committee", "wco/integrity-sub-committee")]),
        ("the 36th Session of the EC in March", [("EC", "wco/enforcement-committee")]),
        ("At the WTO Ministerial Conference it spoke.", [("WTO Ministerial Conference", "wto/ministerial-conference")]),
        ("by UN-OHRLLS and the Universal Postal Union", [("UN-OHRLLS", "un/ohrlls"), ("Universal Postal Union", "upu")]),
        ("The WCO Secretary General spoke on the WTO Trade Facilitation Agreement.", []),
        ("Members and Customs administrations welcomed a risk-based approach.", []),
        ("It will establish a working group. A Technical Committee may be set up.", []),
        ("See http://www.wcoomd.org/PTC/EC and ECE/TRADE/C/CEFACT/2018/9.", []),
        ("a pre-EU and EU-wide scheme", []),
    ],
)
def test_known_names(text: str, expected: list[tuple[str, str | None]]) -> None:
    """Known names are found whole, in any typography, and not inside other names, addresses and symbols."""
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Nordic Customs Administrative Council met.", ["Nordic Customs Administrative Council"]),
        ("the Committee on Fisheries, Aquaculture and Forestry agreed", ["Committee on Fisheries, Aquaculture and Forestry"]),
        ("the Working Party on Trade and the Maritime Safety Committee", ["Working Party on Trade", "Maritime Safety Committee"]),
        ("sent to ISO/TC 154 and WG 1 for comment", ["ISO/TC 154", "WG 1"]),
        ("Study Group XII and Working Party III/1 met.", ["Study Group XII", "Working Party III/1"]),
        ("Working Party 7C and Study Group 7 met.", ["Working Party 7C", "Study Group 7"]),
        ("The Specialized Section on Standardization of Meat met.", ["Specialized Section on Standardization of Meat"]),
        ("Working Group EC1 met before Sub-Committee S2.", ["Working Group EC1", "Sub-Committee S2"]),
        ("The Working Group on Numbering (WGN) read WGN(98)21.", ["Working Group on Numbering", "WGN"]),
        ("the Technical Committee No. 29 agreed", ["Technical Committee No. 29"]),
        ("The Scientific Committee (SC) met. It was agreed at SC 13.", ["Scientific Committee", "SC", "SC"]),
        ("The Zambezi River Authority (ZRA) agreed. The ZRA met.", ["Zambezi River Authority", "ZRA", "ZRA"]),
    ],
)
def test_names_that_no_vocabulary_knows(text: str, expected: list[str]) -> None:
    """A body nobody lists is found by the grammar of names and keeps no id."""
    assert found(text) == [(name, None) for name in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le Comité consultatif du temps et des fréquences a siégé.", ["Comité consultatif du temps et des fréquences"]),
        ("Le Comité des transports intérieurs a siégé.", ["Comité des transports intérieurs"]),
        ("Le Groupe de travail sur les constantes fondamentales a siégé.", ["Groupe de travail sur les constantes fondamentales"]),
        ("Le Groupe de travail mixte OMD/OACI a siégé.", ["Groupe de travail mixte OMD/OACI"]),
        ("l’Agence française de développement a financé ce projet", ["Agence française de développement"]),
        ("Le Comité scientifique et technique a siégé.", ["Comité scientifique et technique"]),
        ("Le texte sera soumis au Comité directeur pour adoption et au Conseil pour examen.", ["Comité directeur", "Conseil"]),
        ("Le Comité financier, sur proposition du Bureau, a siégé.", ["Comité financier", "Bureau"]),
        ("Le Comité pour l’élimination des obstacles a siégé.", ["Comité pour l’élimination des obstacles"]),
    ],
)
def test_french_names(text: str, expected: list[str]) -> None:
    """French names run on in small letters to the end of their complement, and no further."""
    assert [name for name, _ in found(text, language="fr")] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TC 88 approves the agenda of its 21st meeting. The meeting of TC 88 was closed.", ["TC 88", "TC 88"]),
        ("The Secretariat of SC 2 asks SC 2/WG 4 to meet.", ["SC 2", "SC 2/WG 4"]),
        ("Le CT 41 adopte l'ordre du jour et confirme l'avis du GT 3.", ["CT 41", "GT 3"]),
    ],
)
def test_bodies_that_go_by_numbers(text: str, expected: list[str]) -> None:
    """The letters are a kind of body, and the number is no session's, even where the body acts."""
    assert [name for name, _ in found(text, body=None) if any(map(str.isdigit, name))] == expected


def test_states_are_no_bodies() -> None:
    """A state whose name has a head noun is one nowhere."""
    assert found("The Russian Federation and the Swiss Confederation accepted the text.") == []
    assert found("La Fédération de Russie a accepté le texte.", language="fr") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Le texte a été entériné par le Comité d’orientation le 4 juillet.", "Comité d’orientation"),
        ("La Conférence générale renouvelle le mandat du Directeur.", "Conférence générale"),
        ("Le plan, révisé par le Groupe « Surveillance », est approuvé.", "Groupe « Surveillance »"),
        ("Le texte a été transmis au Groupe d'experts des sondages en altitude.", "Groupe d'experts des sondages en altitude"),
        ("Le Conseil des gouverneurs a approuvé le plan.", "Conseil des gouverneurs"),
        ("Le Groupe de travail sur les passagers clandestins a siégé.", "Groupe de travail sur les passagers clandestins"),
        (
            "Le Comité permanent du droit des marques, des dessins et des modèles a siégé.",
            "Comité permanent du droit des marques, des dessins et des modèles",
        ),
        ("La Réunion commune a adopté les textes.", "Réunion commune"),
        ("The Joint Meeting adopted the texts.", "Joint Meeting"),
    ],
)
def test_the_other_ends_of_a_name_are_offered(text: str, name: str) -> None:
    """Where a French name may end, the model has every end to choose from, also where the vocabulary knows its first word alone; and
    meetings, which only a model can tell from organs, are offered at all."""
    doc = annotated(text, language="fr")
    (row,) = sighted(doc, load("wco")).rows
    assert name in {text[draft.start : draft.end] for draft in row}


def test_readings_of_one_name_are_sure_together() -> None:
    """Where the readings of a name share its probability, so that none is sure alone, the likeliest is taken; not where all are
    unlikely."""
    text = "Le Comité permanent du droit des marques et des dessins a siégé."
    whole = sighted(annotated(text, language="fr"), load("wco"))
    (row,) = whole.rows
    readings = [draft for draft in row if draft.phrase is not None and draft.start == row[0].start]
    assert len(readings) > 2

    def taken(*sure: float) -> list[str]:
        rows = [[draft._replace(doubt="longer") for draft in readings[: len(sure)]]]
        (found,) = decided(Sighted(whole.parts, rows, whole.seen), {MODEL: _Says(sure)})
        return [text[draft.start : draft.end] for draft in found]

    names = [text[draft.start : draft.end] for draft in readings]
    assert taken(0.35, 0.3, 0.2) == names[:1]
    assert taken(0.2, 0.5, 0.2) == names[1:2]
    assert taken(0.3, 0.2, 0.1) == []
    assert taken(0.28, 0.28, 0.28) == []


class _Says(LinearModel):
    """A model that gives its rows the probabilities it was made with."""

    def __init__(self, sure: Sequence[float]) -> None:
        super().__init__("mentions", "binary", ("no", "yes"), (), "x", np.zeros((1, 0)), np.zeros(1))
        object.__setattr__(self, "sure", sure)

    def table(self, rows: Iterable[object]) -> Array:
        assert len(list(rows)) == len(self.sure)  # type: ignore[attr-defined]
        return np.array(self.sure).reshape(-1, 1)  # type: ignore[attr-defined]


def test_small_words_of_a_known_name_may_be_others() -> None:
    """`Sous-comité sur l'éthique` is what the vocabulary calls it."""
    assert found("Le Sous-Comité de l'éthique a siégé.", language="fr") == [("Sous-Comité de l'éthique", "wco/integrity-sub-committee")]


def test_an_acronym_means_what_the_document_says() -> None:
    """A definition in the document goes before the vocabulary's reading."""
    assert ("EC", "eu/commission") in found("The European Commission (EC) spoke.", "The EC agreed.")
    assert found("The Electronic Certificate (EC) is accepted. An EC is valid for a year.") == []


def test_a_known_acronym_is_not_told_anew_by_a_name_it_does_not_abbreviate() -> None:
    """A bracket may list who takes part."""
    text = "The API-PNR Contact Committee (WCO, IATA, ICAO) met. The WCO was thanked."
    assert found(text)[-1] == ("WCO", "wco")


def test_no_name_goes_past_another_bracket() -> None:
    """Of two names that stand beside each other with their acronyms, each is one."""
    first = "réunion conjointe des bureaux de la Conférence des ministres de l'Éducation (CONFEMEN)"
    text = f"La {first} et de la Conférence des ministres de la Jeunesse et des Sports (CONFEJES) a eu lieu."
    assert all("(" not in name and ")" not in name for name, _ in found(text, language="fr"))


def test_a_speaker_in_capitals_is_no_body() -> None:
    """An acronym that acts is a body, but not a word that the paper also has in small letters."""
    names = [name for name, _ in found("The CHAIRMAN agreed.", "The CIPMX agreed.", "The Chairman closed the meeting.")]
    assert names == ["CIPMX"]


def test_an_ambiguous_acronym_needs_its_organisation() -> None:
    """`PC` is a body in its organisation's papers only, and never after `a`."""
    assert found("The PC agreed.", body="wco/council") == [("PC", "wco/policy-commission")]
    assert found("Each office has a PC.", body="wco/council") == []
    assert ("PC", "wco/policy-commission") not in found("The PC agreed.", body="imo")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Economic Competitiveness Package (ECP) is old.",
            [("Economic Competitiveness Package", "economic-competitiveness"), ("ECP", "economic-competitiveness")],
        ),
        ("Le Paquet Recettes comporte deux phases.", [("Paquet Recettes", "revenue")]),
        ("The draft CEP Action Plan was circulated.", [("CEP", "compliance-enforcement")]),
        ("work under the WCO packages", []),
    ],
)
def test_packages(text: str, expected: list[tuple[str, str | None]]) -> None:
    """Packages are found by name and acronym; `WCO packages` is none."""
    assert found(text, label="PACKAGE") == expected


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="Committee of theWCO (PTC),.-/’ édu sur 12\n", max_size=200))
def test_any_text_gives_mentions_inside_paragraphs(text: str) -> None:
    """Whatever the text, mentions lie in their paragraph, do not overlap and have a confidence in (0, 1]."""
    text = " ".join(text.split()) or "x"
    doc = annotated(text)
    end = 0
    for span in bridge.mentions(doc):
        assert span.start_char >= end
        assert span.end_char <= len(text)
        assert 0 < span._.confidence <= 1
        end = span.end_char


@pytest.mark.parametrize("piece", ["1", "A ", "Committee ", "Committee of ", "(A", "et des ", "PTC/", "of the "])
def test_time_grows_with_length_only(piece: str) -> None:
    """Hostile repetition costs no more than linear time."""
    start = time.process_time()
    annotated((piece * 10_000)[:15_000].strip() or "x")
    assert time.process_time() - start < 6


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The Council of the World Customs Organization met.", "en", [("Council", "wco/council"), ("World Customs Organization", "wco")]),
        ("Le Conseil de l'OMD a siégé.", "fr", [("Conseil", "wco/council"), ("OMD", "wco")]),
        ("Le Conseil général de l'OMC a siégé.", "fr", [("Conseil général", "wto/general-council"), ("OMC", "wto")]),
        ("Le Comité des pensions de l'OMC a siégé.", "fr", [("Comité des pensions", None), ("OMC", "wto")]),
        ("La Commission de la CEDEAO a siégé.", "fr", [("Commission de la CEDEAO", None)]),
        ("The Governing Council of UNEP met.", "en", [("Governing Council", None), ("UNEP", "un/unep")]),
        ("The Commission of the European Communities met.", "en", [("Commission of the European Communities", "eu/commission")]),
    ],
)
def test_an_organ_and_the_owner_behind_it_are_two(text: str, language: str, expected: list[tuple[str, str | None]]) -> None:
    """An organ and its owner behind `of` are two mentions; a French head alone goes with its owner, and so does a body known so."""
    assert found(text, language=language) == expected


def test_the_second_look_sees_the_same_words_elsewhere_and_what_overlaps() -> None:
    """Of each draft: how sure the first look was of it, of the same words in the rest of the document, of longer and shorter readings."""
    whole = sighted(annotated("The Pallet Board met.", "The Pallet Board rose.", "The WCO sent a note."), load("wco"))
    texts = [part.text.text[d.start : d.end] for part, row in zip(whole.parts, whole.rows, strict=True) for d in row]
    rows = dict(zip(texts[1:], list(mention_again.features(whole, [0.9, 0.2, *[0.5] * (len(texts) - 2)]))[1:], strict=True))
    board, home = rows["Pallet Board"], rows["WCO"]
    assert texts[:2] == ["Pallet Board", "Pallet Board"]
    assert board["own"] < 0 < board["others"] == board["first"] == board["most"]
    assert (board["times"], board["share"], board["overlaps"], board["longer"]) == (1.0, 0.5, 0.0, mention_again.NONE)
    assert (home["times"], home["others"], home["capitals"]) == (0.0, 0.0, 1.0)
    first, second = whole.rows[0][0], whole.rows[0][0]._replace(end=whole.rows[0][0].end - 6)
    two = Sighted(whole.parts[:1], [[first, second]], whole.seen)
    one, other = mention_again.features(two, [0.8, 0.3])
    assert (one["shorter"], one["longer"]) == (other["own"], mention_again.NONE)
    assert (other["longer"], other["overlaps"]) == (one["own"], 1.0)
