"use strict";
/* Makes marked tables sortable and filterable. Without it every table is whole and readable. */
(() => {
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const words = (cell) => cell.dataset.sort || cell.textContent.trim();
  const compare = (one, other) => {
    const [a, b] = [Number(one || NaN), Number(other || NaN)];
    return Number.isNaN(a) || Number.isNaN(b) ? one.localeCompare(other, "en-GB", { numeric: true }) : a - b;
  };

  const addSorting = (table, rows, say) => {
    const headers = [...table.tHead.rows[0].cells];
    headers.forEach((header, column) => {
      const title = header.textContent;
      const button = make("button", { type: "button", className: "sort" });
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener("click", () => {
        const next = { null: "ascending", ascending: "descending" }[header.getAttribute("aria-sort")];
        headers.forEach((each) => each.removeAttribute("aria-sort"));
        if (next) header.setAttribute("aria-sort", next);
        const sign = next === "descending" ? -1 : 1;
        const sorted = next
          ? [...rows].sort((a, b) => sign * compare(words(a.cells[column]), words(b.cells[column])))
          : rows;
        table.tBodies[0].append(...sorted);
        say(next ? `Sorted by ${title}, ${next}.` : "In the order of the pack.");
      });
    });
  };

  const addFilters = (table, rows, show) => {
    const search = make("input", { type: "search", id: `${table.id}-filter`, autocomplete: "off" });
    const controls = make("div", { className: "controls" },
      make("div", {}, make("label", { htmlFor: search.id, textContent: "Show rows with the words" }), search));
    const marks = [...new Set([...table.querySelectorAll("tbody [data-mark]")].map((cell) => cell.dataset.mark))];
    const state = make("select", { id: `${table.id}-state` }, make("option", { value: "", textContent: "any" }),
      ...marks.map((mark) => make("option", { value: mark, textContent: mark.replaceAll("-", " ") })));
    if (marks.length) {
      controls.append(make("div", {}, make("label", { htmlFor: state.id, textContent: "and a cell that is" }), state));
    }
    const apply = () => {
      const wanted = search.value.trim().toLocaleLowerCase("en-GB");
      rows.forEach((row) => {
        const holdsText = row.textContent.toLocaleLowerCase("en-GB").includes(wanted);
        const cells = [...row.cells];
        row.hidden = !holdsText || (state.value !== "" && !cells.some((cell) => cell.dataset.mark === state.value));
        cells.forEach((cell) => cell.classList.toggle("found", state.value !== "" && cell.dataset.mark === state.value));
      });
      show();
    };
    const reset = () => { search.value = ""; state.value = ""; apply(); };
    search.addEventListener("input", apply);
    state.addEventListener("change", apply);
    return [controls, reset];
  };

  const resets = new Map();
  document.querySelectorAll("table[data-interactive]").forEach((table) => {
    const rows = [...table.tBodies[0].rows];
    const live = make("p", { className: "live" });
    live.setAttribute("role", "status");
    const count = () => `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows shown.`;
    const show = () => { live.textContent = count(); };
    addSorting(table, rows, (order) => { live.textContent = `${count()} ${order}`; });
    const [controls, reset] = addFilters(table, rows, show);
    controls.append(live);
    show();
    table.closest(".table").before(controls);
    resets.set(table, reset);
  });

  /* A reference may point at a row that a filter hides: show the table whole again. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const row = target && target.closest("tr[hidden]");
    if (row) resets.get(row.closest("table"))();
  });

  /* A box that has nothing to scroll need not be a stop for the Tab key. */
  const boxes = [...document.querySelectorAll(".table.wide")];
  const settle = () => boxes.forEach((box) => {
    if (box.scrollWidth > box.clientWidth) box.setAttribute("tabindex", "0");
    else box.removeAttribute("tabindex");
  });
  if (window.ResizeObserver) new ResizeObserver(settle).observe(document.body);
})();
