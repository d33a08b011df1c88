"""On whose word a thing stands: the statement whose content holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from legation.extract.reading import Reading

_KEPT_AS = "legation.claims"


def claimed_by(reading: Reading, token: Token) -> str | None:
    """The id of the innermost (shortest) statement whose content holds `token`; None in the report's own voice.

    The first call for a report is linear in its words, each later one constant. Needs `reading.statements`.
    """
    kept = reading.doc.user_data.get(_KEPT_AS)
    if kept is None or kept[0] is not reading.statements:
        kept = reading.doc.user_data[_KEPT_AS] = (reading.statements, _claims(reading))
    claims: dict[int, str] = kept[1]
    return claims.get(token.i)


def _claims(reading: Reading) -> dict[int, str]:
    """Token index to the id of the innermost statement around it."""
    claims: dict[int, str] = {}
    # The longest first, so that what lies inside overwrites what lies around.
    for statement in sorted(reading.statements, key=lambda s: (s.start - s.end, s.start)):
        for start, end in statement.spans:
            held = reading.doc.char_span(start, end, alignment_mode="expand")
            for token in held or ():
                claims[token.i] = statement.record.id
    return claims
