// Walks between records and their words. All of it works without this script too, by links.
"use strict";
(() => {
  const cards = [...document.querySelectorAll(".card[data-record]")];
  const marks = [...document.querySelectorAll(".mark[data-records]")];
  if (!cards.length) return;
  const marksOf = new Map(cards.map((card) => [card.dataset.record, []]));
  for (const mark of marks)
    for (const id of mark.dataset.records.split(" ")) if (marksOf.has(id)) marksOf.get(id).push(mark);
  const cardOf = new Map(cards.map((card) => [card.dataset.record, card]));

  const unlight = () => document.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
  const light = (ids) => {
    unlight();
    for (const id of ids) {
      cardOf.get(id)?.classList.add("lit");
      marksOf.get(id)?.forEach((mark) => mark.classList.add("lit"));
    }
  };
  const scroll = (element) => element?.scrollIntoView({ block: "nearest" });

  for (const card of cards) {
    card.addEventListener("mouseenter", () => light([card.dataset.record]));
    card.addEventListener("mouseleave", unlight);
    card.addEventListener("focusin", () => light([card.dataset.record]));
    card.querySelector(".to-words").addEventListener("click", (event) => {
      event.preventDefault();
      light([card.dataset.record]);
      marksOf.get(card.dataset.record)[0]?.scrollIntoView({ block: "center" });
      history.replaceState(null, "", event.currentTarget.href.replace(/#.*$/, ""));
    });
  }
  for (const mark of marks) {
    const ids = mark.dataset.records.split(" ");
    mark.addEventListener("mouseenter", () => light(ids));
    mark.addEventListener("mouseleave", unlight);
    mark.addEventListener("click", (event) => {
      event.preventDefault();
      light(ids);
      const first = ids.map((id) => cardOf.get(id)).find(Boolean);
      scroll(first);
      first?.querySelector(".to-words").focus({ preventScroll: true });
      light(ids);
    });
  }

  let at = -1;
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key === "j" || event.key === "k") {
      const focused = cards.indexOf(document.activeElement.closest?.(".card"));
      at = focused >= 0 ? focused : at;
      at = Math.min(cards.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)));
      cards[at].querySelector(".to-words").focus();
      scroll(cards[at]);
      marksOf.get(cards[at].dataset.record)[0]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Escape") {
      unlight();
      document.activeElement.blur?.();
    }
  });
})();
