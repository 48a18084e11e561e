"use strict";
// How the scripts of the meeting's form read it: its tables, rows and fields.
const rows = {
  form: () => document.getElementById("meeting_form"),
  of: (table) => [...rows.form().querySelectorAll(`#${table}-group .inline-related:not(.empty-form)`)],
  field: (row, name) => row.querySelector(`[name$="-${name}"]`),
  value: (row, name) => rows.field(row, name)?.value.trim() || "",
  chosen: (row, name) => rows.field(row, name)?.selectedOptions[0]?.text || "",
  goes: (row) => Boolean(rows.field(row, "DELETE")?.checked),
  date: () => document.getElementById("id_date")?.value.trim() || "",
};
