"use strict";
/* Keys for tagging, words selected in a passage, and files dropped on the page. Every page works without it. */
(() => {
  const form = document.querySelector("[data-tagging]");
  const busy = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, summary, a, button");

  document.addEventListener("keydown", (event) => {
    if (!form || event.ctrlKey || event.altKey || event.metaKey || busy(event.target)) return;
    if (/^[1-3]$/.test(event.key)) {
      const pick = form.querySelector(`[data-key="${event.key}"]`);
      if (pick) { pick.checked = true; pick.focus(); event.preventDefault(); }
    } else if (event.key === "Enter") {
      form.querySelector("[data-go]").click();
      event.preventDefault();
    } else if (event.key.toLowerCase() === "s") {
      document.querySelector("[data-skip]").click();
      event.preventDefault();
    }
  });

  const passage = document.querySelector("[data-select]");
  if (form && passage) {
    document.addEventListener("selectionchange", () => {
      const chosen = document.getSelection();
      if (!chosen || chosen.isCollapsed || !passage.contains(chosen.anchorNode) || !passage.contains(chosen.focusNode)) return;
      const field = form.querySelector("[name=part]");
      field.value = chosen.toString().trim();
      field.closest("details").open = true;
    });
  }

  /* A choice in the list of other statements means “another one”. */
  const other = form && form.querySelector("[name=other]");
  if (other) other.addEventListener("change", () => { if (other.value) form.querySelector("#pick-other").checked = true; });

  const drop = document.querySelector("[data-drop]");
  if (drop) {
    const files = drop.querySelector("input[type=file]");
    ["dragover", "dragenter"].forEach((name) => drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); }));
    ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, () => drop.classList.remove("over")));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) { files.files = event.dataTransfer.files; files.focus(); }
    });
  }

  /* After a form came back with mistakes, the list of them is read first. */
  const wrong = document.querySelector(".wrong[tabindex]");
  if (wrong) wrong.focus();

  /* Leaving a form with words in it asks first. */
  let touched = false;
  document.querySelectorAll(".wide-form, #narrative").forEach((one) => {
    one.addEventListener("input", () => { touched = true; });
    one.addEventListener("submit", () => { touched = false; });
  });
  window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });

  /* What htmx sends carries the form's token. */
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("[name=csrf_token]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });
})();
