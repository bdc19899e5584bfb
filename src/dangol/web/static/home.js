// The visitor's own home: <div data-dangol-home data-inbox="web"></div> and this script; home.css beside it.
// It is the same visitor as in the chat widget: both keep one token for a brand's server and inbox.
"use strict";
(() => {
  const place = document.querySelector("[data-dangol-home]");
  if (!place) return;
  const server = new URL(document.currentScript.src).origin;
  const inbox = place.dataset.inbox || "web";
  const lang = (place.dataset.lang || document.documentElement.lang || "ko").startsWith("en") ? "en" : "ko";
  const say = (ko, en) => (lang === "en" ? en : ko);
  const slot = `dangol:${server}:${inbox}:token`;
  const recall = () => { try { return localStorage.getItem(slot) || ""; } catch { return ""; } };
  const keep = (token) => { try { localStorage.setItem(slot, token); } catch { /* private mode */ } };
  let token = recall();
  const call = async (path, body) => {
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    if (body) headers["Content-Type"] = "application/json";
    const answer = await fetch(server + path, { method: body ? "POST" : "GET", headers, body: body ? JSON.stringify(body) : undefined });
    const said = answer.status === 204 ? {} : await answer.json();
    if (!answer.ok) throw Object.assign(new Error(said.error?.[lang] || answer.statusText), { status: answer.status });
    return said;
  };
  const make = (tag, words, name) => {
    const element = document.createElement(tag);
    if (words) element.textContent = words;
    if (name) element.className = name;
    return element;
  };
  const won = (number) => (lang === "en" ? `₩${number.toLocaleString("en")}` : `${number.toLocaleString("ko")}원`);
  const KINDS = { product: ["상품", "Product"], coupon: ["쿠폰", "Coupon"], gift: ["선물", "Gift"], content: ["읽을거리", "To read"], refurbished: ["리퍼", "Refurbished"] };
  const until = (card) => {
    const ends = new Date(card.ends_at);
    const shown = ends.toLocaleString(lang, { month: "numeric", day: "numeric", hour: "numeric", minute: "2-digit" });
    return say(`${shown}까지`, `until ${shown}`);
  };
  const priced = (card) => {
    const line = make("p", "", "dh-price");
    line.append(make("strong", won(card.pays)));
    if (card.saving > 0) line.append(make("s", won(card.price)));
    return line;
  };
  const coded = (card, code) => make("p", say(`쿠폰 번호 ${code}`, `Code ${code}`), "dh-code");
  const coupon = (card) => {
    const button = make("button", say("쿠폰 받기", "Take it"), "dh-act");
    button.type = "button";
    button.addEventListener("click", async () => {
      button.disabled = true;
      try {
        const given = await call("/v1/home/coupons", { offer: card.id });
        button.replaceWith(coded(card, given.code));
      } catch (error) {
        button.replaceWith(make("p", error.message, "dh-name"));
      }
    });
    return button;
  };
  const opening = (card) => {
    const link = make("a", say("보러 가기", "Open"), "dh-act button");
    link.href = card.url;
    link.rel = "noopener";
    link.addEventListener("click", () => { call("/v1/home/chosen", { offer: card.id }).catch(() => {}); });
    return link;
  };
  const asking = (card) => {
    const button = make("button", say("물어보기", "Ask"), "dh-act");
    button.type = "button";
    button.dataset.dangolAsk = say(`${card.name} 알려 주세요`, `Tell me about ${card.name}`);
    if (!card.id.startsWith("product/")) button.addEventListener("click", () => { call("/v1/home/chosen", { offer: card.id }).catch(() => {}); });
    return button;
  };
  const drawn = (card) => {
    const item = make("li", "", card.flash ? "dh-card dh-flash" : "dh-card");
    const kind = make("p", "", "dh-kind");
    kind.append(make("span", say(...KINDS[card.kind])));
    if (card.ends_at) kind.append(make("span", until(card), "dh-ends"));
    else if (card.left !== null && card.left <= 5) kind.append(make("span", say(`${card.left}개 남음`, `${card.left} left`), "dh-ends"));
    item.append(kind, make("h3", card.title));
    if (card.name && card.name !== card.title) item.append(make("p", card.name, "dh-name"));
    if (card.pays !== null && card.kind !== "content") item.append(priced(card));
    if (card.uses.length) item.append(make("p", card.uses.join(" + "), "dh-uses"));
    item.append(make("p", card.because[lang], "dh-why"));
    if (card.kind === "coupon") item.append(card.code ? coded(card, card.code) : coupon(card));
    else if (card.kind === "content") item.append(opening(card));
    else if (card.name) item.append(asking(card));
    return item;
  };
  const draw = (home) => {
    place.classList.add("dangol-home");
    place.replaceChildren();
    for (const section of home.sections) {
      const box = make("section");
      const cards = make("ul", "", "dh-cards");
      cards.append(...section.cards.map(drawn));
      box.append(make("h2", section.title[lang]), cards);
      place.append(box);
    }
    if (home.sections.length && home.note[lang]) place.append(make("p", home.note[lang], "dh-note"));
  };
  const load = async () => {
    if (!token) {
      const opened = await call("/v1/chat/session", { inbox, token: "" });
      token = opened.token;
      keep(token);
    }
    draw(await call("/v1/home"));
  };
  load().catch((error) => {
    if (error.status !== 401) return;  // the shop's page is whole without it
    token = "";
    load().catch(() => {});
  });
})();
