"use strict";
// Leads from the marked words of a pasted text to the field that they stand behind, and back.
window.addEventListener("DOMContentLoaded", () => {
  const panel = document.querySelector(".intake-text");
  if (!panel) return;
  const form = panel.closest("form");
  form.classList.add("with-text");

  const marks = [...panel.querySelectorAll("mark")];
  const fieldsOf = (mark) => mark.dataset.fields.split(" ");

  // Of several fields behind one word the narrowest comes first: the one with the fewest words.
  function fieldBehind(mark) {
    const size = (id) => marks.filter((other) => fieldsOf(other).includes(id)).reduce((n, m) => n + m.textContent.length, 0);
    return fieldsOf(mark)
      .filter((id) => document.getElementById(id))
      .sort((a, b) => size(a) - size(b))[0];
  }

  // A list that is searched by typing shows a box of its own in place of its field.
  const boxOf = (field) => field.parentElement.querySelector(".select2-selection") || field;

  function show(id) {
    for (const mark of marks) mark.classList.toggle("current", fieldsOf(mark).includes(id));
    for (const row of form.querySelectorAll(".from-text")) row.classList.remove("from-text");
    document.getElementById(id)?.closest(".form-row > div, .form-row")?.classList.add("from-text");
  }

  function go(mark) {
    const id = fieldBehind(mark);
    if (!id) return;
    show(id);
    const field = document.getElementById(id);
    const closed = field.closest("details:not([open])");
    if (closed) closed.open = true;
    boxOf(field).focus({ preventScroll: true });
    boxOf(field).scrollIntoView({ block: "center" });
  }

  for (const mark of marks) mark.addEventListener("click", () => go(mark));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("mark")) {
      event.preventDefault();
      go(event.target);
    }
  });

  form.addEventListener("focusin", (event) => {
    if (panel.contains(event.target)) return;
    const field = event.target.closest(".related-widget-wrapper")?.querySelector("select") || event.target;
    if (!field.id) return;
    show(field.id);
    const first = marks.find((mark) => mark.classList.contains("current"));
    const words = panel.querySelector(".intake-words");
    if (first) words.scrollTop = first.offsetTop - words.offsetTop - words.clientHeight / 3;
  });

  for (const button of panel.querySelectorAll("[data-fill]")) {
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.fill);
      const { value, shown } = button.dataset;
      if (field.matches("select") && ![...field.options].some((option) => option.value === value))
        field.add(new Option(shown, value));
      if (field.matches("select")) [...field.options].find((option) => option.value === value).selected = true;
      else field.value = value;
      django.jQuery(field).trigger("change");
      button.closest("li").remove();
      boxOf(field).focus();
    });
  }

  // What is filled in must not hide in a closed part of the form.
  for (const details of form.querySelectorAll("details:not([open])")) {
    const filled = [...details.querySelectorAll("input[type=text], textarea")].some((field) => field.value);
    if (filled) details.open = true;
  }
});
