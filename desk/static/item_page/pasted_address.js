// The page of a pasted address: asks again until there is nothing to wait for. Without scripts the page refreshes itself.
const OFTEN = 1000, SELDOM = 5000, PATIENCE = 30000;
const begun = Date.now();

async function look() {
  const shown = document.getElementById("pasted");
  if (!shown || shown.dataset.final === "yes") return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("pasted");
    // Logged out meanwhile: the login page comes back here.
    if (!fresh) return location.reload();
    if (fresh.innerHTML !== shown.innerHTML) {
      shown.replaceChildren(...document.importNode(fresh, true).childNodes);
      document.title = page.title;
    }
    shown.dataset.final = fresh.dataset.final;
    shown.setAttribute("aria-busy", fresh.getAttribute("aria-busy"));
  } catch {
    // The desk is away for a moment: ask again.
  }
  setTimeout(look, Date.now() - begun < PATIENCE ? OFTEN : SELDOM);
}

setTimeout(look, OFTEN);
