// Every htmx request carries the form token of the page.
document.addEventListener("htmx:configRequest", function (event) {
  const csrf = document.querySelector("meta[name=csrf]");
  if (csrf && csrf.dataset.header) {
    event.detail.headers[csrf.dataset.header] = csrf.content;
  }
});
