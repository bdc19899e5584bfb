// A chat on a simulated platform. Everything shown is put in as text, never as HTML.
"use strict";

const platform = location.pathname.split("/").pop();
const talk = document.getElementById("talk");
const text = document.getElementById("text");
if (["cafe24", "smartstore"].includes(platform)) text.placeholder = "주문, 발송, 배송완료, 취소 …";
const user = document.getElementById("user");
let seen = 0;
let asking = 0;

async function post(path, body) {
  return fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

function show(bubble) {
  const line = document.createElement("li");
  line.className = bubble.who;
  line.textContent = bubble.text;
  for (const [label, value] of bubble.buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => say(platform === "telegram" ? `button:${value}` : value || label));
    line.append(button);
  }
  talk.append(line);
  talk.scrollTop = talk.scrollHeight;
}

async function look() {
  const mine = ++asking;
  const response = await fetch(`/api/${platform}/talk?user=${encodeURIComponent(user.value)}&after=${seen}`);
  if (!response.ok || mine !== asking) return;
  for (const bubble of (await response.json()).bubbles) {
    if (bubble.number > seen) {
      seen = bubble.number;
      show(bubble);
    }
  }
}

async function say(words) {
  const done = post(`/api/${platform}/say`, { user: user.value, text: words });
  setTimeout(look, 50);
  await done;
  await look();
}

document.getElementById("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value.trim();
  text.value = "";
  if (words) say(words);
});

user.addEventListener("change", () => {
  seen = 0;
  talk.replaceChildren();
  look();
});

for (const id of ["delay", "duplicates", "reorder", "callback", "trouble"]) {
  const field = document.getElementById(id);
  field.addEventListener("change", () => {
    const value = field.type === "checkbox" ? field.checked : field.type === "number" ? Number(field.value) : field.value;
    post(`/api/${platform}/conditions`, { [id]: value });
  });
}

async function start() {
  const nav = document.getElementById("platforms");
  for (const one of await (await fetch("/api/platforms")).json()) {
    const link = document.createElement("a");
    link.href = `/chat/${one.name}`;
    link.textContent = one.title;
    if (one.name === platform) link.setAttribute("aria-current", "page");
    nav.append(link);
  }
  const now = await (await fetch(`/api/${platform}/conditions`)).json();
  for (const [id, value] of Object.entries(now)) {
    const field = document.getElementById(id);
    if (field.type === "checkbox") field.checked = value;
    else field.value = value;
  }
  await look();
  setInterval(look, 1000);
  text.focus();
}

start();
