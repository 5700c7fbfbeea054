// A field that holds several records: type, pick a suggestion or make a new name, go on typing.

const WAIT = 180;

class TokenField {
  constructor(root) {
    this.root = root;
    this.tokens = root.querySelector("[data-tokens]");
    this.input = root.querySelector("[role=combobox]");
    this.list = root.querySelector("[role=listbox]");
    this.status = root.querySelector("[role=status]");
    this.asked = 0;
    this.active = -1;
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.leave());
    this.tokens.addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove-token]");
      if (button) this.remove(button.closest("li"));
    });
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const text = this.input.value.trim();
    const number = ++this.asked;
    if (text.length < 2) return this.close();
    const url = `${this.root.dataset.suggestUrl}?q=${encodeURIComponent(text)}`;
    let results = [];
    try {
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      if (response.ok) results = (await response.json()).results;
    } catch {
      // Off-line on the train: a name can still be typed in full.
    }
    if (number === this.asked) this.show(results, text);
  }

  show(results, text) {
    const chosen = new Set(this.values());
    const options = results.filter((result) => !chosen.has(result.value));
    const same = results.some((result) => result.label.toLowerCase() === text.toLowerCase());
    if ("new" in this.root.dataset && !same) {
      const detail = this.root.dataset.create;
      options.push({ value: `+${text}`, label: text, detail, made: true });
    }
    this.list.replaceChildren(...options.map((option, index) => this.option(option, index)));
    this.list.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    const { none, found } = this.root.dataset;
    this.status.textContent = options.length ? `${options.length} ${found}` : none;
    this.mark(options.length ? 0 : -1);
  }

  option({ value, label, detail, made }, index) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${index}`;
    item.setAttribute("role", "option");
    item.dataset.value = value;
    item.dataset.label = label;
    item.classList.toggle("is-new", Boolean(made));
    item.append(label);
    if (detail) {
      const small = document.createElement("small");
      small.textContent = detail;
      item.append(" ", small);
    }
    return item;
  }

  options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  mark(index) {
    this.active = index;
    this.options().forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === index));
      if (number === index) option.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
  }

  press(event) {
    const options = this.options();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options.length) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.mark((this.active + step + options.length) % options.length);
    } else if (event.key === "Enter" && this.input.value.trim()) {
      event.preventDefault();
      if (options[this.active] && !this.list.hidden) this.choose(options[this.active]);
      else this.keep();
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Backspace" && !this.input.value && this.tokens.lastElementChild) {
      this.remove(this.tokens.lastElementChild);
    }
  }

  choose(option) {
    this.add(option.dataset.value, option.dataset.label);
  }

  // A name typed and left as it is: the record of that name, or a new one.
  keep() {
    const text = this.input.value.trim();
    const exact = this.options().find(
      (option) => option.dataset.label.toLowerCase() === text.toLowerCase(),
    );
    if (exact) this.choose(exact);
    else if ("new" in this.root.dataset && text) this.add(`+${text}`, text);
  }

  leave() {
    clearTimeout(this.timer);
    this.asked++;
    this.keep();
    this.close();
  }

  values() {
    return [...this.tokens.querySelectorAll("input")].map((input) => input.value);
  }

  add(value, label) {
    if (!this.values().includes(value)) {
      const item = document.createElement("li");
      item.className = "token-field__token";
      item.classList.toggle("is-new", value.startsWith("+"));
      const text = document.createElement("span");
      text.textContent = label;
      const hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = this.root.dataset.name;
      hidden.value = value;
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.removeToken = "";
      button.setAttribute("aria-label", `${this.root.dataset.remove} ${label}`);
      button.textContent = "×";
      item.append(text, hidden, button);
      this.tokens.append(item);
    }
    this.input.value = "";
    this.close();
  }

  remove(item) {
    item.remove();
    this.input.focus();
  }

  close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }
}

document.querySelectorAll("[data-token-field]").forEach((root) => new TokenField(root));
