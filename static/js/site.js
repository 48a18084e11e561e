"use strict";

// Filtering without a page load is htmx's work; these are the few things that it leaves open.

// Fields without a value stay out of the address.
document.addEventListener("htmx:configRequest", (event) => {
  const { formData } = event.detail;
  for (const name of new Set(formData.keys())) {
    const values = formData.getAll(name).filter((value) => value !== "");
    formData.delete(name);
    values.forEach((value) => formData.append(name, value));
  }
});

// A search being typed is one step for the back button, not one for each pause in it.
document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
  const { history, requestConfig } = event.detail;
  const cause = requestConfig.triggeringEvent;
  const here = window.location;
  const typing = cause && cause.type === "input" && new URLSearchParams(here.search).has("q");
  if (typing || history.path === here.pathname + here.search) {
    history.type = "replace";
  }
});

// Facets that the reader opened or closed stay so when their counts are renewed.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  for (const box of target.querySelectorAll("details[id]")) {
    const renewed = fragment.querySelector(`#${CSS.escape(box.id)}`);
    if (renewed) {
      renewed.open = box.open;
    }
  }
});

// Beside a link that can be copied by hand, a button that does it.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copied]")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const { copy, copyFrom, copied } = button.dataset;
      await navigator.clipboard.writeText(copy || document.getElementById(copyFrom).innerText.trim());
      button.textContent = copied;
      setTimeout(() => {
        button.textContent = label;
      }, 2000);
    });
  }
}
