"""The one pass: loaded once, quickly, with sentence bounds where layout and quotation marks put them."""

import subprocess
import sys

from legation.language.parse import load, parse


def test_the_pipeline_is_loaded_once() -> None:
    assert load() is load()


def test_texts_keep_their_order() -> None:
    texts = [f"Minister {n} spoke." for n in range(40)]
    assert [doc.text for doc in parse(texts)] == texts


def test_a_paragraph_ends_a_sentence() -> None:
    (doc,) = parse(["Talks with the rebels in the north\n\nThe army left."])
    assert [sentence.text.strip() for sentence in doc.sents] == ["Talks with the rebels in the north", "The army left."]


def test_spacy_comes_without_its_command_line_but_has_it_when_asked() -> None:
    probe = (
        "import sys; from legation.language.parse import load; load(); "
        "assert 'spacy.cli' not in sys.modules and 'httpx' not in sys.modules; "
        "import spacy; assert spacy.info(silent=True)['spacy_version'] == spacy.__version__; "
        "import spacy.cli; assert callable(spacy.cli.download)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
