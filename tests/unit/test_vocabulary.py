"""Reading and checking vocabularies."""

from __future__ import annotations

from pathlib import Path

import pytest

from docmine.errors import VocabularyError
from docmine.vocabulary import check, load

BODIES = """
- id: acme
  kind: organization
  names: {en: [Acme Organization]}
  acronyms: [ACME]
  examples: ["The [[Acme Organization]] met."]
- id: acme/board
  kind: board
  parent: acme
  names: {en: [Acme Executive Board]}
  examples: ["The [[Acme Executive Board]] met."]
"""


def write(folder: Path, bodies: str, packages: str | None = None) -> Path:
    (folder / "bodies.yml").write_text(bodies, "utf-8")
    if packages is not None:
        (folder / "packages.yml").write_text(packages, "utf-8")
    return folder


def test_a_folder_is_a_vocabulary(tmp_path: Path) -> None:
    """Another organisation's vocabulary works by data alone."""
    vocabulary = load(write(tmp_path, BODIES))
    assert [body.id for body in vocabulary.bodies] == ["acme", "acme/board"]
    assert vocabulary.root("acme/board") == "acme"
    assert vocabulary.lineage("acme/board") == ("acme/board", "acme")
    assert check(tmp_path) == []


def test_loading_twice_gives_the_same_object() -> None:
    """A vocabulary is read once."""
    assert load("wco") is load("wco")


@pytest.mark.parametrize(
    ("bodies", "says"),
    [
        (BODIES + BODIES, "occurs 2 times"),
        (BODIES.replace("parent: acme", "parent: nobody"), "parent nobody is no entry"),
        (BODIES.replace("kind: organization", "kind: organization\n  parent: acme/board"), "its own ancestor"),
        (BODIES.replace("parent: acme", "parent: acme\n  acronyms: [ACME]"), "ACME is shared by acme and acme/board"),
        (BODIES.replace('\n  examples: ["The [[Acme Organization]] met."]', ""), "examples"),
        (BODIES.replace("[[Acme Organization]]", "Acme Organization"), "marks nothing"),
        (BODIES.replace("kind: board", "kind: gremium"), "entry acme/board: kind"),
        (BODIES.replace("kind: board", "colour: red\n  kind: board"), "entry acme/board: colour"),
        (BODIES.replace("[ACME]", "[ACME"), "not valid YAML"),
        ("- &a [*a]", "bodies.yml"),
        ("", "wants a list of entries"),
        (BODIES.replace("acronyms: [ACME]", "acronyms: [ACME]\n  ambiguous: [ACM]"), "ACM is none of its acronyms"),
        (BODIES.replace("acronyms: [ACME]", 'acronyms: [ACME]\n  symbols: [A/, ""]'), "fits every symbol"),
        (BODIES.replace("acronyms: [ACME]", 'acronyms: [ACME]\n  symbols: ["A("]'), "symbols"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, bodies: str, says: str) -> None:
    """An error names the file, the entry and what is wrong, and `check` says the same."""
    write(tmp_path, bodies)
    with pytest.raises(VocabularyError) as error:
        load(tmp_path)
    assert says in str(error.value)
    assert "bodies.yml" in str(error.value)
    assert any(says in line for line in check(tmp_path))


def test_an_example_that_is_not_found_is_a_problem(tmp_path: Path) -> None:
    """`check` runs the examples."""
    write(tmp_path, BODIES.replace("The [[Acme Executive Board]] met.", "The [[Executive Committee]] met."))
    assert any("'Executive Committee' is not found" in line for line in check(tmp_path))


def test_a_not_example_that_is_found_is_a_problem(tmp_path: Path) -> None:
    """`check` runs the `not` examples."""
    write(tmp_path, BODIES.replace("  acronyms: [ACME]", '  acronyms: [ACME]\n  not: ["ACME met."]'))
    assert any("`not` example" in line for line in check(tmp_path))


def test_a_shared_acronym_may_be_ambiguous_in_both(tmp_path: Path) -> None:
    """Two bodies share an acronym if both say so."""
    shared = BODIES.replace("acronyms: [ACME]", "acronyms: [ACME]\n  ambiguous: [ACME]")
    shared = shared.replace("parent: acme", "parent: acme\n  acronyms: [ACME]\n  ambiguous: [ACME]")
    assert len(load(write(tmp_path, shared)).bodies) == 2


@pytest.mark.parametrize("name", ["no-such-vocabulary", "../../etc", "", "a" * 500])
def test_an_unknown_name_is_an_error(name: str) -> None:
    """A vocabulary that is nowhere is named in the error."""
    with pytest.raises(VocabularyError):
        load(name)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """A file over the limit is not parsed."""
    write(tmp_path, "#" * 4_000_001)
    with pytest.raises(VocabularyError, match="larger than"):
        load(tmp_path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """The place of the first wrong byte is named."""
    (tmp_path / "bodies.yml").write_bytes(b"- id: acme\xff")
    with pytest.raises(VocabularyError, match="not UTF-8"):
        load(tmp_path)


def test_unlisted_bodies_have_names_and_acronyms_but_no_id(tmp_path: Path) -> None:
    """`unlisted.yml` adds bodies that are known by name only."""
    write(tmp_path, BODIES)
    (tmp_path / "unlisted.yml").write_text("organization:\n  - Rival Union (RU; UR)\n", "utf-8")
    (body,) = load(tmp_path).unlisted
    assert (body.id, body.kind, body.names, body.acronyms) == (None, "organization", ("Rival Union",), ("RU", "UR"))


def test_unlisted_bodies_may_be_of_an_organisation(tmp_path: Path) -> None:
    """`committee of ORGANISATION` lists organs of an organisation that have no id."""
    write(tmp_path, BODIES)
    (tmp_path / "unlisted.yml").write_text("committee of acme:\n  - Rival Committee\n", "utf-8")
    (body,) = load(tmp_path).unlisted
    assert (body.kind, body.parent) == ("committee", "acme")


def test_an_unlisted_body_of_nobody_is_refused(tmp_path: Path) -> None:
    """The organisation must be one of `bodies.yml`."""
    write(tmp_path, BODIES)
    (tmp_path / "unlisted.yml").write_text("committee of nobody:\n  - Rival Committee\n", "utf-8")
    with pytest.raises(VocabularyError, match=r"unlisted\.yml: committee of nobody"):
        load(tmp_path)


def test_a_wrong_unlisted_file_is_named(tmp_path: Path) -> None:
    """What is wrong in `unlisted.yml` is said of that file."""
    write(tmp_path, BODIES)
    (tmp_path / "unlisted.yml").write_text("gang:\n  - Rival Union\n", "utf-8")
    with pytest.raises(VocabularyError, match=r"unlisted\.yml: gang"):
        load(tmp_path)


def test_organisations_may_share_a_local_name(tmp_path: Path) -> None:
    """`the Board` is decided by whose paper it is; two boards of one organisation cannot both be it."""
    board = "- id: {0}/{1}\n  kind: board\n  parent: {0}\n  names: {{en: [{0} {1} Board]}}\n  local: {{en: [Board]}}\n"
    board += "  examples: ['The [[Board]] met.']\n"
    other = "- id: bolt\n  kind: organization\n  names: {en: [Bolt Organization]}\n  examples: ['The [[Bolt Organization]] met.']\n"
    made = BODIES + board.format("acme", "pension") + other
    assert check(write(tmp_path, made + board.format("bolt", "pension"))) == []
    assert any("found by other entries too" in fault for fault in check(write(tmp_path, made + board.format("acme", "audit"))))
