"""Each vocabulary that docmine ships is right by its own examples."""

from __future__ import annotations

import pytest

from docmine.components.names import compiled
from docmine.vocabulary import Body, Package, check, load

WCO = load("wco")


def test_no_problems() -> None:
    """The shipped vocabulary breaks no rule and every example is found as its own entry and nothing else."""
    assert check("wco") == []


@pytest.mark.parametrize("entry", [*WCO.bodies, *WCO.packages], ids=lambda entry: str(entry.id))
def test_each_example(entry: Body | Package) -> None:
    """Each example of the entry is found by the entry."""
    names = compiled(WCO)
    for example in entry.examples:
        found = {(f.start, f.end): f.entries for f in names.find(example.text)}
        for place in example.marks:
            assert entry in found[place], example.text


def test_every_name_is_found_in_its_typographic_variants() -> None:
    """A name is found in capitals, with other hyphens and apostrophes, without accents, and broken at a hyphen."""
    names = compiled(WCO)
    for body in WCO.bodies:
        for name in body.names:
            for variant in (name, name.upper(), name.replace("-", "\u2011"), name.replace("'", "\u2019"), name.replace("-", "- ")):
                found = names.find(f"The {variant} met.")
                assert any(body in f.entries for f in found), variant


def test_packages_have_topics_in_both_languages() -> None:
    """Each package lists its components' key phrases in English and French."""
    for package in WCO.packages:
        assert len(package.topics["en"]) > 20, package.id
        assert len(package.topics["fr"]) > 20, package.id
