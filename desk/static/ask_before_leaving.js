// Asks before a page with something typed and not sent is left. Without scripts nothing is asked.
for (const form of document.querySelectorAll("form[data-dirty]")) {
  let dirty = false;
  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
}
