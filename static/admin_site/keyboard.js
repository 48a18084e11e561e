"use strict";
// A record's form by keys: Enter leads on, Alt+Shift+N adds a row, Ctrl+S saves and stays, Ctrl+Enter saves.
window.addEventListener("DOMContentLoaded", () => {
  const $ = django.jQuery;
  const form = document.querySelector(".change-form #content-main form[id$=_form]");
  if (!form) return;

  const FIELDS = "input:not([type=hidden]), select, textarea, .select2-selection";
  const presses = /^(submit|button|reset|image|file)$/;
  const reached = (field) => field.tabIndex >= 0 && !field.disabled && field.getClientRects().length > 0;
  const fieldsIn = (part) => [...part.querySelectorAll(FIELDS)].filter(reached);
  // The box of a list that is searched by typing stands after the list itself.
  const listOf = (box) => box.closest(".select2-container")?.previousElementSibling;
  const isEmpty = (field) => !(field.matches("input") ? field.value : listOf(field)?.value);

  function leadOn(event) {
    event.preventDefault();
    const fields = fieldsIn(form);
    fields[fields.indexOf(event.target) + 1]?.focus();
  }

  function addRow() {
    const table = document.activeElement.closest(".inline-group") || form.querySelector(".inline-group");
    table?.querySelector(".add-row a")?.click();
  }

  // Typing in a closed list begins the search in it; the box to search in comes too late for the first letters.
  function search(event) {
    if (event.key.length !== 1 || event.key === " ") return;
    event.preventDefault();
    $(listOf(event.target)).select2("open");
    const box = $(".select2-container--open .select2-search__field");
    box.val(box.val() + event.key).trigger("focus").trigger("input");
  }

  document.addEventListener("keydown", (event) => {
    const { key, code, altKey, shiftKey, target } = event;
    const command = (event.ctrlKey || event.metaKey) && !altKey && !shiftKey;
    if (command && (code === "KeyS" || key === "Enter")) {
      event.preventDefault();
      const save = form.querySelector(".submit-row .default");
      (code === "KeyS" ? form.querySelector("[name=_continue]") || save : save)?.click();
    } else if (altKey && shiftKey && code === "KeyN") {
      event.preventDefault();
      addRow();
    } else if (!form.contains(target) || event.ctrlKey || event.metaKey || altKey || event.isComposing) {
      return;
    } else if (target.matches(".select2-selection--single")) {
      search(event);
    } else if (key === "Enter" && target.matches("input") && !presses.test(target.type) && !target.matches(".select2-search__field")) {
      leadOn(event);
    }
  });

  // Once the other scripts have made the row.
  document.addEventListener("formset:added", ({ target }) => {
    setTimeout(() => {
      const fields = fieldsIn(target);
      (fields.find(isEmpty) || fields[0])?.focus();
    });
  });
});
