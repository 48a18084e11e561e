"use strict";
// A text that is there in another language alone must not hide in a closed part of the form.
window.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("details:not([open]) :is(input[type=text], textarea)")) {
    const english = document.getElementById(field.id.replace(/_(az|ru)$/, "_en"));
    if (field.value && english && english !== field && !english.value) field.closest("details").open = true;
  }
});
