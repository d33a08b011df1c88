"""Marks: a passage's runs as HTML, each run that records stand on a link to the list of them.

A long report has thousands of runs; written here and not in a template, they take a third of the time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from legation.web.highlight import Passage, Run


@dataclass(slots=True)
class Marker:
    """Writes the runs of one report.

    `kind_of` gives each record's kind; `before` and `after` are what stands around an offset in the address of the list
    of records there; `safe` are the links of the report that may be followed; `chosen` is the record put forward.
    """

    kind_of: Mapping[str, str]
    before: str
    after: str
    safe: frozenset[str]
    chosen: str | None = None
    _attributes: dict[tuple[str, ...], str] = field(default_factory=dict)
    _is_led_to: bool = False  # the first run of the chosen record is where `#words` leads

    def to_html(self, passage: Passage) -> Markup:
        """The words of a passage, marked: whatever stands in the report stands there as text."""
        return Markup("").join(map(self._run, passage.runs))

    def _run(self, run: Run) -> Markup:
        words = escape(run.words)
        if run.url is not None:
            return self._link(run.url) if run.url in self.safe else Markup("")
        if not run.records:
            return words
        anchor = ""
        if self.chosen in run.records and not self._is_led_to:
            self._is_led_to = True
            anchor = ' id="words"'
        if not run.words.strip():  # a gap between two spans is marked with them, but is nothing to follow
            return Markup(  # noqa: S704  # each part is escaped or our own
                f"<span{anchor} {self._attributes_of(run.records)}>{words}</span>"
            )
        address = escape(f"{self.before}{run.start}{self.after}")
        return Markup(  # noqa: S704  # each part is escaped or our own
            f'<a href="{address}" tabindex="-1"{anchor} {self._attributes_of(run.records)}>{words}</a>'
        )

    def _link(self, url: str) -> Markup:
        to = escape(url)
        return Markup(  # noqa: S704  # as above
            f'<a class="link" href="{to}" rel="noreferrer noopener" title="{to}" aria-label="link: {to}">↗</a>'
        )

    def _attributes_of(self, records: tuple[str, ...]) -> str:
        """The classes and ids that runs on the same records share."""
        found = self._attributes.get(records)
        if found is None:
            kinds = sorted({self.kind_of[id_] for id_ in records})
            classes = ["mark", *(f"k-{kind}" for kind in kinds), *(["chosen"] if self.chosen in records else [])]
            found = f'class="{escape(" ".join(classes))}" data-records="{escape(" ".join(records))}"'
            self._attributes[records] = found
        return found
