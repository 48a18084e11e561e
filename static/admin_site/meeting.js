"use strict";
// Numbers the rows of a meeting as they are added, and says beside a number whom or what it names.
// Without it the server numbers the rows; a wrong number is refused either way.
window.addEventListener("DOMContentLoaded", () => {
  const form = rows.form();
  if (!form) return;
  const { of: rowsOf, field, chosen, value: valueOf } = rows;

  const participant = (row) =>
    [chosen(row, "official") || valueOf(row, "reported_name"), chosen(row, "agency")].filter(Boolean).join(", ");
  const point = (row) => valueOf(row, "text_en").slice(0, 60);

  function hint(input) {
    let note = input.parentElement.querySelector(".named");
    if (!note) {
      note = document.createElement("span");
      note.className = "named";
      note.setAttribute("role", "status");
      input.after(note);
    }
    return note;
  }

  function name(referring, referred, number, describe) {
    const named = new Map(rowsOf(referred).map((row) => [valueOf(row, "order"), describe(row)]));
    for (const row of rowsOf(referring)) {
      const input = field(row, number);
      // A form that may only be read has none.
      if (!input) continue;
      const text = named.get(input.value) || "";
      if (hint(input).textContent !== text) hint(input).textContent = text;
    }
  }

  function nameAll() {
    name("points", "participations", "raised_by", participant);
    name("commitments", "points", "in_point", point);
  }

  // What was signed at the meeting was signed that day; between two bodies that met, where there are but two.
  function preset(agreement) {
    field(agreement, "signed").value = rows.date();
    const bodies = rowsOf("participations").map((row) => field(row, "agency")?.selectedOptions[0]).filter((body) => body?.value);
    const met = new Map(bodies.map((body) => [body.value, body.text]));
    const parties = field(agreement, "parties");
    if (met.size === 2) for (const [key, name] of met) parties.add(new Option(name, key, true, true));
    django.jQuery(parties).trigger("change");
  }

  document.addEventListener("formset:added", (event) => {
    if (event.detail.formsetName === "agreements") preset(event.target);
    const order = field(event.target, "order");
    if (order) {
      const numbers = rowsOf(event.detail.formsetName).map((row) => Number(valueOf(row, "order")) || 0);
      order.value = Math.max(0, ...numbers) + 1;
    }
    nameAll();
  });
  document.addEventListener("formset:removed", nameAll);
  // select2 tells of a choice through jQuery only.
  django.jQuery(form).on("change input", nameAll);
  nameAll();
  form.querySelector(".errorlist")?.scrollIntoView({ block: "center" });
});
