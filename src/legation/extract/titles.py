"""What a person is called beside the name: titles before it, descriptions behind it, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from legation.knowledge.actor_nouns import load_actor_nouns
from legation.knowledge.coreference import honorifics, word_list
from legation.knowledge.folding import fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from legation.knowledge.store import Knowledge

Status: TypeAlias = Literal["incumbent", "elect", "acting", "former"]

_LONGEST = 14  # words of a description
_JOINTS = frozenset({"-", "‑", "–"})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_OPEN = frozenset({",", "–", "—", "("})
# An adjective in these places is a noun: "the secretary-*general* said".
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "conj", "appos", "poss"})
_OF = frozenset({"of", "for"})
_JOINING = frozenset({"and", "&", ","})


@dataclass(frozen=True, slots=True)
class Description:
    """A title or description of one person: its head token, its words as an office, whose it is (tokens), its status.

    `first` and `end` are the tokens of the whole phrase, `apart` says that it is a noun phrase of its own (with a
    comma between), which later finders may ask for.
    """

    head: int
    first: int
    end: int
    title: str
    owners: tuple[int, ...]
    status: Status
    apart: bool
    plural: bool = False


def is_honorific(token: Token) -> bool:
    """True for "Mr", "Gen.", "Sheikh" … before a name."""
    return token.text in honorifics() and token.text[0].isupper()


@lru_cache(4)
def _office_heads(knowledge: Knowledge) -> frozenset[str]:
    """Last words of all titles of office, before "of" where there is one: "minister" of "minister of finance"."""
    heads = set()
    for form in knowledge.offices:
        words = form.split()
        cut = next((n for n, word in enumerate(words) if word in _OF and n), len(words))
        heads.add(words[cut - 1])
    return frozenset(heads)


def is_title(token: Token, knowledge: Knowledge) -> bool:
    """True for a noun that one person can hold or be: "minister", "chancellor", "adviser", "analyst"."""
    if is_honorific(token) and honorifics()[token.text].title is not None:
        return True
    if token.lower_ in word_list("elect") and token.i > 1 and token.nbor(-1).text in _JOINTS:
        return is_title(token.nbor(-2), knowledge)
    if token.pos_ not in {"NOUN", "PROPN"} and not (token.pos_ == "ADJ" and token.dep_ in _NOMINAL):
        return False
    lower = token.lower_
    if lower in _office_heads(knowledge):
        return True
    noun = load_actor_nouns().get(token.lemma_.lower()) or load_actor_nouns().get(lower)
    return noun is not None and noun.kind == "unnamed" and noun.noun not in word_list("crowds")


def is_portfolio(doc: Doc, first: int) -> bool:
    """True if a name at a token is what an office or ministry is for: "Minister of Trade and ⟨Foreign Affairs⟩"."""
    at = first - 1
    while at > 1 and (doc[at].lower_ in _JOINING or (doc[at].text[:1].isupper() and doc[at + 1].lower_ in _JOINING)):
        at -= 1
    if at < 1 or doc[at].lower_ not in _OF:
        return False
    noun = doc[at - 1].lemma_.lower()
    return noun in word_list("portfolio_heads") or noun in word_list("body_nouns")


class Describer:
    """Finds descriptions around names in one doc. `named` are tokens that other names cover."""

    def __init__(self, doc: Doc, knowledge: Knowledge, named: set[int]) -> None:
        self.doc = doc
        self.knowledge = knowledge
        self.named = named

    def around(self, first: int, end: int) -> list[Description]:
        """Every description of the person whose name is `[first, end)`."""
        found = [self._directly_before(first), self._before_comma(first), *self._behind(end)]
        return [description for description in found if description is not None]

    def is_introduced(self, first: int) -> bool:
        """True for what follows a definite description and a comma: "the country's chief negotiator, ⟨name⟩"."""
        return self._before_comma(first) is not None

    def _directly_before(self, first: int) -> Description | None:
        """ "U.S. Secretary of State ⟨name⟩", "Lund's adviser ⟨name⟩"; honorifics and ranks between are passed over."""
        at = self._before_ranks(first)
        return self._ending_at(at, apart=False)

    def _before_ranks(self, first: int) -> int:
        """The token before which honorifics stand, an only rank or office among them left: "spokesman ⟨Lt Col⟩"."""
        at, office = first, None
        while at:
            if self.doc[at - 1].text == "." and at > 1 and is_honorific(self.doc[at - 2]):
                at -= 1
            elif is_honorific(self.doc[at - 1]):
                at -= 1
                if office is None and honorifics()[self.doc[at].text].title is not None:
                    office = at + 1
            else:
                break
        is_description = at > 0 and is_title(self.doc[at - 1], self.knowledge)
        return at if is_description or office is None else office

    def _before_honorifics(self, first: int) -> int:
        """Where the honorifics before a name begin ("the minister, ⟨Dr. name⟩"); without any, the name itself."""
        at = first
        while at:
            if is_honorific(self.doc[at - 1]):
                at -= 1
            elif self.doc[at - 1].text == "." and at > 1 and is_honorific(self.doc[at - 2]):
                at -= 2
            else:
                break
        return at

    def _before_comma(self, first: int) -> Description | None:
        """ "Japan's defence minister, ⟨name⟩": definite or owned, else it may be the next one in a list."""
        at = self._before_honorifics(first)
        if at < 3 or self.doc[at - 1].text not in {",", "–", "—"}:
            return None
        found = self._ending_at(at - 1, apart=True)
        if found is None:
            return None
        opening = self.doc[found.first]
        is_definite = opening.lower_ in {"the", "a", "an"} or opening.tag_ == "PRP$" or bool(found.owners)
        return found if is_definite and not found.plural else None

    def _ending_at(self, end: int, *, apart: bool) -> Description | None:
        """The description that ends right before token `end`, if there is one."""
        first = end
        while first and end - first < _LONGEST and self._belongs(first - 1):
            first -= 1
        while first < end and self.doc[first].lower_ in {"of", "for", "and", "&"} | _POSSESSIVE | _JOINTS:
            first += 1
        if end > first and self.doc[end - 1].lower_ in _OF | _POSSESSIVE | _JOINTS | {"and", "&"}:
            return None
        head = self._head_before(first, end)
        if head is None:
            return None
        return self._made(first, head, end, apart=apart)

    def _belongs(self, at: int) -> bool:
        """True for a word of a description, walking left: nouns, adjectives, joints, an article to end with."""
        token = self.doc[at]
        if token.is_space or token.is_quote:
            return False
        if at + 1 < len(self.doc) and self.doc[at + 1].pos_ == "DET":
            return False
        if token.pos_ in {"NOUN", "PROPN", "ADJ", "DET"} or token.tag_ in {"PRP$", "POS", "VBN", "VBG"}:
            return token.pos_ not in {"VERB", "AUX"} or token.dep_ == "amod"
        return token.lower_ in _OF or token.text in _JOINTS or token.text in _POSSESSIVE or token.lower_ in {"and", "&"}

    def _head_before(self, first: int, end: int) -> int | None:
        """The title noun that a phrase ends in, or that has but "of …" behind it."""
        at = end - 1
        if at < first:
            return None
        if is_title(self.doc[at], self.knowledge):
            return at
        for place in range(end - 1, first - 1, -1):
            token = self.doc[place]
            if token.lower_ in _OF and place > first and is_title(self.doc[place - 1], self.knowledge):
                return place - 1
        return None

    def _behind(self, end: int) -> list[Description]:
        """ "⟨name⟩, the director of X at Y", "⟨name⟩ (the minister)"; of two joined by "and" both."""
        if end + 1 >= len(self.doc) or self.doc[end].text not in _OPEN:
            return []
        found: list[Description] = []
        at = end + 1
        while len(found) < 2:
            description = self._beginning_at(at)
            if description is None:
                break
            found.append(description)
            if description.end + 1 < len(self.doc) and self.doc[description.end].lower_ == "and":
                at = description.end + 1
            else:
                break
        return found

    def _beginning_at(self, first: int) -> Description | None:
        """The description that begins at a token: premodifiers, a title noun, "of …"."""
        at = first
        while at < len(self.doc) and at - first < _LONGEST:
            token = self.doc[at]
            follows = self.doc[at + 1] if at + 1 < len(self.doc) else None
            if is_title(token, self.knowledge) and not self._goes_on(follows):
                return None if token.tag_ in {"NNS", "NNPS"} else self._made(first, at, self._tail(at + 1), apart=True)
            if not self._premodifies(token):
                return None
            at += 1
        return None

    def _goes_on(self, follows: Token | None) -> bool:
        """True if a title noun is but the first part: "party leader", "president-elect" are one title."""
        return follows is not None and (follows.text in _POSSESSIVE or follows.pos_ in {"NOUN", "PROPN"})

    def _premodifies(self, token: Token) -> bool:
        if token.is_space or token.is_quote:
            return False
        if token.pos_ in {"NOUN", "PROPN", "ADJ", "DET", "NUM", "ADV"} or token.tag_ in {"PRP$", "POS", "VBN", "VBG"}:
            return token.tag_ not in {"VBD", "VBZ", "VBP", "WRB"}
        return token.text in _JOINTS or token.text in _POSSESSIVE

    def _tail(self, at: int) -> int:
        """The end of "-elect" and "of …" behind a title noun; other prepositions say where, not what."""
        if at + 1 < len(self.doc) and self.doc[at].text in _JOINTS and self.doc[at + 1].lower_ in word_list("elect"):
            at += 2
        if at + 1 < len(self.doc) and self.doc[at].lower_ in _OF:
            place = at + 1
            while (
                place < len(self.doc)
                and place - at < _LONGEST
                and (
                    self.doc[place].pos_ in {"NOUN", "PROPN", "ADJ", "DET"}
                    or self.doc[place].text in _JOINTS | {"and", "&"}
                    or self.doc[place].text in _POSSESSIVE
                )
            ):
                if self.doc[place].lower_ == "and" and not self._is_joined_noun(place + 1):
                    break
                place += 1
            return place
        return at

    def _is_joined_noun(self, at: int) -> bool:
        return (
            at < len(self.doc) and self.doc[at].pos_ in {"NOUN", "PROPN"} and not is_title(self.doc[at], self.knowledge)
        )

    def _made(self, first: int, head: int, end: int, *, apart: bool) -> Description | None:
        """The description of tokens `[first, end)` with its title noun at `head`."""
        owners, start = self._owners(first, head)
        words = [t for t in self.doc[start : head + 1] if t.pos_ != "DET" and t.text not in _POSSESSIVE]
        status = self._status_before(first, start)
        kept: list[str] = []
        for word in words:
            told = _status_of(word.lower_)
            if told is not None:
                status = told
            elif word.tag_ != "PRP$" and word.pos_ != "NUM" and word.text != ".":
                kept.append(_written_out(word))
        kept = _without_joints(kept)
        if not kept:
            return None
        tail: list[str] = []
        place = head + 1
        if place < end and self.doc[place].text in _JOINTS:
            told = _status_of(self.doc[place + 1].lower_)
            status = told or status
            place += 2
        if place < end and self.doc[place].lower_ in _OF:
            is_owner = self.doc[place].lower_ == "of" or self.doc[head].lower_.startswith("spokes")
            if end - 1 in self.named and is_owner:
                owners = (*owners, end - 1)
                tail = self._portfolio(place, end - self._length(end - 1, place))
            else:
                tail = self.doc[place:end].text.lower().split()
        if len(kept) == 1 and not tail and kept[0] in word_list("portfolio_heads") and owners:
            # "Homeland Security Secretary": a body's name without ’s is the portfolio.
            body = [t.lower_ for t in self.doc[owners[-1] + 1 - self._length(owners[-1], first) : start]]
            if self.doc[start - 1].text not in _POSSESSIVE and len(body) > 1:
                kept = [*body, *kept]
        title = self._trimmed(kept, tail)
        is_plural = self.doc[head].tag_ in {"NNS", "NNPS"}
        if is_plural:
            title = (
                title[: len(title) - len(self.doc[head].lower_)] + self.doc[head].lemma_.lower() if not tail else title
            )
        return Description(head, first, end, title, owners, status, apart, is_plural)

    def _status_before(self, first: int, start: int) -> Status:
        """The status that a word before the owner gives ("a *former* Kenyan minister"), not that of a possessor."""
        for at in range(start - 1, first - 1, -1):
            if self.doc[at].text in _POSSESSIVE:
                break
            told = _status_of(self.doc[at].lower_)
            if told is not None:
                return told
        return "incumbent"

    def _owners(self, first: int, head: int) -> tuple[tuple[int, ...], int]:
        """Tokens before the title that say whose it is, the likeliest last, and where the title begins.

        A possessor comes before what stands between: "Oslo's *Syria* envoy" is Oslo's.
        """
        owners: list[int] = []
        possessor: int | None = None
        start = first
        for at in range(first, head):
            token = self.doc[at]
            if token.text in _POSSESSIVE or token.tag_ == "POS":
                owners = []
                possessor = at - 1 if at > first else None
                start = at + 1
            elif at in self.named:
                if not owners or owners[-1] not in range(at - 1, at) or at - 1 in self.named:
                    owners = [o for o in owners if o != at - 1]
                owners.append(at)
                start = at + 1
            elif token.tag_ == "PRP$":
                owners.append(at)
                start = at + 1
        return (tuple(owners) if possessor is None else (*owners, possessor)), start

    def _length(self, at: int, first: int) -> int:
        """How many tokens of names stand together before and at a token."""
        count = 0
        while at - count >= first and at - count in self.named:
            count += 1
        return count

    def _portfolio(self, of: int, end: int) -> list[str]:
        """The words between a title and "of ⟨whose⟩": "minister *of foreign affairs* of Peru"; [] if there are none."""
        while end > of and self.doc[end - 1].lower_ in _OF | {"the"}:
            end -= 1
            if self.doc[end].lower_ in _OF:
                break
        return self.doc[of:end].text.lower().split() if end - of > 1 else []

    def _trimmed(self, words: list[str], tail: list[str]) -> str:
        """The title's words; before a known office only words of rank are kept ("embattled foreign minister")."""
        for start in range(len(words)):
            known = self.knowledge.office(" ".join((*words[start:], *tail)))
            if known is not None:
                ranks = [w for w in words[:start] if w in word_list("rank_words")]
                return " ".join((*ranks, *words[start:], *tail))
        return " ".join((*words, *tail))


def _written_out(word: Token) -> str:
    """A word of a title in small letters, a short form as the title it stands for: "Gov." is "governor"."""
    short = honorifics().get(word.text)
    return short.title if short is not None and short.title is not None else word.lower_


def _status_of(word: str) -> Status | None:
    if word in word_list("former"):
        return "former"
    if word in word_list("elect"):
        return "elect"
    return "acting" if word in word_list("acting") else None


def _without_joints(words: list[str]) -> list[str]:
    """Words with hyphens between them joined: "vice", "-", "president" is "vice-president"."""
    joined: list[str] = []
    glue = False
    for word in words:
        if word in _JOINTS:
            glue = bool(joined)
        elif glue:
            joined[-1] = f"{joined[-1]}-{word}"
            glue = False
        else:
            joined.append(word)
    return [word for word in joined if not word.startswith("year-old")]


def fits(title: str, wanted: str) -> bool:
    """True if a person of `title` can be meant by `wanted`: "mining minister" by "minister", not "deputy minister"."""
    has, asks = fold(title).split(), fold(wanted).split()
    if not asks:
        return False
    cut = next((at for at, word in enumerate(has) if word in _OF and at), len(has))
    return has[-len(asks) :] == asks or has[:cut][-len(asks) :] == asks
