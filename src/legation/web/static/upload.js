// Shows how far reports are that were sent in. Without this script the page asks again by itself.
"use strict";
(() => {
  const page = document.querySelector("[data-job]");
  if (!page) return;
  const counts = document.getElementById("counts");
  const bar = page.querySelector("progress");
  const ask = async () => {
    try {
      const answer = await fetch(page.dataset.job, { headers: { accept: "application/json" } });
      const told = await answer.json();
      if (told.done) return location.reload();
      const { added, replaced, unchanged, failed } = told.counts;
      const file = Math.min(told.job.at_file + 1, told.job.files.length);
      counts.textContent =
        `${added} added, ${replaced} replaced, ${unchanged} unchanged, ${failed} failed; file ${file} of ${told.job.files.length}`;
      // Of a single file it isn't known how far it is: the bar says only that something is done.
      if (told.job.files.length > 1) bar.value = told.job.at_file;
    } catch {
      counts.textContent = "The server does not answer; what was sent is kept.";
    }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 500);
})();
