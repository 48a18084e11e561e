// Joins the forms of passkeys to allauth's script, which does the work.
(() => {
  const failed = document.querySelector("[data-passkey-failed]");
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    failed.hidden = false;
  });
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const kind = form.dataset.passkey;
    const ids = { [kind]: "passkey-button", credential: "passkey-credential", passwordless: "id_passwordless" };
    if (document.getElementById("passkey-options")) ids.data = "passkey-options";
    window.allauth.webauthn.forms[`${kind}Form`]({ ids });
  }
})();
