// The editors' conveniences. Without this file every button is a plain submit and works the same.
"use strict";

(() => {
  const form = document.querySelector("[data-editor]");
  let changed = false;

  // A cell is as high as its text.
  const fit = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  const fitAll = (root) => root.querySelectorAll("textarea").forEach(fit);

  const markChanged = () => {
    if (changed) return;
    changed = true;
    const mark = document.createElement("span");
    mark.className = "unsaved";
    mark.textContent = "有未保存的修改";
    form.querySelector(".page-actions").prepend(mark);
  };

  // The level-1 name over the chosen level-2 category.
  const showLevel1 = (select) => {
    const group = select.selectedOptions[0].closest("optgroup");
    select.closest("tr").querySelector(".level1").textContent = group ? group.label : "";
  };

  const rows = () => form.querySelectorAll("tr.item");

  const addRow = () => {
    const last = rows()[rows().length - 1];
    const oldKey = last.querySelector("[name=row]").value;
    const taken = new Set([...form.querySelectorAll("[name=row]")].map((input) => input.value));
    let number = 1;
    while (taken.has(`new${number}`)) number += 1;
    const row = last.cloneNode(true);
    row.querySelectorAll(".cell-error, .cell-note, .cell-comment").forEach((remark) => remark.remove());
    row.querySelectorAll("[name], [id]").forEach((element) => {
      for (const attribute of ["name", "id", "value", "aria-describedby"]) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(oldKey, `new${number}`));
      }
    });
    row.querySelectorAll(".cell-input").forEach((input) => {
      input.classList.remove("wrong");
      input.removeAttribute("aria-invalid");
      // A clone has the page's choice, not the person's.
      input.value = input.matches("select") ? last.querySelector("select").value : "";
    });
    last.after(row);
    row.querySelector("textarea").focus();
  };

  const removeRow = (row) => {
    if (rows().length === 1) addRow();
    row.remove();
  };

  const arrange = (button) => {
    const [verb] = button.value.split(" ");
    const row = button.closest("tr");
    if (verb === "add") addRow();
    if (verb === "remove") removeRow(row);
    if (verb === "up" && row.previousElementSibling?.matches(".item")) row.previousElementSibling.before(row);
    if (verb === "down" && row.nextElementSibling) row.nextElementSibling.after(row);
    if (verb === "up" || verb === "down") button.focus();
    fitAll(form);
    markChanged();
  };

  form.addEventListener("click", (event) => {
    if (!event.target.matches("[name=arrange]")) return;
    event.preventDefault();
    arrange(event.target);
  });
  form.addEventListener("input", (event) => {
    markChanged();
    if (event.target.matches("textarea")) fit(event.target);
  });
  form.addEventListener("change", (event) => {
    if (event.target.matches("tr.item select")) showLevel1(event.target);
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });

  fitAll(form);
  if (form.querySelector(".cell-error, .cell-note")) markChanged();
})();
