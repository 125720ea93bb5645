"""What follows the head of a French name: `Comité [consultatif du temps et des fréquences]`. Pure functions on words."""

from __future__ import annotations

import re

from docmine.components.lexicon import lexicon
from docmine.components.name_words import CLOSED, LONGEST_NAME, MONTHS, SPACE, TIGHT, Text, head_at, is_capital, is_stop, organ_head

ARTICLES = frozenset(("le", "la", "les", "l"))
LINKS_FR = lexicon("links_fr")
IN_FR = lexicon("in_fr")
STOPS_FR = lexicon("stops_fr")
VERBS_FR = lexicon("verbs_fr")  # that end like adjectives (`le Secrétariat rappelle`)
TOLD_OF = lexicon("told_of")  # of what: `informe la Commission centrale de l’avancement`
INFINITIVE = re.compile(r"(?:[^i]er|(?:f|d|bl|oc|ec|g)ier|[^aeiou]ir|[cs]ir|oir|ttre|ndre|ivre|aitre|faire|uire|crire|clure|oudre)$")
OPEN_FR = lexicon("open_fr")
INNER_FR = lexicon("inner_fr")
TOPICS_FR = lexicon("topics_fr")
ADJECTIVE_FR = re.compile(
    r"(?:iques?|ales?|als?|aux|els?|elles?|ifs?|ives?|aires?|[ig]eres?|annes?|(?:man|pet|lig)entes?|(?:man|pet|lig)ents?|pendante?s?|iennes?|iens?|aines?|ains?|oises?|ois|aises?|gnoles?|mixtes?|eens?|eennes?|caises?|cais|parties|contractante?s?|(?:ext|int|inf|sup)erieure?s?|commune?|"
    r"euses?|(?:financ|douan|rout|forest|fonc|frontal|petrol|cot)iers?|maritimes?|directeur|restreinte?|elargie?|conjointe?|etats)$"
)
TAILS_FR = (
    *(("a", "longue", "distance"), ("a", "haut", "niveau"), ("de", "haut", "niveau")),
    *(("a", "composition", "non", "limitee"), ("a", "composition", "limitee")),
)


def complement_end_fr(text: Text, head_end: int) -> int:
    """French names run on in small letters: adjectives, then `de`/`sur`/… with a capitalised or a typical noun; after an adjective
    (`Comité consultatif du temps et des fréquences`) or a head that wants a subject (`Groupe de travail sur …`) any noun will do."""
    last, j = head_end, head_end + 1
    told = _told(text, head_end)
    while j < len(text.run) and TIGHT.fullmatch(text.gap(j)) and _adjective_fr(text, j):
        last, j = j, j + 1
    if last > head_end and text.key(j) == "et" and j + 1 < len(text.run) and _adjective_fr(text, j + 1):
        last, j = j + 1, j + 2  # `Comité scientifique et technique`
    while last > head_end and j < len(text.run) and re.fullmatch(r"[ /-]", text.gap(j)) and _is_acronym(text, j):
        last, j = j, j + 1  # `Comité mixte CEDEAO-UEMOA de gestion …`
    for tail in TAILS_FR:
        if tuple(text.key(k) for k in range(j, j + len(tail))) == tail:
            last, j = j + len(tail) - 1, j + len(tail)
    if j >= len(text.run) or not TIGHT.fullmatch(text.gap(j)) or text.key(j) not in OPEN_FR:
        return last
    if told and text.key(j) in ("de", "du", "des", "d"):
        return last
    if text.key(j) in ("pour", "sur") and not (text.key(j + 1) in ARTICLES or (j + 1 < len(text.run) and is_capital(text.run[j + 1]))):
        return last  # `soumis au Comité pour adoption`, `le Comité, sur proposition du …`; `Comité pour l’élimination …` is a name
    reach = _reach_fr(text, j)
    if last > head_end or reach > j or _wants_subject(text, head_end, j):
        reach = max(reach, _nouns_fr(text, j))
    elif (far := _nouns_fr(text, j)) > reach and any(is_capital(text.run[k]) for k in range(j, far + 1)):
        reach = far
    return reach if reach > j else last


def _is_acronym(text: Text, j: int) -> bool:
    return text.run[j].text.isupper() and len(text.key(j)) > 2


def _wants_subject(text: Text, head_end: int, j: int) -> bool:
    """`Groupe de travail sur …`, `Groupe d'experts des …`: such heads are hardly ever used without their subject."""
    head, opening = text.key(head_end), text.key(j)
    if opening.startswith("charge") or (opening == "sur" and head in ("comite", "groupe", "equipe")):
        return True
    if head in ("travail", "experts", "speciale"):
        return opening in ("sur", "du", "des", "pour")
    return is_capital(text.run[head_end]) and opening in SUBJECT_AFTER.get(head, ())


# Heads that, with a capital, are named by these small words and what follows them (`Comité du règlement`, `Commission des stupéfiants`).
SUBJECT_AFTER = {
    **dict.fromkeys(("comite", "commission"), ("du", "des", "pour")),
    **dict.fromkeys(("organisation", "organization", "observatoire", "reseau", "agence", "federation"), ("de", "des", "du", "pour")),
    **dict.fromkeys(("institut", "direction", "division", "programme", "union", "association"), ("de", "des", "du", "d", "pour")),
}


def _told(text: Text, head_end: int) -> bool:
    """Whether the body is told of something, so that `de …` after it is what it is told of."""
    k = head_end
    while k > max(0, head_end - 5) and text.key(k) not in ("le", "la", "l", "les", "au", "aux"):
        k -= 1
    return text.key(k - 1) in TOLD_OF or (text.key(k - 1) == "avec" and text.key(k - 2) in TOLD_OF)


def _adjective_fr(text: Text, j: int) -> bool:
    """An adjective, or a compass word before one (`ouest-africaine`, `inter-États`)."""
    key = text.key(j)
    if key in ("ouest", "est", "nord", "sud", "inter", "afro", "ibero", "euro") and text.gap(j + 1) == "-":
        return j + 1 < len(text.run) and _adjective_fr(text, j + 1)
    return bool(ADJECTIVE_FR.search(key)) and len(key) > 4 and key not in CLOSED | VERBS_FR


def _nouns_fr(text: Text, j: int) -> int:
    """From an opening small word: `du temps et des fréquences`, `sur les constantes fondamentales de CODATA`."""
    last = k = j
    while k < len(text.run) and k - j < LONGEST_NAME and (TIGHT.fullmatch(text.gap(k)) or _series_fr(text, j, k)):
        key = text.key(k)
        linked = last == k - 1 and last > j
        if key in LINKS_FR or (key in INNER_FR and not linked) or k == j:
            if linked and key in ("et", "a") and not (_goes_on_fr(text, k + 1) and _level(text, j, k + 1)):
                break
            if (key in ("pour", "sur", "a", "au", "aux") and last > j) or (
                key == "en" and text.key(k + 1) not in IN_FR and not (linked and k + 1 < len(text.run) and text.run[k + 1].capital)
            ):
                break
        elif key == "en" and (text.key(k + 1) in IN_FR or (linked and k + 1 < len(text.run) and text.run[k + 1].capital)):
            pass
        elif key in CLOSED | STOPS_FR | MONTHS or not key.isalpha() or infinitive(text, k) or len(key) < 3 or organ_head(text, k):
            break
        elif (
            not linked
            or is_capital(text.run[k])
            or ADJECTIVE_FR.search(key)
            or ((key.endswith("ees") or PARTICIPLE.search(text.run[k].text)) and (text.gap(k + 1).strip() or k + 1 == len(text.run)))
        ):
            last = k
        else:
            break
        k += 1
    return last


PARTICIPLE = re.compile(r"[^t]ée?s?$")


def _series_fr(text: Text, j: int, k: int) -> bool:
    """`sur les recettes, la conformité et la fraude`: after the comma an article and a noun, then `et` and another."""
    if text.key(j) not in ("sur", "pour") or not re.fullmatch(r",[ \u00a0]", text.gap(k)) or text.key(k) not in ("le", "la", "les", "l"):
        return False
    ahead = [text.key(n) for n in range(k + 1, min(k + 6, len(text.run))) if TIGHT.fullmatch(text.gap(n)) or n == k + 1]
    return any(word == "et" and ahead[n + 1] in ("le", "la", "les", "l") for n, word in enumerate(ahead[:-1]))


def _level(text: Text, j: int, k: int) -> bool:
    """Whether what follows `et` is on a level with a complement that begins with j: `du … et le PNUE` is not."""
    return not (text.key(j) in ("de", "du", "des", "d") and text.key(k) in ("le", "la", "les", "l"))


def infinitive(text: Text, k: int) -> bool:
    """`de l'adopter`, `d'étudier`, `de réfléchir`: a verb, no noun."""
    key = text.key(k)
    if is_capital(text.run[k]) or len(key) < 4 or not INFINITIVE.search(key):
        return False
    before = text.key(k - 1)
    return before in ("d", "de", "s", "lui", "leur", "en", "y", "se", "pour") or (before in ("l", "la", "le", "les") and key.endswith("er"))


def _goes_on_fr(text: Text, k: int) -> bool:
    """Whether after `et` another noun of the same complement follows, and no clause or other body."""
    if text.key(k) in ("des", "du", "de", "d", "les", "la", "le", "l"):
        nominative = text.key(k) in ("les", "la", "le", "l")
        k += 1 + (text.key(k) == "de" and text.key(k + 1) in ("la", "l"))
        if nominative and k < len(text.run) and text.run[k].text.isupper():
            return False  # another body: `… et le PNUE`
    elif k < len(text.run) and re.search(r"[^t]ée?s?$", text.run[k].text):
        return False  # a participle: `… et autorisé`
    elif text.key(k).endswith(("a", "ait", "ent", "ant")):
        return False  # a verb: `… et demande`
    return text.key(k).isalpha() and text.key(k) not in CLOSED | STOPS_FR and not (head_at(text, k) and is_capital(text.run[k]))


def _reach_fr(text: Text, j: int) -> int:
    """From an opening small word: `de gestion`, `de la Convention de Kyoto révisée`; j itself where nothing fits."""
    last = k = j
    while k < len(text.run) and k - j < LONGEST_NAME and (k == j or TIGHT.fullmatch(text.gap(k))):
        word = text.run[k]
        if word.key in INNER_FR or word.key in OPEN_FR:
            if k - last > 2 or (
                word.key in ("et", "a", "au", "aux", "en")
                and (last == j or word.key != "et" or not (_level(text, j, k + 1) and (_upper_next(text, k) or _topic_next(text, k))))
            ):
                break
        elif (
            (is_capital(word) and not is_stop(text, k) and not organ_head(text, k))
            or (word.key in TOPICS_FR and k - last <= 3)
            or (last > j and ADJECTIVE_FR.search(word.key) and SPACE.fullmatch(text.gap(k)) and last == k - 1 and len(word.key) > 4)
        ):
            last = k
        else:
            break
        k += 1
    return last


def _topic_next(text: Text, k: int) -> bool:
    return any(text.key(n) in TOPICS_FR for n in (k + 1, k + 2, k + 3) if n == k + 1 or text.key(n - 1) in INNER_FR)


def _upper_next(text: Text, k: int) -> bool:
    return k + 1 < len(text.run) and (
        is_capital(text.run[k + 1]) or (text.key(k + 1) in INNER_FR and k + 2 < len(text.run) and is_capital(text.run[k + 2]))
    )
