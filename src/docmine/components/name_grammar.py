"""How bodies are called in English and French: `[Permanent] [Technical] COMMITTEE [on Customs Valuation]`.

A phrase is a head noun that says what kind of body it is, the capitalised words before it and the complement after it. A phrase
without either is a bare head (`the Committee`), which stands for a body named elsewhere. Pure functions on words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from docmine.components.names import Word, fold

# Head nouns, folded and joined, by kind. Those of WEAK kinds also name places, firms and events: they need more words around them.
HEADS: dict[str, str] = {}
for _kind, _heads in {
    "council": "council conseil",
    "commission": "commission",
    "committee": "committee comite",
    "sub-committee": "subcommittee souscomite",
    "working group": "workinggroup groupedetravail",
    "working party": "workingparty draftingparty",
    "expert group": "expertgroup expertsgroup expertworkinggroup groupedexperts groupofexperts",
    "group": "group groupe subgroup sousgroupe draftinggroup contactgroup studygroup steeringgroup consultativegroup negotiatinggroup advisorygroup",
    "task force": "taskforce taskteam",
    "project team": "projectteam team equipedeprojet equipechargeeduprojet equipe draftingteam",
    "secretariat": "secretariat",
    "conference": "conference",
    "assembly": "assembly assemblee congress congres parliament parlement",
    "board": "board",
    "bureau": "bureau",
    "panel": "panel",
    "organization": "organization organisation union association federation confederation agency agence institute institut alliance partnership "
    "chamber chambre bank banque fund fonds authority autorite service administration ministry ministere department "
    "university universite community communaute network reseau academy laboratory league foundation unit court cour tribunal observatory observatoire "
    "customsandexcise customsandexciseadministration customsandexcisedepartment revenueandcustoms directiongenerale",
    "office": "office",
    "forum": "forum",
    "centre": "center centre",
}.items():  # fmt: skip
    HEADS.update(dict.fromkeys(_heads.split(), _kind))
LONGEST_HEAD = 4
STRONG = frozenset(
    "council commission committee sub-committee secretariat assembly board panel".split() + ["working group", "working party", "expert group", "task force"]
)
# Heads by which `the X` alone may stand for a body, besides those of strong kinds.
ALONE = frozenset("group groupe subgroup sousgroupe congress congres court cour team equipe conference bureau organization organisation union agency agence association federation chamber chambre "
                  "bank banque fund fonds office forum center centre institute institut authority community communaute alliance projectteam "
                  "draftingteam draftingparty draftinggroup contactgroup studygroup steeringgroup consultativegroup negotiatinggroup advisorygroup "
                  "equipedeprojet taskteam".split())  # fmt: skip
DETERMINERS = frozenset("the this that its said our their his her parent le la l du au ce cet cette son sa dudit ledit ladite leur notre".split())
INDEFINITE = frozenset("a an any each every no another several some many various different other un une aucun chaque tout quelque".split())
CLOSED = DETERMINERS | INDEFINITE | frozenset(
    "in on at of for to by from with and or as when where while after before following during since until under upon having however moreover "
    "both all these those it he she they if once two three four five although though because there here thus therefore not also only both either "
    "en dans sur par pour avec et ou a aux des les de d lors apres avant selon suite depuis il elle ils elles ces ses leurs si quand comme que qui "
    "dont où ou sous entre vers chez sans lorsque puis ainsi toutefois cependant deux trois s n qu".split()
)  # fmt: skip
# Capitalised words that stand before or after a body's name and are no part of it.
TITLES = frozenset(
    "chair chairs chairman chairmen chairperson chairpersons chairwoman vicechair vice president presidents delegate delegates delegation member members secretary director directors "
    "deputy mr mrs ms dr sir madam observer observers rapporteur representative representatives report reports session sessions meeting meetings minutes agenda item doc docs document "
    "annex appendix paragraph article rule rules resolution resolutions decision decisions recommendation recommendations paper note summary draft minister ministers head heads "
    "president presidente presidents delegue delegues membre membres secretaire directeur directrice rapport session sessions reunion reunions annexe point paragraphe resolution decision "
    "recommandation document documents projet monsieur madame m mme".split()
)  # fmt: skip
MONTHS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday "
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi dimanche".split()
)
# What a text is sent to a body for, not what the body is for (`the Council for Approval`).
LINKS_FR = frozenset("de du des d et contre".split())
IN_FR = frozenset("douane ligne charge matiere".split())
STOPS_FR = frozenset("terme cours titre suite sens sein jour fin projet rapport travaux question point proposition".split())
PURPOSES = frozenset("approval adoption information consideration decision discussion endorsement guidance action approbation adoption information examen decision".split())
OPEN_EN = frozenset("on of for against concerning".split())
INNER_EN = frozenset("on of for the and to with de affecting in".split())
OPEN_FR = frozenset("de du des d sur pour contre charge chargee".split())
INNER_FR = frozenset("de du des d la le les l sur pour et a au aux en contre".split())
SMALL = frozenset({"secretariat"})  # UN papers write it so
TOPICS_FR = frozenset(
    "gestion redaction pilotage direction coordination suivi liaison contact administration travail experts securite politique generale finances audit verification "
    "conciliation arbitrage evaluation normalisation controle surveillance haut niveau revision".split()
)
ADJECTIVE_FR = re.compile(
    r"(?:iques?|ales?|als?|aux|els?|elles?|ifs?|ives?|aires?|(?:man|pet|lig)entes?|(?:man|pet|lig)ents?|pendante?s?|iennes?|iens?|aines?|ains?|oises?|ois|aises?|gnoles?|mixtes?|"
    r"directeur|restreinte?|elargie?|conjointe?|etats)$"
)
TAILS_FR = (("a", "haut", "niveau"), ("a", "composition", "non", "limitee"), ("a", "composition", "limitee"), ("de", "haut", "niveau"))
ABSTRACT = re.compile(r"(?:tion|ment|ity|ing|ture|ics|ance|ence|ship|ogy|ism|try|ports?)$")
LOWER_BEFORE = frozenset("ad hoc joint presessional intersessional virtual parent informal expert small".split())
IN_NAMES = frozenset("goods services europe africa asia international endangered agriculture trade customs information air matters transport education".split())
SPACE = re.compile(r"[ \u00a0\n\t\u202f]{1,2}")
TIGHT = re.compile(r"[ \u00a0]?[-\u2010\u2011/'\u2019][ \u00a0]?|[.]|[ \u00a0\n\t\u202f]{1,2}")
LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words `first` to `last` (inclusive) of the text; the head is words `head` to `head_end`."""

    first: int
    head: int
    head_end: int
    last: int
    kind: str
    noun: str
    determiner: str = ""

    @property
    def bare(self) -> bool:
        return self.first == self.head and self.last == self.head_end


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph's words with the signs between them, and whether French is its language."""

    text: str
    run: tuple[Word, ...]
    french: bool

    def gap(self, i: int) -> str:
        """What stands between word i-1 and word i."""
        return self.text[self.run[i - 1].end : self.run[i].start] if 0 < i < len(self.run) else "\n\n"

    def key(self, i: int) -> str:
        return self.run[i].key if 0 <= i < len(self.run) else ""

    def opens_sentence(self, i: int) -> bool:
        return i == 0 or bool(re.search(r"[.!?:;•]|[-–—] ", self.gap(i)))


@lru_cache(maxsize=4096)
def head_kind(noun: str) -> str | None:
    return HEADS.get(noun)


def head_at(text: Text, i: int) -> tuple[int, str] | None:
    """The longest head noun that begins at word i: its last word and its folded form."""
    joined, best = "", None
    for j in range(i, min(i + LONGEST_HEAD, len(text.run))):
        if j > i and not TIGHT.fullmatch(text.gap(j)):
            break
        joined += text.run[j].key
        if joined in HEADS:
            best = j, joined
    return best


def phrases(text: Text) -> list[Phrase]:
    """The phrases of a text, left to right; those whose head begins with a small letter only inside a capitalised name."""
    out: list[Phrase] = []
    i = 0
    while i < len(text.run):
        head = head_at(text, i)
        if head is None or not (_upper(text.run[i]) or _small(text, i, *head)):
            i += 1
            continue
        phrase = _phrase(text, i, *head, floor=out[-1].last + 1 if out else 0)
        phrase = _rehead(text, phrase)
        out.append(phrase)
        i = phrase.last + 1
    return out


def _small(text: Text, i: int, head_end: int, noun: str) -> bool:
    """Heads that count in small letters: `the secretariat`, `le groupe de travail sur les étalons`."""
    if text.key(i - 1) not in DETERMINERS:
        return False
    return noun in SMALL or noun in ("groupedetravail", "groupedexperts") and text.key(head_end + 1) == "sur"


def _rehead(text: Text, phrase: Phrase) -> Phrase:
    """`Nordic Customs Administrative Council`: the head is the last head noun of an unbroken run of capitals."""
    if phrase.last != phrase.head_end:
        return phrase
    j = phrase.head_end + 1
    while j < min(len(text.run), phrase.head_end + 5) and SPACE.fullmatch(text.gap(j)) and _upper(text.run[j]) and not _stop(text, j):
        head = head_at(text, j)
        if head:
            longer = _phrase(text, j, *head, floor=phrase.first)
            return _rehead(text, Phrase(min(phrase.first, longer.first), j, head[0], longer.last, HEADS[head[1]], head[1], phrase.determiner))
        j += 1
    return phrase


def _phrase(text: Text, i: int, head_end: int, noun: str, floor: int) -> Phrase:
    first = _premodifiers(text, i, floor)
    last = _complement(text, head_end)
    if first < i and not text.french and text.key(head_end + 1) == "of" and text.key(head_end + 2) == "the" and text.key(head_end + 3) != "parties":
        last = head_end  # `State Customs Committee of the Russian Federation`
    before = text.key(first - 1) if TIGHT.fullmatch(text.gap(first)) else ""
    return Phrase(first, i, head_end, last, HEADS[noun], noun, before if before in DETERMINERS | INDEFINITE else "")


def _upper(word: Word) -> bool:
    """A capital at or near the beginning (`eATA`)."""
    return any(sign.isupper() for sign in word.text[:3])


def _stop(text: Text, i: int) -> bool:
    """Whether word i cannot be part of a body's name."""
    word = text.run[i]
    if word.key in TITLES or word.key in MONTHS or len(word.text) > 40:
        return True
    return word.key in CLOSED and not (word.text.isupper() and len(word.text) > 1 and not text.text.isupper())


def _premodifiers(text: Text, head: int, floor: int) -> int:
    """The first word of the run of capitalised words before a head."""
    first, j = head, head - 1
    while j >= floor and head - j < LONGEST_NAME and TIGHT.fullmatch(text.gap(j + 1)):
        word = text.run[j]
        if _upper(word) and not _stop(text, j) and not _possessive(text, j) and not _ordinal(text, j):
            first = j
        elif word.text.isdigit() and j == first - 1 and first < head:
            break
        elif word.key in ("and", "et", "of", "for") and first == j + 1 and j > floor and _joins_left(text, j, floor):
            pass
        else:
            break
        if text.opens_sentence(j) and word.key in CLOSED:
            break
        j -= 1
    while first - 1 >= floor and text.key(first - 1) in LOWER_BEFORE and TIGHT.fullmatch(text.gap(first)):
        first -= 1
    return first


def _possessive(text: Text, j: int) -> bool:
    """`Members’ Council`, `the Board's Committee`: the owner is no part of the name; the cut-off `s` neither."""
    return bool(re.match(r"s?['\u2019]|['\u2019]", text.gap(j + 1))) and text.key(j) not in ("d", "l") or text.run[j].text == "s"


def _ordinal(text: Text, j: int) -> bool:
    return text.key(j) in ("th", "st", "nd", "rd", "eme", "e")


def _joins_left(text: Text, j: int, floor: int) -> bool:
    """`Trade and Environment Committee`: `and` after a capitalised word that is no head and follows `the`."""
    k = j - 1
    if text.key(j) in ("of", "for") or not _upper(text.run[k]) or _stop(text, k) or text.key(k) in HEADS or text.run[k].text.isupper():
        return False
    while k - 1 >= floor and _upper(text.run[k - 1]) and not _stop(text, k - 1) and SPACE.fullmatch(text.gap(k)):
        k -= 1
        if text.key(k) in HEADS:
            return False
    return text.key(k - 1) in DETERMINERS and SPACE.fullmatch(text.gap(k)) is not None


def _complement(text: Text, head_end: int) -> int:
    """The last word of the complement after a head; the head's own last word if there is none."""
    j = head_end + 1
    if j >= len(text.run) or not TIGHT.fullmatch(text.gap(j)):
        return head_end
    if text.french:
        return _complement_fr(text, head_end)
    if text.run[j].text.isdigit() and text.key(head_end) in ("group", "committee") and len(text.run[j].text) < 4:
        return j
    if text.key(j) not in OPEN_EN or text.run[j].text[0].isupper() and not text.text.isupper():
        return head_end
    return _reach(text, head_end, INNER_EN)


def _reach(text: Text, start: int, inner: frozenset[str]) -> int:
    """Go on over capitalised words and the small words between them; end with a capitalised word."""
    last, j = start, start + 1
    while j < len(text.run) and j - start < LONGEST_NAME:
        gap, word = text.gap(j), text.run[j]
        comma = bool(re.fullmatch(r",[ \u00a0\n]", gap))
        if not (TIGHT.fullmatch(gap) or comma and _series(text, j)):
            break
        if word.key in inner and not (comma or _breaks(text, j, last, start)):
            j += 1
            continue
        if not _upper(word) or _stop(text, j) or word.key in PURPOSES and text.key(start + 1) == "for" and j <= start + 3 or _other_body(text, j, start):
            break
        if re.search(r"['\u2019]", gap) and text.key(j) == "s":
            break
        last = j
        j += 1
    return last


def _breaks(text: Text, j: int, last: int, start: int) -> bool:
    """Whether the small word j ends the name: three in a row, `and the`, `in` before a place, `and` before another body."""
    key, following = text.key(j), text.key(j + 1)
    if j - last > 2:
        return True
    if key == "to" and text.key(last) == "parties":
        return False
    if key in ("in", "to", "with"):
        return last == start or not (following in IN_NAMES or ABSTRACT.search(following) or ABSTRACT.search(text.key(j + 2)) and _upper(text.run[j + 1]))
    if key in ("for", "on") and last > start and text.key(start + 1) == key:
        return True
    return key == "and" and (following in CLOSED or last == start or _leads_to_head(text, j + 1))


def _leads_to_head(text: Text, j: int) -> bool:
    """Whether capitalised words from j on end in a strong head: they are another body's name."""
    for k in range(j, min(j + 7, len(text.run))):
        if not _upper(text.run[k]) or k > j and not SPACE.fullmatch(text.gap(k)) and not re.fullmatch(r"[-/]", text.gap(k)):
            return False
        head = head_at(text, k)
        if head and HEADS[head[1]] in STRONG:
            return True
    return False


def _series(text: Text, j: int) -> bool:
    """`Fisheries, Aquaculture and Forestry`: after the comma capitals go on to an `and` with a capital behind it."""
    for k in range(j, min(j + 8, len(text.run) - 1)):
        if text.key(k) in ("and", "et"):
            return k > j and _upper(text.run[k + 1]) and not _leads_to_head(text, k + 1) and not _stop(text, k + 1)
        if not (_upper(text.run[k]) or text.key(k) in ("of", "de")) or _stop(text, k) and text.key(k) not in ("of", "de") or text.key(k) in HEADS:
            return False
    return False


def _other_body(text: Text, j: int, start: int) -> bool:
    """A strong head straight after `of the` is another body (`Working Group of the Council`)."""
    head = head_at(text, j)
    return head is not None and HEADS[head[1]] in STRONG and not (j > start + 1 and _upper(text.run[j - 1]))


def _complement_fr(text: Text, head_end: int) -> int:
    """French names run on in small letters: adjectives, then `de`/`sur`/… with a capitalised or a typical noun; after an adjective
    (`Comité consultatif du temps et des fréquences`) or a head that wants a subject (`Groupe de travail sur …`) any noun will do."""
    last, j = head_end, head_end + 1
    while j < len(text.run) and TIGHT.fullmatch(text.gap(j)) and _adjective_fr(text, j):
        last, j = j, j + 1
    while last > head_end and j < len(text.run) and re.fullmatch(r"[ -]", text.gap(j)) and text.run[j].text.isupper() and len(text.key(j)) > 2:
        last, j = j, j + 1  # `Comité mixte CEDEAO-UEMOA de gestion …`
    for tail in TAILS_FR:
        if tuple(text.key(k) for k in range(j, j + len(tail))) == tail:
            last, j = j + len(tail) - 1, j + len(tail)
    if j >= len(text.run) or not TIGHT.fullmatch(text.gap(j)) or text.key(j) not in OPEN_FR:
        return last
    reach = _reach_fr(text, j)
    if last > head_end or text.key(j) in ("sur", "charge", "chargee") and j - head_end == 1 and text.key(j - 1) != "secretariat":
        reach = max(reach, _nouns_fr(text, j))
    elif (far := _nouns_fr(text, j)) > reach and any(_upper(text.run[k]) for k in range(j, far + 1)):
        reach = far
    return reach if reach > j else last


def _adjective_fr(text: Text, j: int) -> bool:
    """An adjective, or a compass word before one (`ouest-africaine`, `inter-États`)."""
    key = text.key(j)
    if key in ("ouest", "est", "nord", "sud", "inter", "afro", "ibero", "euro") and text.gap(j + 1) == "-":
        return j + 1 < len(text.run) and _adjective_fr(text, j + 1)
    return bool(ADJECTIVE_FR.search(key)) and len(key) > 4 and key not in CLOSED


def _nouns_fr(text: Text, j: int) -> int:
    """From an opening small word: `du temps et des fréquences`, `sur les constantes fondamentales de CODATA`."""
    last = k = j
    while k < len(text.run) and k - j < LONGEST_NAME and TIGHT.fullmatch(text.gap(k)):
        key = text.key(k)
        linked = last == k - 1 and last > j
        if key in LINKS_FR or key in INNER_FR and not linked or k == j:
            if linked and key in ("et", "a") and not _goes_on_fr(text, k + 1):
                break
            if key in ("pour", "sur", "a", "au", "aux") and last > j or key == "en" and text.key(k + 1) not in IN_FR:
                break
        elif key == "en" and text.key(k + 1) in IN_FR:
            pass
        elif key in CLOSED or key in STOPS_FR or not key.isalpha() or _infinitive(text, k) or len(key) < 3 or _organ_head(text, k):
            break
        elif not linked or _upper(text.run[k]) or ADJECTIVE_FR.search(key) or key.endswith(("ees", "es")) and text.gap(k + 1).strip():
            last = k
        else:
            break
        k += 1
    return last


def _infinitive(text: Text, k: int) -> bool:
    """`de l'adopter`: a pronoun and a verb, no noun."""
    key = text.key(k)
    return key.endswith("er") and not key.endswith("ier") and not _upper(text.run[k]) and text.key(k - 1) in ("l", "la", "le", "les", "d", "de", "s")


def _goes_on_fr(text: Text, k: int) -> bool:
    """Whether after `et` another noun of the same complement follows, and no clause or other body."""
    if text.key(k) in ("des", "du", "de", "d", "les", "la", "le", "l"):
        k += 1 + (text.key(k) == "de" and text.key(k + 1) in ("la", "l"))
    elif k < len(text.run) and re.search(r"[^t]és?$", text.run[k].text):
        return False  # a participle: `… et autorisé`
    return text.key(k).isalpha() and text.key(k) not in CLOSED | STOPS_FR and head_at(text, k) is None and not text.key(k).endswith(("a", "ait", "ent", "ant"))


def _reach_fr(text: Text, j: int) -> int:
    """From an opening small word: `de gestion`, `de la Convention de Kyoto révisée`; j itself where nothing fits."""
    last = k = j
    while k < len(text.run) and k - j < LONGEST_NAME and (k == j or TIGHT.fullmatch(text.gap(k))):
        word = text.run[k]
        if word.key in INNER_FR or word.key in OPEN_FR:
            if k - last > 2 or word.key in ("et", "a", "au", "aux", "en") and (last == j or word.key != "et" or not (_upper_next(text, k) or _topic_next(text, k))):
                break
        elif _upper(word) and not _stop(text, k) and not _organ_head(text, k) or word.key in TOPICS_FR and k - last <= 3:
            last = k
        elif last > j and ADJECTIVE_FR.search(word.key) and SPACE.fullmatch(text.gap(k)) and last == k - 1 and len(word.key) > 4:
            last = k
        else:
            break
        k += 1
    return last


def _organ_head(text: Text, k: int) -> bool:
    """Whether a head of another body begins at word k; `Union`, `Communauté` may belong to this one's name."""
    head = head_at(text, k)
    return head is not None and HEADS[head[1]] != "organization"


def _topic_next(text: Text, k: int) -> bool:
    return any(text.key(n) in TOPICS_FR for n in (k + 1, k + 2, k + 3) if n == k + 1 or text.key(n - 1) in INNER_FR)


def _upper_next(text: Text, k: int) -> bool:
    return k + 1 < len(text.run) and (_upper(text.run[k + 1]) or text.key(k + 1) in INNER_FR and k + 2 < len(text.run) and _upper(text.run[k + 2]))


def reads_french(text: str) -> bool:
    """Whether a paragraph's small words are French rather than English."""
    keys = [fold(word) for word in re.findall(r"[^\W\d_]{1,5}", text[:2000])]
    french = sum(key in ("le", "la", "les", "du", "des", "et", "une", "dans", "que", "aux", "par", "l", "d") for key in keys)
    return french > sum(key in ("the", "of", "and", "to", "by", "that", "with", "was") for key in keys)
