"""Parts of speech and morphology from tags: spaCy's attribute ruler, with what it says of a word kept.

The ruler tries each of its 170 patterns at every token, a sixth of the time that the whole parse takes. All but a few
ask only for a token's own tag, lower-case form and dependency label: what they say of one such token, they say of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler
    from spacy.tokens import Doc, MorphAnalysis, Token

_READ = ("TAG", "LOWER", "DEP")  # what a pattern of one token may ask for; of the lower-case form also IS_SPACE
_OWN = frozenset({*_READ, "IS_SPACE"})
_MOST_KEPT = 200_000


class _Said(NamedTuple):
    """What the ruler makes of a token, as numbers of the vocabulary; 0 for no lemma."""

    pos: int
    morph: MorphAnalysis
    lemma: int
    tag: int
    dep: int


class KeptRuler:
    """Says of each token what the pipeline's attribute ruler would."""

    def __init__(self, ruler: AttributeRuler) -> None:
        from spacy.matcher import Matcher

        self._ruler: Any = ruler  # its methods have no types
        self._kept: dict[tuple[int, ...], _Said] = {}
        self._wide = Matcher(ruler.vocab)  # the patterns that look at more than one token by itself
        entries: list[Any] = ruler.patterns
        for number, entry in enumerate(entries):
            wide = [p for p in entry["patterns"] if len(p) > 1 or not _OWN.issuperset(p[0])]
            if wide:
                self._wide.add(str(number), wide)

    def __call__(self, doc: Doc) -> Doc:
        """Set part of speech, morphology and some lemmas of every token."""
        if len(self._kept) > _MOST_KEPT:
            self._kept.clear()
        # All is matched before anything is set, as the ruler does.
        found: list[Any] = self._wide(doc, allow_missing=True)
        wide = [(int(doc.vocab.strings[name]), name, start, end) for name, start, end in found]
        again = sorted({start + self._ruler.indices[number] for number, _, start, _ in wide})
        own = [(number, name, at, at + 1) for at in again for number, name, *_ in self._ruler.match(_alone(doc[at]))]
        keys = doc.to_array(list(_READ)).tolist()
        for token, key in zip(doc, map(tuple, keys), strict=True):
            said = self._kept.get(key) or self._look(token, key)
            token.pos, token.morph = said.pos, said.morph
            if said.lemma:
                token.lemma = said.lemma
            if (said.tag, said.dep) != (key[0], key[2]):
                token.tag, token.dep = said.tag, said.dep
        self._ruler.set_annotations(doc, sorted(wide + own))
        return doc

    def _look(self, token: Token, key: tuple[int, ...]) -> _Said:
        """What the ruler makes of a token by itself, kept for the next of its kind."""
        doc = _alone(token)
        self._ruler.set_annotations(doc, self._ruler.match(doc))
        made = doc[0]
        said = self._kept[key] = _Said(made.pos, made.morph, made.lemma, made.tag, made.dep)
        return said


def _alone(token: Token) -> Doc:
    """A text of one token with the same form, tag and label."""
    from spacy.tokens import Doc as _Doc

    return _Doc(token.vocab, words=[token.text], spaces=[False], tags=[token.tag_], deps=[token.dep_], heads=[0])
