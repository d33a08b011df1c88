"""The commands over many reports, over a ledger made by hand."""

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from factories import actor, commitment, conditional, document, event, mentions, report, statement
from legation.cli.app import app
from legation.ledger.store import Ledger

TEXT = "Kenya’s troops left Cuba, James Otieno said. If Kenya leaves Cuba, Peru gains."


def made(id_, published, name, **fields):
    about = document(TEXT.replace("James Otieno", name), id=id_, published=published, publisher="Harbour News")
    kenya = actor(about, "Kenya", country="KEN", mentions=mentions(about, "Kenya"))
    cuba = actor(about, "Cuba", country="CUB", mentions=mentions(about, "Cuba"))
    envoy = actor(about, name, kind="person", country="KEN", sectors=("GOV",))
    said = statement(about, "Kenya’s troops left Cuba", envoy)
    left = event(about, "RETREAT", "troops left Cuba", by=(kenya,), to=(cuba,), mode="withdraw")
    stands = commitment(about, "deployment", "troops", (kenya, "sender"), (cuba, "host"), claimed_by=said.id, **fields)
    follows = conditional(about, "Kenya leaves Cuba", "Peru gains", claimed_by=said.id)
    return report(about, kenya, cuba, envoy, said, left, stands, follows)


@pytest.fixture
def where(tmp_path):
    with Ledger(tmp_path / "l.db") as ledger:
        ledger.add(made("r1", "2020-03-10", "James Otieno", status="reaffirmed"))
        ledger.add(made("r2", "2020-03-11", "Paula Otieno", status="ended", as_of="2020-02"))
    return tmp_path / "l.db"


def legation(*words, **options):
    return CliRunner().invoke(app, [str(word) for word in words], **options)


QUESTIONS = [
    (["happenings", "--between", "KEN", "CUB"], "happening", 1, 2),
    (["happenings", "--covered", "2"], "happening", 1, 2),
    (["commitments", "--history"], "history", 1, 2),
    (["commitments", "--true-on", "2020-02", "--as-of", "2020-03-11"], "history", 1, 1),
    (["what-if", "Kenya leaves Cuba"], "step", 2, 2),
    (["what-if", "Kenya leaves Cuba", "--by", "James"], "step", 1, 1),
    (["what-if"], "conditional", 2, 2),
    (["search", "troops", "left"], None, 2, 2),
    (["search", "troops left", "--since", "2020-03-11"], None, 1, 1),
]


@pytest.mark.parametrize(("words", "kind", "count", "rows"), QUESTIONS, ids=[" ".join(row[0]) for row in QUESTIONS])
def test_a_question_has_the_same_answer_in_each_format(where, words, kind, count, rows):
    lines = legation(*words, "--ledger", where, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line).get("record") for line in lines] == [kind] * count
    table = legation(*words, "--ledger", where, "--format", "csv").stdout
    assert len(list(csv.DictReader(io.StringIO(table)))) == rows
    text = legation(*words, "--ledger", where)
    assert (text.exit_code, text.stderr) == (0, "")
    assert text.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["happenings", "--actor", "Peru"], "Nothing on record: 2 reports in the ledger, none names Peru."),
        (["happenings", "--covered", "3"], "Nothing on record: 2 reports in the ledger, none tells of that."),
        (["commitments", "--history", "--as-of", "2019"], "Nothing on record: no report was published by 2019."),
        (["what-if", "Chile rearms"], "Nobody on record has claimed what would follow if Chile rearms."),
        (["search", "submarines"], "Nothing found: no passage has submarines."),
        (["search", "?!"], "Nothing found: no passage has ?!."),
    ],
)
def test_no_answer_says_why(where, words, said):
    done = legation(*words, "--ledger", where)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"{said}\n")


def test_words_in_quotation_marks_stand_together(where):
    assert legation("search", '"troops left"', "--ledger", where).stdout.count("[troops left]") == 2
    assert legation("search", "left troops", "cuba", "--ledger", where).stderr.startswith("Nothing found")


@pytest.mark.parametrize(("format_", "opens"), [("text", "What is new from"), ("markdown", "# What is new from")])
def test_what_is_new(where, format_, opens):
    done = legation("diff", "--since", "2020-03-11", "--format", format_, "--ledger", where)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{opens} 11 March 2020 on\n")


def test_what_is_new_for_programs(where):
    lines = legation("diff", "--since", "2020-03-10", "--format", "jsonl", "--ledger", where).stdout.splitlines()
    assert [json.loads(line)["section"] for line in lines] == ["new", "arranged"]


def test_judging_who_is_who(where):
    def actors():
        return legation("actor", "Otieno", "--ledger", where).stdout.splitlines()

    assert sum(" · id person:" in line for line in actors()) == 2
    done = legation("actors", "same", "James Otieno", "Paula Otieno", "--author", "Kim", "--ledger", where)
    assert done.stderr == "Judgement 1: person:james otieno:KEN: and person:paula otieno:KEN: are same.\n"
    first = actors()[0]
    assert first == ("James Otieno · person · KEN · also called Paula Otieno · 2 reports · id person:james otieno:KEN:")
    assert legation("actors", "undo", "1", "--ledger", where).exit_code == 0
    assert sum(" · id person:" in line for line in actors()) == 2
    (row,) = csv.DictReader(io.StringIO(legation("actors", "judgements", "--format", "csv", "--ledger", where).stdout))
    assert (row["verdict"], row["author"], bool(row["undone_at"])) == ("same", "Kim", True)
    again = legation("actors", "undo", "1", "--ledger", where)
    assert again.exit_code == 1
    assert "there is no judgement 1 to undo" in again.stderr
    assert legation("actors", "apart", "James Otieno", "Nobody", "--ledger", where).exit_code == 1


def test_who_says_one_thing_and_later_another(tmp_path):
    ledger = str(tmp_path / "ledger.db")
    told = [("2021-03-03", "keep its troops in"), ("2021-06-09", "withdraw its troops from")]
    for number, (day, held) in enumerate(told):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"The Norwegian foreign minister, Kari Dahl, said that Norway will {held} Latvia.")
        assert legation("read", str(path), "--published", day, "--ledger", ledger).exit_code == 0
    printed = " ".join(legation("shifts", "--ledger", ledger).stdout.split())
    assert "Kari Dahl has moved away from Norway → Latvia · deployment" in printed
    assert "“that Norway will keep its troops in Latvia”" in printed
    assert "“that Norway will withdraw its troops from Latvia”" in printed
    assert '"record":"turn"' in legation("shifts", "--by", "Dahl", "--ledger", ledger, "--format", "jsonl").stdout
    assert "1 more from one report to another" in legation("shifts", "--ledger", ledger, "--format", "csv").stderr
    assert legation("shifts", "--by", "Latvia", "--ledger", ledger).stdout == ""
    assert "Kari Dahl has moved away" in " ".join(legation("brief", "LVA", "--ledger", ledger).stdout.split())
