// Asks how the login stands every two seconds, and goes on by the page's own form when it was decided.
(function () {
  const form = document.getElementById("go-on");
  const status = document.getElementById("status");
  if (!form || !status) { return; }
  const timer = setInterval(async function () {
    const answer = await fetch("/login/qr/state", { headers: { Accept: "application/json" } });
    const state = answer.ok ? (await answer.json()).state : "GONE";
    if (state === "SCANNED") { status.textContent = status.dataset.scanned; }
    if (state === "CONFIRMED" || state === "DENIED" || state === "GONE") {
      clearInterval(timer);
      form.submit();
    }
  }, 2000);
})();
