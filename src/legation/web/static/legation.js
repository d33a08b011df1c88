// Walks between records and their words, and to the search. All of it works without this script too, by links.
"use strict";
(() => {
  const cards = [...document.querySelectorAll(".card[data-record]")];
  const marks = [...document.querySelectorAll(".mark[data-records]")];
  const marksOf = new Map(cards.map((card) => [card.dataset.record, []]));
  for (const mark of marks)
    for (const id of mark.dataset.records.split(" ")) if (marksOf.has(id)) marksOf.get(id).push(mark);
  const cardOf = new Map(cards.map((card) => [card.dataset.record, card]));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let lit = [];

  const unlight = () => {
    for (const element of lit) element.classList.remove("lit");
    lit = [];
  };
  const light = (ids) => {
    unlight();
    for (const id of ids) lit.push(...[cardOf.get(id), ...(marksOf.get(id) ?? [])].filter(Boolean));
    for (const element of lit) element.classList.add("lit");
  };
  const wordsOf = (card) => marksOf.get(card.dataset.record)[0];
  const show = (element, block) => element?.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
  const focus = (card) => card.querySelector(".to-words").focus({ preventScroll: true });

  // One listener for all: a long report has thousands of marks.
  const under = (event) => event.target.closest?.(".card[data-record], .mark[data-records]");
  const idsOf = (element) => (element.dataset.record ?? element.dataset.records).split(" ");
  document.addEventListener("mouseover", (event) => {
    const element = under(event);
    if (element) light(idsOf(element));
    else if (lit.length && !document.activeElement?.closest?.(".card")) unlight();
  });
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest?.(".card[data-record]");
    if (card) light([card.dataset.record]);
  });
  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const mark = event.target.closest?.(".mark[data-records]");
    const link = event.target.closest?.(".card .to-words");
    if (mark) {
      const first = idsOf(mark).map((id) => cardOf.get(id)).find(Boolean);
      if (!first) return;
      event.preventDefault();
      focus(first);
      show(first, "nearest");
      light(idsOf(mark));
    } else if (link) {
      const card = link.closest(".card");
      if (!wordsOf(card)) return;
      event.preventDefault();
      light([card.dataset.record]);
      show(wordsOf(card), "center");
      // The address of what is shown, to be kept and sent.
      history.replaceState(null, "", link.href.replace(/#.*$/, ""));
    }
  });

  // On a phone the list of pages is wider than the screen: it opens at the page that is shown.
  const pages = document.querySelector("nav.main");
  const here = pages?.querySelector("[aria-current]");
  if (here) pages.scrollLeft = here.offsetLeft - pages.clientWidth / 2;
  // A drawing that is wider than the screen opens where its newest mark, with the words after it, is just in sight;
  // a map in its middle, a graph at its first state.
  for (const box of document.querySelectorAll(".drawing")) {
    const left = box.getBoundingClientRect().left;
    const places = [...box.querySelectorAll("circle, rect")].map((mark) => mark.getBoundingClientRect());
    if (box.querySelector(".map")) box.scrollLeft = (box.scrollWidth - box.clientWidth) / 2;
    else if (box.querySelector(".graph") && places.length)
      box.scrollLeft = (places[0].left + places[0].right - box.clientWidth) / 2 - left;
    else box.scrollLeft = Math.max(0, ...places.map((place) => place.right)) - left + 90 - box.clientWidth;
  }

  const step = (by) => {
    const focused = cards.indexOf(document.activeElement?.closest?.(".card"));
    const chosen = cards.findIndex((card) => card.classList.contains("chosen"));
    // Without focus the walk starts at the record that the address puts forward, else at the first.
    const from = focused >= 0 ? focused : chosen;
    const card = cards[Math.min(cards.length - 1, Math.max(0, from + by))];
    focus(card);
    card.scrollIntoView({ block: "nearest" });
    wordsOf(card)?.scrollIntoView({ block: "center" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const onCard = event.target.closest?.(".card[data-record]");
    if (event.key === "/") {
      event.preventDefault();
      (document.getElementById("q") ?? document.getElementById("find"))?.focus();
    } else if (cards.length && (event.key === "j" || (onCard && event.key === "ArrowDown"))) {
      event.preventDefault();
      step(1);
    } else if (cards.length && (event.key === "k" || (onCard && event.key === "ArrowUp"))) {
      event.preventDefault();
      step(-1);
    } else if (event.key === "Escape") {
      unlight();
      document.activeElement?.blur?.();
    }
  });
})();
