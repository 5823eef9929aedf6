// Conveniences only: every page works without this file.
"use strict";

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit-on-change]")) event.target.form.submit();
});

document.addEventListener("click", (event) => {
  if (event.target.matches("[data-print]")) window.print();
});

// A click on a cell of the sheet chooses it as the comment's place.
document.addEventListener("click", (event) => {
  const cell = event.target.closest("td");
  const place = cell && cell.querySelector("[data-anchor]");
  const choice = document.getElementById("anchor");
  if (!place || !choice || event.target.closest("a")) return;
  choice.value = place.dataset.anchor;
  if (choice.value) document.getElementById("comment-text").focus();
});

document.documentElement.classList.add("with-scripts");
