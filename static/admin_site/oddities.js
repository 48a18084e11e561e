"use strict";
// Says, above the buttons of the form, what is odd about what it holds at the moment.
window.addEventListener("DOMContentLoaded", () => {
  const form = rows.form();
  const box = document.getElementById("odd");
  if (!form || !box) return;
  let waiting = 0;
  let turn = 0;

  function asked() {
    const seats = rows.of("participations").filter((row) => !rows.goes(row) && rows.value(row, "agency"));
    const about = seats.map((row) => ["seat", `${rows.value(row, "agency")}:${rows.value(row, "official")}`]);
    const source = form.querySelector("#id_sources option:checked") || document.getElementById("id_new_source_url")?.value;
    return new URLSearchParams([["date", rows.date()], ...(source ? [["source", "1"]] : []), ...about]);
  }

  async function look() {
    const own = ++turn;
    const answer = await fetch(`${box.dataset.url}?${asked()}`).then((response) => response.json()).catch(() => null);
    // A later question may be answered first.
    if (!answer || own !== turn) return;
    box.hidden = !answer.odd.length;
    box.querySelector("ul").replaceChildren(
      ...answer.odd.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
  }

  const matters = /^(date|sources|new_source_url)$|^participations-\d+-(agency|official|DELETE)$/;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 300);
  };
  django.jQuery(form).on("change", (event) => {
    if (matters.test(event.target.name)) soon();
  });
  document.addEventListener("formset:removed", soon);
  // A form that comes back or is filled in from a text holds something before anything is changed.
  const about = asked();
  if (about.get("date") || about.has("seat")) soon();
});
