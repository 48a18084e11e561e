"use strict";
// Offers, beside an empty title of a participant, the one that was held that day. Nothing is filled in without a yes.
window.addEventListener("DOMContentLoaded", () => {
  const form = rows.form();
  const beside = document.getElementById("beside");
  if (!form || !beside) return;
  const answers = new Map();
  const offered = new WeakMap();
  const turns = new WeakMap();

  function ask(row) {
    const asked = { official: rows.value(row, "official"), agency: rows.value(row, "agency"), date: rows.date() };
    if (!asked.official || !asked.date) return Promise.resolve(null);
    const url = `${beside.dataset.titles}?${new URLSearchParams({ ...asked, meeting: beside.dataset.meeting })}`;
    if (!answers.has(url)) {
      const answer = fetch(url).then((response) => response.json()).then(({ title }) => title).catch(() => null);
      answers.set(url, answer);
    }
    return answers.get(url);
  }

  function offerIn(row) {
    let offer = row.querySelector(".title-offer");
    if (!offer) {
      offer = document.createElement("button");
      offer.type = "button";
      offer.className = "title-offer";
      rows.field(row, "reported_title_en").after(offer);
      offer.addEventListener("click", () => take(row));
    }
    return offer;
  }

  function take(row) {
    for (const [language, text] of Object.entries(offered.get(row).texts)) {
      const field = rows.field(row, `reported_title_${language}`);
      if (field && !field.value.trim()) field.value = text;
      field?.dispatchEvent(new Event("input", { bubbles: true }));
    }
    rows.field(row, "reported_title_en").focus();
  }

  async function offer(row) {
    const field = rows.field(row, "reported_title_en");
    if (!field) return;
    const own = (turns.get(row) || 0) + 1;
    turns.set(row, own);
    const title = field.value.trim() ? null : await ask(row);
    // A later question may be answered first.
    if (own !== turns.get(row)) return;
    const button = offerIn(row);
    offered.set(row, title);
    button.hidden = !title || Boolean(field.value.trim());
    if (title) button.textContent = `${title.texts.en} – ${title.origin}. ${beside.dataset.take}`;
  }

  form.addEventListener("keydown", (event) => {
    // Enter with another key saves the form, and Enter that ends a composed word only ends that.
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!event.target.name?.endsWith("-reported_title_en")) return;
    const row = event.target.closest(".inline-related");
    const button = row.querySelector(".title-offer");
    if (!button || button.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    take(row);
  });

  const offerAll = () => rows.of("participations").forEach(offer);
  django.jQuery(form).on("change", (event) => {
    if (event.target.id === "id_date") offerAll();
    else if (/-(official|agency|reported_title_en)$/.test(event.target.name)) offer(event.target.closest(".inline-related"));
  });
  form.addEventListener("input", (event) => {
    if (event.target.name?.endsWith("-reported_title_en")) offer(event.target.closest(".inline-related"));
  });
  offerAll();
});
