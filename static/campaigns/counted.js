// Says beside a field how many of the characters that mailboxes show are typed: "42 / 60".
const show = (field) => {
    const shown = Number(field.dataset.counted);
    const count = [...field.value].length;
    let output = field.parentElement.querySelector("output.counted");
    if (!output) {
        output = document.createElement("output");
        output.className = "counted help";
        output.htmlFor = field.id;
        field.after(output);
    }
    output.textContent = `${count} / ${shown}`;
    output.style.fontWeight = count > shown ? "700" : "";
};

const start = () => document.querySelectorAll("[data-counted]").forEach(show);

document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-counted]")) show(event.target);
});
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
