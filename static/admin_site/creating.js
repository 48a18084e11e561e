"use strict";
// The list of a field that is searched by typing ends with "Create …": chosen, it enters what was typed and takes it.
// A page without such a field has not loaded what makes the lists.
if (django.jQuery.fn.select2) {
  const $ = django.jQuery;
  const offerOf = (select) => JSON.parse(select.dataset.create);

  // Lists without an offer are never asked for a tag.
  $.fn.select2.defaults.set("createTag", function (params) {
    const text = (params.term || "").trim();
    const offer = offerOf(this.$element[0]);
    if (text.length < 2 || !new RegExp(`^${offer.begins}`, "i").test(text)) return null;
    return { id: `create ${text}`, text, create: { text }, offer };
  });

  $.fn.select2.defaults.set("insertTag", (found, tag) => {
    tag.offer.choices.forEach((choice, place) => {
      const label = choice.label.replace("{text}", tag.create.text);
      found.push({ id: `${tag.id} ${place}`, text: label, create: { ...tag.create, side: choice.side || "" } });
    });
  });

  function noteBeside(select) {
    const wrapper = select.closest(".related-widget-wrapper");
    let note = wrapper.parentElement.querySelector(".created");
    if (!note) {
      note = document.createElement("p");
      note.className = "created";
      note.setAttribute("role", "status");
      wrapper.after(note);
    }
    return note;
  }

  async function enter(select, wanted) {
    const body = new URLSearchParams({ text: wanted.text, side: wanted.side });
    const token = select.form.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "X-CSRFToken": token };
    const response = await fetch(offerOf(select).url, { method: "POST", body, headers, redirect: "error" });
    return response.json();
  }

  function take(select, entered) {
    if (![...select.options].some((option) => option.value === String(entered.id)))
      select.add(new Option(entered.text, entered.id));
    [...select.options].find((option) => option.value === String(entered.id)).selected = true;
    $(select).trigger("change");
  }

  async function create(select, wanted) {
    const note = noteBeside(select);
    note.textContent = "…";
    const entered = await enter(select, wanted).catch(() => ({ error: offerOf(select).failed }));
    note.textContent = `${entered.error || entered.note} `;
    note.classList.toggle("refused", Boolean(entered.error));
    if (entered.error) return;
    take(select, entered);
    const link = document.createElement("a");
    Object.assign(link, { href: entered.url, target: "_blank", textContent: entered.more });
    note.append(link);
  }

  document.addEventListener("DOMContentLoaded", () => {
    $(document).on("select2:selecting", "select[data-create]", (event) => {
      const wanted = event.params.args.data.create;
      if (!wanted) return;
      event.preventDefault();
      $(event.target).select2("close");
      create(event.target, wanted);
    });
  });
}
