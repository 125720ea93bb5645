"""What definite references stand for."""

from __future__ import annotations

import numpy as np
import pytest
from bodies import annotated, found

from docmine import bridge
from docmine.classify import LinearModel
from docmine.components import link_signs
from docmine.components.link_signs import NOBODY
from docmine.components.links import Links, choices
from docmine.vocabulary import load


def test_the_last_named_body_of_that_kind() -> None:
    """`the Committee` is the committee last named in the same paragraph."""
    assert found("The EC met. The Committee endorsed it.")[-1] == ("Committee", "wco/enforcement-committee")


def test_a_sub_committee_is_no_committee() -> None:
    """A sub-committee named last does not answer to `the Committee`."""
    assert found("The Integrity Sub-Committee met. The Committee endorsed it.")[-1] == ("Committee", "wco/ptc")


def test_else_the_issuing_body() -> None:
    """Another paragraph's body does not count while the issuing body fits."""
    assert found("The EC met.", "The Committee is invited to take note.")[-1] == ("Committee", "wco/ptc")


def test_else_the_only_one_of_the_organisation() -> None:
    """`the Council` and `the Secretariat` of the organisation whose paper it is."""
    expected = [("Council", "wco/council"), ("Secretariat", "wco/secretariat"), ("Organization", "wco")]
    assert found("The Council asked the Secretariat to act for the Organization.") == expected


def test_french_references() -> None:
    """French references are resolved alike."""
    text = "Le Comité a pris note du rapport du Secrétariat. La décision revient au Conseil."
    assert found(text, language="fr") == [("Comité", "wco/ptc"), ("Secrétariat", "wco/secretariat"), ("Conseil", "wco/council")]


def test_part_of_a_name_stands_for_the_body() -> None:
    """`the Technical Committee` is the committee whose name has these words."""
    text = "The Technical Committee on Customs Valuation met. The Technical Committee adopted an opinion."
    assert found(text)[-1] == ("Technical Committee", "wco/tccv")


def test_other_organisations_keep_null() -> None:
    """In a paper of an organisation that the vocabulary lacks no id is invented, and full names keep theirs."""
    texts = ("The Committee asked the Secretariat to write to the Council.", "The World Customs Organization was thanked.")
    values = dict(found(*texts, body=None, body_name="Scientific Committee"))
    assert values == {"Committee": None, "Secretariat": None, "Council": None, "World Customs Organization": "wco"}


def test_an_alias_holds_in_the_whole_document() -> None:
    """`(hereinafter "the Group")` binds the words to the body."""
    texts = ('The SAFE Working Group (hereinafter "the Group") met.', "The Private Sector Consultative Group met. The Group agreed.")
    assert found(*texts)[-1] == ("Group", "wco/safe-working-group")


def test_an_organ_of_an_organisation_named_with_it() -> None:
    """`WTO Council` is not the council of the paper's own organisation."""
    assert found("The IMO Council agreed.")[-1][1] is None


def test_the_vocabulary_s_own_council_is_told_by_its_organ_beside_it() -> None:
    """In another organisation's paper, also where that has a council: the body named last in the passage tells whose is meant."""
    texts = ("The Grain Council met.", "The Permanent Technical Committee had seen it when the Council approved it.", "The Council agreed.")
    assert [value for name, value in found(*texts, body=None, body_name="Grain Committee") if name == "Council"] == ["wco/council", None]


@pytest.mark.parametrize(("body", "value"), [("upu", "wco/wco-upu-contact-committee"), ("icao", "wco/api-pnr-contact-committee")])
def test_a_joint_committee_is_the_one_that_has_the_papers_organisation_in_its_name(body: str, value: str) -> None:
    """`Contact Committee` in a paper of the Universal Postal Union and in one of ICAO."""
    assert dict(found("The Contact Committee agreed to it.", body=body))["Contact Committee"] == value


def test_candidates_tell_their_features() -> None:
    """What a choice is made and judged by: candidates nearest first, with where they stand, and last of all nobody."""
    doc = annotated("The EC met. The Committee endorsed it.")
    choice = list(choices(doc, load("wco"), None))[-1]
    first, *rest = choice.candidates
    assert choice.chosen is first
    assert (first.value, first.same_passage, first.distance, first.source) == ("wco/enforcement-committee", True, 0, "named")
    assert any(c.source == "issuing" and c.value == "wco/ptc" for c in rest)
    assert rest[-1] is NOBODY


def test_a_model_says_how_far_a_choice_is_trusted() -> None:
    """`Links` with a model keeps the rules' choice and takes its confidence from the model."""
    weights = np.array([[-4.0]])
    doubting = LinearModel("links", "binary", ("no", "yes"), ("source:issuing",), link_signs.FEATURE_SET, weights, np.array([2.0]))
    doc = annotated("The Committee met.")
    mention = bridge.mentions(doc, "BODY")[0]
    before = mention._.value
    mention._.value, mention._.confidence = None, 1.0
    links = Links(load("wco"))
    links.use({"links": doubting})
    links(doc)
    assert mention._.value == before == "wco/ptc"
    assert mention._.confidence == pytest.approx(0.119, abs=0.001)


def test_a_committee_on_a_subject_is_not_the_technical_committee_on_it() -> None:
    """A name that keeps the subject keeps the manner too; who shortens it leaves out the subject."""
    texts = (
        "The Technical Committee on Customs Valuation met.",
        "The Committee on Customs Valuation of Geneva agreed.",
        "The Technical Committee agreed.",
    )
    assert [value for _, value in found(*texts, body="wco/tccv")] == ["wco/tccv", None, "wco/tccv"]


def test_the_council_of_an_unlisted_body_is_its_own() -> None:
    """In the paper of a body that the vocabulary lacks, `the Council` is not one that the paper names in passing."""
    texts = ("The observer of the Customs Co-operation Council took part.", "Quotas were considered.", "The Council approved the quotas.")
    assert found(*texts, body=None, body_name="International Cocoa Council")[-1] == ("Council", None)


def test_an_organ_named_with_its_owner_behind_it() -> None:
    """`the General Assembly of the United Nations` is that; of an organisation that nobody lists it is nobody's."""
    ours = "The General Assembly of the United Nations adopted the resolution."
    theirs = "The General Assembly of the Baltic Cocoa Bureau adopted the resolution."
    assert found(ours, body=None, body_name="Scientific Committee")[0] == ("General Assembly", "un/general-assembly")
    assert ("General Assembly", "un/general-assembly") not in found(theirs, body=None, body_name="Scientific Committee")


def test_a_plenary_is_the_issuing_body_itself() -> None:
    """`the Plenary` of a body in its own papers; no other body's."""
    text = "The Plenary approved the report of the World Customs Organization."
    assert found(text, body="un/un-cefact")[0] == ("Plenary", "un/un-cefact")
    assert found(text, body=None, body_name="Wildlife Board")[0] == ("Plenary", None)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("The OECD guidelines were approved by its Council.", "Council", None),
        ("The World Trade Organization said that its General Council had agreed.", "General Council", "wto/general-council"),
        ("The observer of the International Criminal Police Organization spoke of his General Assembly.", "General Assembly", None),
        ("The World Customs Organization was praised, and its Council too.", "Council", "wco/council"),
    ],
)
def test_its_council_is_that_of_the_organisation_named_before(text: str, name: str, value: str | None) -> None:
    """Not of the one whose paper it is, nor of the one that the vocabulary knows best."""
    assert found(text)[-1] == (name, value)


def test_the_council_of_another_organisation() -> None:
    """In the paper of somebody who has none, `the Council` is that of the organisation last named; `the Secretariat` is its own."""
    text = "The World Customs Organization answered the Secretariat. The Permanent Technical Committee told the Council."
    values = [value for _, value in found(text, body=None, body_name="Wildlife Board")]
    assert values == ["wco", None, "wco/ptc", "wco/council"]
    assert found(text, body=None, body_name="Cocoa Council")[-1] == ("Council", None)


def test_an_organisation_called_a_council_has_one() -> None:
    """`the Council` that acts is its organ."""
    text = "The Customs Co-operation Council was heard. The Council will approve it in June."
    assert found(text, body=None, body_name="Wildlife Board") == [("Customs Co-operation Council", "wco"), ("Council", "wco/council")]


def test_what_any_organisation_may_have_is_not_ours_elsewhere() -> None:
    """The Finance Committee of a paper that names ours nowhere."""
    texts = ("The World Customs Organization was heard.", "The Finance Committee approved the accounts.")
    assert found(*texts, body="wco/council")[-1] == ("Finance Committee", "wco/finance-committee")
    assert found(*texts, body=None, body_name="Wildlife Board")[-1] == ("Finance Committee", None)


def test_a_groupe_de_travail_may_be_a_working_party() -> None:
    """French has one word for both."""
    assert found("Le Groupe de travail a adopté le rapport.", body="un/wp30", language="fr") == [("Groupe de travail", "un/wp30")]
