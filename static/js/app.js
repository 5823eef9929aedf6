// Conveniences only: every page works without this file.
"use strict";

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.submit();
});

document.addEventListener("click", (event) => {
  if (event.target.matches("[data-print]")) window.print();
});

document.documentElement.classList.add("with-scripts");
