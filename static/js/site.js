// What the pages do better with JavaScript; all of it works without.

const results = () => document.querySelector("[data-results]");

async function refresh(address) {
    const place = results();
    place.setAttribute("aria-busy", "true");
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.innerHTML = page.querySelector("[data-results]").innerHTML;
    place.removeAttribute("aria-busy");
    history.replaceState(null, "", address);
}

function followFilters(form) {
    let waiting;
    const address = () => {
        const filled = [...new FormData(form)].filter(([, value]) => value);
        return `${location.pathname}?${new URLSearchParams(filled)}`;
    };
    const update = () => refresh(address()).catch(() => form.submit());
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        update();
    });
    form.addEventListener("input", (event) => {
        clearTimeout(waiting);
        waiting = setTimeout(update, event.target.type === "search" ? 300 : 0);
    });
}

function offerCopy(button) {
    button.hidden = false;
    button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(button.dataset.copy);
        document.querySelector("#copied").textContent = button.dataset.done;
    });
}

document.querySelectorAll("form[data-filters]").forEach(followFilters);
if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach(offerCopy);
