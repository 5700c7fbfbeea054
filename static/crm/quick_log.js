// The quick form: shows what the kind of meeting needs, adds rows of follow-ups.

const form = document.querySelector("[data-quick-log]");
const kind = form.elements.namedItem("kind");

function fit() {
  form.querySelectorAll("[data-kinds]").forEach((part) => {
    part.hidden = !part.dataset.kinds.split(" ").includes(kind.value);
  });
}

function addRow() {
  const total = form.querySelector("[name=follow_ups-TOTAL_FORMS]");
  const html = form.querySelector("[data-empty-row]").innerHTML;
  const rows = form.querySelector("[data-rows]");
  rows.insertAdjacentHTML("beforeend", html.replaceAll("__prefix__", total.value));
  total.value = Number(total.value) + 1;
  rows.lastElementChild.querySelector("input[type=text]").focus();
}

kind.addEventListener("change", fit);
form.querySelector("[data-add-row]").addEventListener("click", addRow);
fit();
