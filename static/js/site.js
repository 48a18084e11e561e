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

// Facets that the reader opened or closed stay so when their counts are renewed, and so does the place of the keyboard.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const focused = target.contains(document.activeElement) && document.activeElement;
  const stays = focused && focused.id && fragment.querySelector(`#${CSS.escape(focused.id)}`);
  if (focused && !stays) {
    const boxes = [...target.querySelectorAll("details[id]")].map((box) => box.id);
    const place = Math.max(0, boxes.indexOf(focused.closest("details[id]")?.id));
    queueMicrotask(() => focusSummaryOf([...boxes.slice(place), ...boxes.slice(0, place).reverse()]));
  }
  for (const box of target.querySelectorAll("details[id]")) {
    const renewed = fragment.querySelector(`#${CSS.escape(box.id)}`);
    if (renewed) {
      renewed.open = box.open;
    }
  }
});

// What has an id, and is still there, htmx finds again by itself; of the rest the first that is left takes its place.
function focusSummaryOf(boxes) {
  const renewed = boxes.map((id) => document.getElementById(id)).find(Boolean);
  if (renewed && document.activeElement === document.body) {
    renewed.querySelector("summary").focus();
  }
}

// The list under the masthead's search: arrows lead through it, Escape puts it away.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest(".masthead-search");
  const links = form ? form.querySelectorAll(".masthead-found a") : [];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (links.length && step) {
    const stops = [form.elements.q, ...links];
    stops.at((stops.indexOf(event.target) + step) % stops.length).focus();
    event.preventDefault();
  } else if (links.length && event.key === "Escape") {
    form.querySelector(".masthead-found").replaceChildren();
    form.elements.q.focus();
  }
});

// A button that copies a link or a text, also among results that came later.
if (navigator.clipboard) {
  document.addEventListener("htmx:load", (event) => {
    for (const button of event.target.querySelectorAll("button[data-copied]")) {
      button.hidden = false;
    }
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copied]");
    if (button) {
      await navigator.clipboard.writeText(textFor(button.dataset));
      say(button, button.dataset.copied);
    }
  });
}

function textFor({ copy, copyFrom }) {
  return copyFrom ? document.getElementById(copyFrom).innerText.trim() : copy || window.location.href;
}

function say(button, words) {
  const label = button.textContent;
  if (label !== words) {
    button.textContent = words;
    setTimeout(() => {
      button.textContent = label;
    }, 2000);
  }
}
