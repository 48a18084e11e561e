"use strict";
// Keeps what is entered in a record's form in this browser, for this account, until it is saved or its owner signs
// out; and offers it again, or shows it where the form may only be read. Forms without the hidden field `_work`, as those to sign in, are never kept.
{
  const { user, saved } = document.currentScript.dataset;
  const PREFIX = `unsaved ${user} `;
  const DAYS_KEPT = 30;
  let signsOut = false;
  // The cookie of that name says what the site has saved. A browser lets it go only as it took it.
  const SAVED = new RegExp(`(?:^|; )${saved}=(\\w+)`, "g");
  const GONE = `${saved}=; path=/; max-age=0${saved?.startsWith("__Host-") ? "; secure" : ""}`;

  const kept = () =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => JSON.parse(localStorage[key]))
      .sort((one, other) => other.at - one.at);
  // A form may have a field of the name "action", as lists do.
  const addressOf = (form) => new URL(form.getAttribute("action") || "", location);
  const forget = (id) => localStorage.removeItem(PREFIX + id);

  function forgetWhatIsSaved() {
    for (const [, id] of document.cookie.matchAll(SAVED)) {
      forget(id);
      document.cookie = GONE;
    }
  }

  function forgetWhatIsOld() {
    for (const work of kept()) if (Date.now() - work.at > DAYS_KEPT * 86_400_000) forget(work.id);
  }

  // A full store gives way to the newest work.
  function store(work) {
    for (const old of [null, ...kept().reverse()]) {
      if (old && old.id !== work.id) forget(old.id);
      try {
        return localStorage.setItem(PREFIX + work.id, JSON.stringify(work));
      } catch {
        continue;
      }
    }
  }

  document.addEventListener("submit", (event) => {
    if (!addressOf(event.target).pathname.endsWith("/logout/")) return;
    signsOut = true;
    for (const work of kept()) forget(work.id);
  });

  function say(box, work) {
    box.hidden = !work;
    if (!work) return;
    const time = new Date(work.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    box.querySelector("p").textContent = box.dataset.text.replace("{time}", time);
  }

  const element = (tag, textContent) => Object.assign(document.createElement(tag), { textContent });

  // What was entered, as a person reads it: the names of fields, and of what was chosen.
  function readable(form) {
    const labelOf = (field) => {
      const row = field.closest(".inline-related[id], tr[id]");
      const own = field.labels?.[0] || row?.closest("table")?.querySelector(`th.column-${field.name.split("-").pop()}`);
      const label = own ? own.textContent.trim().replace(/:$/, "") : field.name;
      const table = row?.querySelector("h3 b")?.textContent || row?.closest(".inline-group")?.querySelector("h2")?.textContent;
      return table ? `${table.trim().replace(/:$/, "")} ${Number(row.id.split("-").pop()) + 1}: ${label}` : label;
    };
    const textOf = (field) => {
      if (field.matches("select")) return [...field.selectedOptions].filter(({ value }) => value).map(({ text }) => text).join("; ");
      if (field.type === "checkbox") return field.checked ? "✓" : "";
      return field.value.trim();
    };
    return [...form.elements]
      .filter((field) => field.name && field.matches("textarea, select, input:not([type=hidden], [type=submit])"))
      .filter((field) => !field.closest(".empty-form"))
      .map((field) => [labelOf(field), textOf(field)])
      .filter(([, text]) => text);
  }

  // In the place of a form that may not be changed any more.
  function show(path, box) {
    const work = kept().find((each) => each.path === path);
    say(box, work);
    if (!work) return;
    const shown = work.shown || work.fields.filter(([name, value]) => value && !name.startsWith("_"));
    box.querySelector("dl").replaceChildren(...shown.flatMap(([label, text]) => [element("dt", label), element("dd", text)]));
    box.querySelector("[data-unsaved=discard]").onclick = () => {
      forget(work.id);
      show(path, box);
    };
  }

  function keepAndOffer(form) {
    const own = form.querySelector("[name=_work]");
    const path = addressOf(form).pathname;
    const box = document.getElementById("unsaved");
    if (box.querySelector("dl")) return show(path, box);
    // A page that answers a form that was sent goes on with its work.
    const goesOn = Boolean(own.value);
    own.value ||= Date.now().toString(36) + Math.random().toString(36).slice(2, 8);

    const entered = () =>
      [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
    const asOpened = goesOn || form.querySelector(".intake-text") ? null : JSON.stringify(entered());
    let sent = false;
    let waiting = 0;
    let given = false;

    function keep() {
      clearTimeout(waiting);
      if (given || signsOut) return;
      const fields = entered();
      if (JSON.stringify(fields) === asOpened) forget(own.value);
      else store({ id: own.value, path, at: Date.now(), sent, fields, shown: readable(form) });
    }
    const soon = () => {
      sent = false;
      clearTimeout(waiting);
      waiting = setTimeout(keep, 300);
    };
    form.addEventListener("input", soon);
    // The lists that are searched by typing tell of a choice through jQuery only.
    django.jQuery(form).on("change", soon);
    for (const change of ["formset:added", "formset:removed"]) document.addEventListener(change, soon);
    form.addEventListener("submit", () => {
      sent = true;
      keep();
    });
    window.addEventListener("pagehide", keep);
    document.addEventListener("visibilitychange", () => document.hidden && keep());
    if (asOpened === null) keep();

    function restore(work) {
      given = true;
      if (!goesOn) forget(own.value);
      const again = Object.assign(document.createElement("form"), { method: "post", action: addressOf(form), hidden: true });
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      for (const [name, value] of [["csrfmiddlewaretoken", token], ["_restore", "1"], ...work.fields]) {
        again.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
      }
      document.body.append(again);
      again.submit();
    }

    function offer() {
      const [work] = kept().filter((each) => each.path === path && each.id !== own.value);
      say(box, work);
      if (!work) return;
      // Whoever was signed out by his own "Save" wants to go on where he was.
      const signedInAgain = document.referrer && new URL(document.referrer).pathname.includes("/accounts/");
      if (work.sent && signedInAgain) return restore(work);
      box.querySelector("[data-unsaved=restore]").onclick = () => restore(work);
      box.querySelector("[data-unsaved=discard]").onclick = () => {
        forget(work.id);
        offer();
      };
    }

    form.querySelector("[data-unsaved=forget]")?.addEventListener("click", () => {
      given = true;
      forget(own.value);
      location.assign(path);
    });
    if (!goesOn) offer();
  }

  forgetWhatIsSaved();
  forgetWhatIsOld();
  window.addEventListener("pageshow", forgetWhatIsSaved);
  window.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#content-main form [name=_work]")?.form;
    if (form) keepAndOffer(form);
    // A form that is filled in from this page is kept under its own address.
    const begun = document.getElementById("begun");
    if (begun) say(begun, kept().find((work) => work.path === begun.querySelector("a").pathname));
  });
}
