// The secret stands behind #, where no server and no log sees it: it goes into the form, and out of the address.
(function () {
  const field = document.getElementById("token");
  const secret = location.hash.slice(1);
  if (!field || !/^[A-Za-z0-9_-]{22}$/.test(secret)) { return; }
  field.value = secret;
  document.getElementById("typed").hidden = true;
  for (const link of document.querySelectorAll("header nav a")) { link.hash = secret; }
  history.replaceState(null, "", location.pathname + location.search);
})();
