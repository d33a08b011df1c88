"""Clean the public tables of leaders into `leaders_factbook.csv` and `leaders_reign.csv`.

    python tools/build_knowledge.py --inputs FOLDER

FOLDER holds `leaders_factbook.jsonl` (chiefs of state and heads of government in the editions of The World Factbook of
October 2015 to January 2026), `leaders_reign_2021-03.csv` (REIGN, leaders since 1950) and `country-codes.csv`. Kept are
persons with a title that says their office, in natural case, with the start that the source gives. An end is the day a
successor took office, else the last edition that names the holder.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from legation.knowledge.folding import fold

COLUMNS = ("person", "also", "office", "role", "state", "start", "end", "gender", "source")
LAST_EDITION = "2025-12"
REIGN_ENDS = "2021-03"
# GEC codes of the Factbook that country-codes.csv packs together or lacks.
GEC = {"gz": "PSE", "we": "PSE", "ri": "SRB", "kv": "XKX"}
# Codes of the Correlates of War, which REIGN uses, that are no ISO codes of the same state.
COW = {
    "AAB": "ATG", "ALG": "DZA", "ANG": "AGO", "AUL": "AUS", "AUS": "AUT", "BAH": "BHR", "BAR": "BRB", "BFO": "BFA",
    "BHM": "BHS", "BHU": "BTN", "BNG": "BGD", "BOS": "BIH", "BOT": "BWA", "BRU": "BRN", "BUI": "BDI", "BUL": "BGR",
    "CAM": "KHM", "CAO": "CMR", "CAP": "CPV", "CDI": "CIV", "CEN": "CAF", "CHA": "TCD", "CON": "COG", "COS": "CRI",
    "CRO": "HRV", "CZR": "CZE", "DEN": "DNK", "DRC": "COD", "DRV": "VNM", "EQG": "GNQ", "ETM": "TLS", "FIJ": "FJI",
    "FRN": "FRA", "GAM": "GMB", "GFR": "DEU", "GMY": "DEU", "GRG": "GEO", "GRN": "GRD", "GUA": "GTM", "GUI": "GIN",
    "HAI": "HTI", "HON": "HND", "ICE": "ISL", "INS": "IDN", "IRE": "IRL", "KOS": "XKX", "KUW": "KWT", "KYR": "KGZ",
    "KZK": "KAZ", "LAT": "LVA", "LEB": "LBN", "LES": "LSO", "LIB": "LBY", "LIT": "LTU", "MAA": "MRT", "MAC": "MKD",
    "MAD": "MDV", "MAG": "MDG", "MAL": "MYS", "MAS": "MUS", "MAW": "MWI", "MLD": "MDA", "MNC": "MCO", "MNG": "MNE",
    "MON": "MNG", "MOR": "MAR", "MSI": "MHL", "MYA": "MMR", "MZM": "MOZ", "NAU": "NRU", "NEP": "NPL", "NEW": "NZL",
    "NIG": "NGA", "NIR": "NER", "NTH": "NLD", "OMA": "OMN", "PAL": "PLW", "PAR": "PRY", "PHI": "PHL", "POR": "PRT",
    "ROK": "KOR", "ROM": "ROU", "SAF": "ZAF", "SAL": "SLV", "SEY": "SYC", "SIE": "SLE", "SIN": "SGP", "SKN": "KNA",
    "SLO": "SVK", "SLU": "LCA", "SLV": "SVN", "SNM": "SMR", "SOL": "SLB", "SPN": "ESP", "SRI": "LKA", "SUD": "SDN",
    "SVG": "VCT", "SWA": "SWZ", "SWD": "SWE", "SWZ": "CHE", "TAJ": "TJK", "TAZ": "TZA", "THI": "THA", "TOG": "TGO",
    "TRI": "TTO", "UAE": "ARE", "UKG": "GBR", "URU": "URY", "VAN": "VUT", "YUG": "SRB", "ZAM": "ZMB", "ZIM": "ZWE",
}  # fmt: skip
OFFICES = [  # what a title says, the first that fits: office, role where it differs from the table's
    (re.compile(r"elect\b|represented by|High Commissioner|^vacant"), None, None),
    (re.compile(r"Deputy President"), "deputy president", "vice_president"),
    (re.compile(r"Vice[- ]President"), "vice-president", "vice_president"),
    (re.compile(r"(?:Deputy|Vice) (?:Prime|Premier|Ch)"), "deputy prime minister", "deputy_head_of_government"),
    (re.compile(r"Prime Minister|prime minister"), "prime minister", "head_of_government"),
    (re.compile(r"Premier"), "premier", "head_of_government"),
    (re.compile(r"Taoiseach"), "taoiseach", "head_of_government"),
    (re.compile(r"Chancellor"), "chancellor", "head_of_government"),
    (re.compile(r"Chief Minister"), "chief minister", "head_of_government"),
    (re.compile(r"Chief Executive"), "chief executive", "head_of_government"),
    (re.compile(r"Minister of State"), "minister of state", "head_of_government"),
    (re.compile(r"Crown Prince"), "crown prince", "crown_prince"),
    (re.compile(r"Supreme Leader"), "supreme leader", None),
    (re.compile(r"President"), "president", None),
    (re.compile(r"King"), "king", None),
    (re.compile(r"Queen"), "queen", None),
    (re.compile(r"Emperor"), "emperor", None),
    (re.compile(r"Amir|Emir"), "emir", None),
    (re.compile(r"Sultan"), "sultan", None),
    (re.compile(r"Grand Duke"), "grand duke", None),
    (re.compile(r"Prince"), "prince", None),
    (re.compile(r"Pope"), "pope", None),
    (re.compile(r"Chairman|Chairperson|Chair\b"), "chairman", None),
    (re.compile(r"Governor"), "governor", None),
]  # fmt: skip
QUEENS = frozenset({"queen"})
# The last word of a title before the name; what stands between it and the capitals are given names.
TITLE_END = re.compile(
    r"^(?:Presidents?|Ministers?|minister|Premiers?|Chancellor|Taoiseach|Executive|King|Queen|Emperor|Amir|Emir|Sultan|"
    r"Duke|Prince|Princess|Pope|Leader|Chairman|Chairperson|Chair,?|Council|Government|Governor|General|Sheikh|Sir|Dame|"
    r"Gen\.|Col\.|Maj\.|Lt\.|Brig\.|Adm\.|Cdre\.|Capt\.|Dr\.|Ms\.|Mr\.|\(ret\.\)|\([A-Z]+\)|Confederation|State|Bailiff|"
    r"Afghanistan|China|Polynesia|Homeland|Authority|Affairs|Presidency|Ratu|Tuimalealiifano|Interior|Defense)$"
)
HOME = {
    "Elizabeth II": "GBR",
    "Charles III": "GBR",
    "Willem-Alexander": "NLD",
    "Margrethe II": "DNK",
    "Frederik X": "DNK",
}
FOREIGN_HEADS = {"Trump": "USA", "Obama": "USA", "Biden": "USA", "Macron": "FRA", "Hollande": "FRA"}


def clean(inputs: Path, out: Path) -> None:
    """Write both tables into the folder `out`."""
    codes = list(csv.DictReader((inputs / "country-codes.csv").open(encoding="utf-8")))
    gec = {row["FIPS"].lower(): row["ISO3166-1-Alpha-3"] for row in codes if len(row["FIPS"]) == 2} | GEC
    iso = {row["ISO3166-1-Alpha-3"] for row in codes}
    write(out / "leaders_factbook.csv", factbook(inputs / "leaders_factbook.jsonl", gec))
    write(out / "leaders_reign.csv", reign(inputs / "leaders_reign_2021-03.csv", iso))


def write(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """A sorted table."""
    ordered = sorted(rows, key=lambda row: [row[column] for column in COLUMNS])
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)
    print(f"{path.name}: {len(ordered)} rows")


def factbook(path: Path, gec: dict[str, str]) -> Iterator[dict[str, str]]:
    """Holders by the Factbook, spellings of one person joined."""
    terms: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        seen = json.loads(line)
        row = factbook_row(seen, gec)
        if row is None:
            continue
        known = next((r for r in terms[row["state"], row["role"]] if same_term(r, row)), None)
        if known is None:
            terms[row["state"], row["role"]].append(row)
        else:
            join(known, row)
    for (_, role), rows in terms.items():
        rows.sort(key=lambda row: (row["start"], row["person"]))
        for row in rows:
            row["end"] = "" if row["last"] >= LAST_EDITION else row["last"]
        if role in {"head_of_state", "head_of_government"}:
            for row, successor in pairwise(rows):
                if successor["start"] > row["start"] and successor["start"] >= row["last"][: len(successor["start"])]:
                    row["end"] = successor["start"]
        for row in rows:
            del row["last"]
            yield row


def factbook_row(seen: dict[str, str], gec: dict[str, str]) -> dict[str, str] | None:
    """One line of the Factbook's table as a row, or None where it names no office or no person."""
    title, person, also = split_holder(seen["holder"])
    office, role = office_of(title)
    state = gec.get(seen["country"])
    start = iso_date(seen["since"] or "")
    if office is None or not person or state is None or not start:
        return None
    if HOME.get(person, state) != state or FOREIGN_HEADS.get(person.split()[-1], state) != state:
        return None
    if role is None:
        role = "head_of_state" if seen["role"] == "chief of state" else "head_of_government"
    elif role == "head_of_government" and seen["role"] == "chief of state":
        role = "head_of_state" if "and Prime Minister" in title else role
    if re.search(r"\b(?:Acting|Interim|Transition)", title):
        office = f"acting {office}"
    gender = "f" if office in QUEENS else ""
    return {
        "person": person, "also": also, "office": office, "role": role, "state": state, "start": start, "end": "",
        "gender": gender, "source": "factbook", "last": seen["last_seen"],
    }  # fmt: skip


def split_holder(holder: str) -> tuple[str, str, str]:
    """Title, name in natural case, other spelling: "President Shinzo ABE" is ("President", "Shinzo Abe", "")."""
    holder = re.sub(r"^note\s*-\s*", "", re.sub(r"\s*\((?!ret)[^)]*\)", "", holder))
    holder, _, also = re.sub(r'\s*"[^"]*"', "", holder).partition(", also spelled ")
    holder = re.split(r" - |;| serves | took | since ", holder)[0]
    words = [word for word in holder.replace(", Jr", " Jr").split(",")[0].split() if word != "(ret.)"]
    capitals = next((at for at, word in enumerate(words) if is_capitals(word)), None)
    if capitals is None:
        return " ".join(words), "", ""
    begin = capitals
    while begin > 0 and not TITLE_END.match(words[begin - 1]) and words[begin - 1] != "the":
        begin -= 1
    name = [natural(word) for word in words[begin:]]
    if not name or not name[0][0].isupper() or len("".join(name)) < 4:
        return " ".join(words), "", ""
    other = " ".join(natural(word) for word in also.split())
    return " ".join(words[:begin]), re.sub(r" of .*$", "", " ".join(name)).rstrip("."), other


def is_capitals(word: str) -> bool:
    """True for a surname set in capitals: "ABE", "O'NEILL", "McCALLUM", "al-SISI"; not for initials or numerals."""
    letters = re.sub(r"^(?:al-|el-|Al-|Mc|Mac|d'|bin-)", "", word)
    return (
        letters.isupper() and sum(c.isalpha() for c in letters) > 1 and not re.fullmatch(r"[IVX]+|[A-Z]\.[A-Z]\.", word)
    )


def natural(word: str) -> str:
    """A word of a name in natural case."""
    if not is_capitals(word):
        return word
    lead = re.match(r"^(?:al-|el-|Mc|Mac|d')", word)
    stem = word[lead.end() :] if lead else word
    return (lead.group() if lead else "") + re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), stem)


def office_of(title: str) -> tuple[str | None, str | None]:
    """The office that a title says, and its role where the title settles it."""
    return next(((office, role) for pattern, office, role in OFFICES if pattern.search(title)), (None, None))


def same_term(known: dict[str, str], row: dict[str, str]) -> bool:
    """True for two spellings of one holder: the same person, or the same start and a name in common."""
    if fold(known["person"]) == fold(row["person"]):
        return abs(days(known["start"]) - days(row["start"])) < 500
    shared = {w for w in fold(known["person"]).split() if len(w) > 2} & set(fold(row["person"]).split())
    return bool(shared) and abs(days(known["start"]) - days(row["start"])) < 40


def join(known: dict[str, str], row: dict[str, str]) -> None:
    """Keep the newest spelling as the name and the others beside it; the earliest start, the last sight."""
    newer, older = (row, known) if row["last"] > known["last"] else (known, row)
    others = [older["person"], *older["also"].split("|"), *newer["also"].split("|")]
    known["also"] = "|".join(sorted({other for other in others if other and other != newer["person"]}))
    known["person"], known["last"] = newer["person"], newer["last"]
    known["start"] = min(known["start"], row["start"])


def reign(path: Path, iso: set[str]) -> Iterator[dict[str, str]]:
    """Leaders by REIGN who left office in 1990 or later and whose given name it has."""
    for row in csv.DictReader(path.open(encoding="utf-8", errors="replace")):
        state = COW.get(row["stateabb"], row["stateabb"])
        name = re.sub(r"\s*\(.*\)", "", " ".join(row["leader"].split()))
        if state not in iso | {"XKX"} or " " not in name or "�" in name or not row["syear"]:
            continue
        if row["eyear"] and int(row["eyear"]) < 1990:
            continue
        end = f"{row['eyear']}-{int(row['emonth']):02}" if row["eyear"] and row["emonth"] else REIGN_ENDS
        yield {
            "person": name, "also": "", "office": "leader", "role": "leader", "state": state,
            "start": f"{row['syear']}-{int(row['smonth']):02}-{int(row['sdate']):02}", "end": end,
            "gender": {"1": "m", "0": "f"}.get(row["gender"], ""), "source": "reign",
        }  # fmt: skip


def iso_date(text: str) -> str:
    """The date as the Factbook gives it, to the precision it has: "10 May 2022", "July 2019"."""
    for form, cut in (("%d %B %Y", 10), ("%d %b %Y", 10), ("%B %Y", 7), ("%b %Y", 7)):
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()[:cut]  # noqa: DTZ007
        except ValueError:
            continue
    return ""


def days(text: str) -> int:
    """A date of any precision as a day number."""
    return date.fromisoformat((text + "-01-01")[:10] if len(text) < 10 else text).toordinal()
