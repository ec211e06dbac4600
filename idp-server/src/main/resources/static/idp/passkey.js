// Passkeys (Web Authentication Level 3, section 5.1). A form with data-passkey asks the server there for options, has the
// browser create or get a credential, and carries the answer in its field "credential".
const able = typeof PublicKeyCredential === "function"
  && typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function";

async function options(form) {
  const answer = await fetch(form.dataset.passkey, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams({ _csrf: form.elements._csrf.value }),
  });
  if (!answer.ok) {
    throw new Error("options " + answer.status);
  }
  return answer.json();
}

async function credential(form, asked) {
  return form.dataset.ceremony === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
}

async function run(form) {
  const problem = form.querySelector(".problem");
  const button = form.querySelector("button");
  problem.hidden = true;
  button.disabled = true;
  try {
    const asked = await options(form);
    if (asked.goTo) {
      location.assign(asked.goTo);
      return;
    }
    form.elements.credential.value = JSON.stringify(await credential(form, asked));
    form.submit();
  } catch (failure) {
    problem.hidden = false;
    problem.focus();
  } finally {
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (able) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form);
    });
    form.querySelector("button").disabled = false; // pressed earlier it would send nothing
  } else {
    form.querySelector(".unable").hidden = false;
  }
}
