/* Dangol chat widget. One line embeds it:
 *   <script src="https://your-dangol.example/static/widget.js" data-inbox="web" async></script>
 * Optional: data-lang="ko|en", data-accent="#1f5c4d". From the page: Dangol.open(), Dangol.close(), Dangol.ask("…"),
 * Dangol.signIn({ userId, hmac, email, phone }); any element with data-dangol-ask="…" asks that question when clicked,
 * one with data-dangol-open opens the chat.
 * Text reaches the page by textContent only; nothing is evaluated; it lives in a shadow root and brings its own style.
 */
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || window.Dangol) return;
  const base = new URL(script.src).origin;
  const inbox = script.dataset.inbox || "web";
  const accent = /^#[0-9a-f]{6}$/i.test(script.dataset.accent || "") ? script.dataset.accent : "#1f5c4d";
  const FEW = 5; // sources shown before a tap for the rest
  const MOST = 4000; // characters in one message, as the server says
  const phone = window.matchMedia("(max-width: 560px)");

  const WORDS = {
    ko: {
      open: "채팅 열기", close: "닫기", send: "보내기", write: "궁금한 것을 적어 주세요", other: "English", title: "상담",
      person: "상담원", mine: "내 정보", personAsk: "상담원과 이야기하고 싶어요.", personCalled: "상담원에게 알렸어요",
      machine: "자동 응답이 먼저 답하고, 답마다 근거를 보여 드려요. 사람이 필요하면 언제든 ‘상담원’을 눌러 주세요.",
      bot: "자동 응답 · 가게 자료를 근거로 답해요", waiting: "상담원을 기다리고 있어요", human: "상담원이 함께하고 있어요", closed: "끝난 대화예요. 다시 물어보셔도 돼요",
      fromBot: "자동 응답", fromAgent: "상담원", you: "나", typing: "답을 찾고 있어요", log: "대화 내용",
      sources: "근거", allSources: "근거 {n}개 더 보기", passedOn: "상담원에게 전해졌어요. 답이 오면 여기에 보여 드릴게요.", version: "버전", sending: "보내는 중", kept: "연결되면 보낼게요", failed: "보내지 못했어요", again: "다시 보내기",
      offline: "연결이 끊겼어요. 다시 연결하고 있어요.", unread: "읽지 않은 답 {n}개", newDown: "새 답 보기", left: "{n}자 남음", tries: "이렇게 물어보세요", picks: "고를 수 있는 답",
      rate: "이 답이 도움이 됐나요?", up: "도움이 됐어요", down: "도움이 안 됐어요", rated: "알려 주셔서 고마워요",
      speak: "말로 묻기", listening: "듣고 있어요. 말씀해 주세요.", stopSpeak: "그만 듣기", aloud: "답을 소리로 듣기",
      consent: "말소리는 브라우저를 만든 회사의 서버로 보내져 글자로 바뀔 수 있어요. 저희는 글자만 받아요.", consentLocal: "말소리는 이 기기 안에서 글자로 바뀌어요. 저희는 글자만 받아요.", allow: "말로 물을게요", deny: "글로 쓸게요",
      noSpeech: "말소리를 듣지 못했어요. 다시 말씀하시거나 글로 적어 주세요.", noMic: "마이크를 쓸 수 없어요. 글로 적어 주세요.", near: "가까운 매장 찾기", nearAsk: "지금 제 위치에서 가까운 매장을 알려 주세요.", nearConsent: "지금 위치를 이 질문에 한 번만 쓸게요. 약 100 m 단위로 뭉뚱그려 이 대화에만 남고, 대화를 지우면 함께 지워져요. 위치 대신 동네 이름을 적으셔도 돼요.", nearAllow: "위치 보내기", nearDeny: "동네 이름 적기",
      finding: "위치를 확인하고 있어요.", noPlace: "위치를 확인하지 못했어요. 동네 이름을 적어 주세요.", compared: "비교", order: "주문", goOrder: "주문하러 가기", unknown: "자료에 없음",
      noVoice: "지금은 말로 물을 수 없어요. 글로 적어 주세요.",
    },
    en: {
      open: "Open chat", close: "Close", send: "Send", write: "Ask us anything", other: "한국어", title: "Chat",
      person: "A person", mine: "My data", personAsk: "I would like to talk to a person.", personCalled: "A person has been told",
      machine: "Automatic answers come first, each with its sources. If you need a person, press “A person” at any time.",
      bot: "Automatic · answers from the shop’s own files", waiting: "Waiting for a person", human: "A person is with you", closed: "This chat has ended. You can ask again",
      fromBot: "Automatic", fromAgent: "Staff", you: "You", typing: "Looking for the answer", log: "Conversation",
      sources: "Sources", allSources: "{n} more sources", passedOn: "A person will see this. Their answer will show here.", version: "version", sending: "Sending", kept: "Will be sent when connected", failed: "Not sent", again: "Send again",
      offline: "Connection lost. Reconnecting.", unread: "{n} unread", newDown: "New answer", left: "{n} characters left", tries: "Try asking", picks: "Answers to choose from",
      rate: "Was this helpful?", up: "Yes, helpful", down: "No, not helpful", rated: "Thank you for telling us",
      speak: "Ask by voice", listening: "Listening. Please speak.", stopSpeak: "Stop listening", aloud: "Hear answers aloud",
      consent: "Your browser’s maker may receive the sound on its servers and turn it into text. We receive the text only.", consentLocal: "The sound becomes text on this device. We receive the text only.", allow: "Ask by voice", deny: "I will type",
      noSpeech: "Nothing was heard. Say it again, or type.", noMic: "The microphone cannot be used. Please type.", near: "Nearest shop", nearAsk: "Which shop is the nearest to where I am now?", nearConsent: "Your position is used once, for this question. It is kept to about 100 m, with this chat only, and erased with it. You may type your area instead.", nearAllow: "Share position", nearDeny: "Type my area",
      finding: "Looking up your position.", noPlace: "Your position could not be found. Please type your area.", compared: "Comparison", order: "Order", goOrder: "Order it", unknown: "not in the files",
      noVoice: "Asking by voice is not possible now. Please type.",
    },
  };

  // ---- what is kept between visits -------------------------------------------------------------------------------
  const memory = new Map();
  const prefix = `dangol:${base}:${inbox}:`;
  const recall = (name) => { try { return localStorage.getItem(prefix + name); } catch { return memory.get(name) ?? null; } };
  const keep = (name, value) => { memory.set(name, value); try { localStorage.setItem(prefix + name, value); } catch { /* private mode */ } };
  const recallList = (name) => { try { const list = JSON.parse(recall(name) || "[]"); return Array.isArray(list) ? list : []; } catch { return []; } };

  const chat = {
    token: recall("token") || "", visitor: recall("visitor") || "", last: 0, state: "bot", typing: false, online: true, open: false,
    read: Number(recall("read")) || 0, numbers: new Set(), unread: new Set(), unsent: recallList("unsent"), brand: null, suggestions: [], near: false,
  };
  let language = [script.dataset.lang, recall("lang"), document.documentElement.lang, navigator.language]
    .map((tag) => (tag || "").slice(0, 2).toLowerCase()).find((tag) => tag === "ko" || tag === "en") || "ko";
  if (recall("lang") === "ko" || recall("lang") === "en") language = recall("lang");
  const say = (key, n) => WORDS[language][key].replace("{n}", n ?? "");
  const newId = () => "c-" + Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  // ---- building ---------------------------------------------------------------------------------------------------
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === false || value === null) continue;
      element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children);
    return element;
  };
  const icon = (...paths) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const [name, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["fill", "none"], ["stroke", "currentColor"], ["stroke-width", "1.9"], ["stroke-linecap", "round"], ["stroke-linejoin", "round"]]) svg.setAttribute(name, value);
    for (const d of paths) { const path = document.createElementNS(svg.namespaceURI, "path"); path.setAttribute("d", d); svg.append(path); }
    return svg;
  };
  const BUBBLE = "M5 11.5C5 7.9 8.1 5 12 5s7 2.9 7 6.5S15.9 18 12 18c-.9 0-1.8-.2-2.6-.4L5.8 18.7l.8-3.2A6.2 6.2 0 0 1 5 11.5Z";

  const host = make("div", { "data-dangol": "" });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  root.adoptedStyleSheets = [sheet];
  host.style.setProperty("--accent", accent);
  host.style.setProperty("--on-accent", luminance(accent) > 0.179 ? "#1c1b19" : "#ffffff");

  const badge = make("span", { class: "badge", hidden: true });
  const launcher = make("button", { class: "launcher", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false" }, icon(BUBBLE), badge);
  const title = make("h2", { id: "title" });
  const status = make("p", { class: "state" });
  const languageButton = make("button", { class: "plain", type: "button" });
  const personButton = make("button", { class: "person", type: "button" });
  const mineButton = make("button", { class: "plain mine", type: "button" });
  const closeButton = make("button", { class: "plain square", type: "button" }, icon("M6 6l12 12M18 6L6 18"));
  const header = make("header", {}, make("div", { class: "name" }, title, status), languageButton, closeButton);
  const offline = make("p", { class: "offline", role: "status", hidden: true });
  const notice = make("p", { class: "machine" });
  const tries = make("div", { class: "tries" });
  const turns = make("div", { class: "turns" });
  const dots = make("div", { class: "dots", hidden: true, "aria-hidden": "true" }, make("i"), make("i"), make("i"));
  const passedOn = make("p", { class: "machine passed", role: "status", hidden: true });
  const log = make("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0" }, notice, tries, turns, passedOn, dots);
  const typingSaid = make("p", { class: "unseen", role: "status" });
  const down = make("button", { class: "down", type: "button", hidden: true });
  const field = make("textarea", { rows: "1", maxlength: String(MOST), enterkeyhint: "send", autocomplete: "off" });
  const counter = make("span", { class: "counter", hidden: true });
  const sendButton = make("button", { class: "send", type: "submit" }, icon("M5 12h13M12.5 6l6 6-6 6"));
  const micButton = make("button", { class: "mic", type: "button", hidden: true, "aria-pressed": "false" }, icon("M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4Z", "M6 11.5a6 6 0 0 0 12 0M12 17.5V20"));
  const aloudButton = make("button", { class: "aloud", type: "button", hidden: true, "aria-pressed": "false" }, icon("M5 10v4h3l4 3.5v-11L8 10H5Z", "M15.5 9.5a3.5 3.5 0 0 1 0 5M18 7.5a6.5 6.5 0 0 1 0 9"));
  const nearButton = make("button", { class: "plain near", type: "button", hidden: true }, icon("M12 21c4-4.6 6-7.9 6-11a6 6 0 0 0-12 0c0 3.1 2 6.4 6 11Z", "M12 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z"));
  const heard = make("p", { class: "heard", role: "status", hidden: true });
  const consent = make("div", { class: "consent", role: "group", hidden: true });
  const composer = make("form", { class: "composer" }, field, micButton, sendButton);
  const footer = make("footer", {}, personButton, mineButton, nearButton, aloudButton, counter);
  const panel = make("section", { class: "panel", role: "dialog", "aria-modal": "true", "aria-labelledby": "title", hidden: true }, header, offline, log, typingSaid, down, consent, heard, composer, footer);
  root.append(launcher, panel);

  function luminance(hex) {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  // ---- words on the screen -----------------------------------------------------------------------------------------
  const linkPattern = /https?:\/\/[^\s<>"'“”‘’]+/g;
  function fill(element, text) {
    let at = 0;
    for (const match of text.matchAll(linkPattern)) {
      const address = match[0].replace(/[.,;:!?)\]}…。]+$/, "");
      let url;
      try { url = new URL(address); } catch { continue; }
      if (url.protocol !== "http:" && url.protocol !== "https:") continue;
      element.append(text.slice(at, match.index), Object.assign(make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer nofollow" }), { textContent: address }));
      at = match.index + address.length;
    }
    element.append(text.slice(at));
  }

  const atEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const toEnd = () => { log.scrollTop = log.scrollHeight; down.hidden = true; };
  const clock = (at) => new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" }).format(new Date(at));
  const day = (at) => new Intl.DateTimeFormat(language, { month: "long", day: "numeric", weekday: "long" }).format(new Date(at));

  // A card that shows one source at a time; each of its openers is a button with that source.
  function quoting(id) {
    const card = make("div", { class: "quote", id, hidden: true });
    const openers = [];
    const opener = (name, text, source) => {
      const chip = make("button", { class: name, type: "button", "aria-expanded": "false", "aria-controls": id });
      chip.textContent = text;
      openers.push(chip);
      chip.addEventListener("click", () => {
        const opens = chip.getAttribute("aria-expanded") !== "true";
        for (const other of openers) other.setAttribute("aria-expanded", String(other === chip && opens));
        card.hidden = !opens;
        const stay = atEnd();
        card.replaceChildren(
          Object.assign(make("blockquote"), { textContent: source.quote }),
          Object.assign(make("p"), { textContent: `${source.title} · ${say("version")} ${source.version}` }),
          Object.assign(make("code"), { textContent: source.id }),
        );
        if (stay) toEnd();
      });
      return chip;
    };
    return { card, opener };
  }

  function sourcesOf(message) {
    const tabled = new Set((message.comparison?.rows || []).flatMap((row) => row.cells.map((cell) => cell?.source)));
    const { card, opener } = quoting(`q-${message.number}`);
    const chips = message.sources.filter((source) => !tabled.has(source.id)).map((source) => opener("chip", source.title || source.id, source));
    if (!chips.length) return "";
    const rest = chips.splice(FEW); // sixteen reviews would be a wall of chips
    const more = rest.length ? make("button", { class: "chip", type: "button", "aria-label": say("allSources", rest.length) }, `+${rest.length}`) : "";
    if (more) more.addEventListener("click", () => { more.replaceWith(...rest); rest[0].focus(); });
    return make("div", { class: "sources" }, make("span", { class: "label", "data-say": "sources" }, say("sources")), ...chips, more, card);
  }

  // Only https, whatever the server says: what stands here is pressed without being read.
  function pageLink(url, text, name = "go") {
    let address;
    try { address = new URL(url); } catch { return ""; }
    if (address.protocol !== "https:") return "";
    return Object.assign(make("a", { class: name, href: address.href, target: "_blank", rel: "noopener noreferrer nofollow" }), { textContent: text });
  }

  function tableOf(message) {
    const { heads, rows, urls } = message.comparison;
    const { card, opener } = quoting(`t-${message.number}`);
    const cellOf = (cell) => {
      if (!cell) return make("td", {}, make("span", { class: "soft", "data-say": "unknown" }));
      const source = message.sources.find((one) => one.id === cell.source);
      return make("td", {}, source ? opener("cell", cell.text, source) : cell.text);
    };
    const head = make("tr", {}, make("td"), ...heads.map((name) => make("th", { scope: "col" }, name)));
    const body = rows.map((row) => make("tr", {}, make("th", { scope: "row" }, row.label), ...row.cells.map(cellOf)));
    if (urls.some(Boolean)) body.push(make("tr", {}, make("th", { scope: "row", "data-say": "order" }), ...urls.map((url) => make("td", {}, url ? pageLink(url, say("goOrder")) : ""))));
    const table = make("table", {}, make("caption", { class: "unseen", "data-say": "compared" }), make("thead", {}, head), make("tbody", {}, ...body));
    return make("div", { class: "compared" }, make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say("compared") }, table), card);
  }

  function linksOf(message) {
    return make("div", { class: "links" }, ...message.links.map((link) => pageLink(link.url, link.label)));
  }

  function turn(message) {
    const mine = message.sender === "customer";
    const words = make("p", { class: "words" });
    const text = message.comparison ? message.comparison.lead : message.text;
    fill(words, text);
    const who = make("p", { class: "who" }, make("span", { "data-say": mine ? "you" : message.sender === "bot" ? "fromBot" : "fromAgent" }));
    if (message.at) who.append(" · ", make("time", { datetime: message.at }));
    const element = make("article", { class: `turn ${message.sender}`, "data-number": message.number ?? false, "data-client": message.client_id || false, "data-at": message.at || false }, who, text ? words : "");
    if (message.comparison) element.append(tableOf(message));
    if (message.links?.length) element.append(linksOf(message));
    if (message.sources?.length) element.append(sourcesOf(message));
    if (message.sender === "bot" && message.sources?.length) element.append(ratingOf(message));
    if (message.choices?.length) element.append(picksOf(message));
    label(element);
    return element;
  }

  const THUMB = "M7.5 11v8.5H5V11h2.5Zm0 0 3.6-6.5c1.3 0 2.1.9 1.9 2.2L12.5 10h4.8c1 0 1.8.9 1.6 1.9l-1.2 6c-.2.9-.9 1.6-1.9 1.6H7.5";
  function ratingOf(message) {
    const thanks = make("span", { class: "thanks", role: "status" });
    const said = [true, false].map((helpful) => {
      const button = make("button", { type: "button", class: helpful ? "thumb" : "thumb less", "data-label": helpful ? "up" : "down", "aria-pressed": String(message.helpful === helpful) }, icon(THUMB));
      button.addEventListener("click", async () => {
        try {
          await call("/v1/chat/ratings", { message: message.id, helpful });
          said.forEach((one, place) => one.setAttribute("aria-pressed", String(helpful === !place)));
          thanks.dataset.say = "rated";
          thanks.textContent = say("rated");
        } catch (error) { delete thanks.dataset.say; thanks.textContent = error.refusal?.[language] || say("failed"); }
      });
      return button;
    });
    return make("div", { class: "rate", role: "group", "data-label": "rate" }, make("span", { class: "label", "data-say": "rate" }), ...said, thanks);
  }

  function picksOf(message) {
    const buttons = message.choices.map((text) => {
      const button = make("button", { type: "button" }, text);
      button.addEventListener("click", () => { send(text); field.focus(); });
      return button;
    });
    return make("div", { class: "tries picks", role: "group", "aria-label": say("picks") }, ...buttons);
  }

  function label(element) {
    for (const part of element.querySelectorAll("[data-label]")) part.setAttribute("aria-label", say(part.dataset.label));
    for (const part of element.querySelectorAll("[data-say]")) part.textContent = say(part.dataset.say);
    for (const time of element.querySelectorAll("time")) time.textContent = time.className === "day" ? day(time.dateTime) : clock(time.dateTime);
  }

  function place(message) {
    if (chat.numbers.has(message.number)) return false;
    chat.numbers.add(message.number);
    for (const old of turns.querySelectorAll(".picks")) old.remove(); // they answer the newest message only
    const element = turn(message);
    if (message.client_id) find(message.client_id)?.remove();
    const before = [...turns.querySelectorAll("[data-number]")].reverse().find((other) => Number(other.dataset.number) < message.number);
    if (before) before.after(element); else turns.prepend(element);
    const dayOf = (at) => new Date(at).toDateString();
    if (before ? dayOf(before.dataset.at) !== dayOf(message.at) : message.number > 1) {
      const mark = make("p", { class: "daymark" }, make("time", { class: "day", datetime: message.at }));
      label(mark);
      element.before(mark);
    }
    return true;
  }

  const find = (clientId) => [...turns.children].find((one) => one.dataset.client === clientId);

  function showUnsent(item) {
    let element = find(item.id);
    if (!element) { element = turn({ sender: "customer", text: item.text, client_id: item.id }); turns.append(element); }
    element.classList.add("unsent");
    element.querySelector(".fate")?.remove();
    const fate = make("p", { class: "fate" });
    if (item.failed) {
      const again = make("button", { class: "again", type: "button", "data-say": "again" }, say("again"));
      again.addEventListener("click", () => { item.failed = ""; chat.unsent.push(item); keepUnsent(); showUnsent(item); flush(); });
      fate.append(item.failed, " ", again);
    } else {
      fate.append(make("span", { "data-say": chat.online ? "sending" : "kept" }, say(chat.online ? "sending" : "kept")));
    }
    element.append(fate);
  }

  function show() {
    const brand = chat.brand ? (language === "ko" ? chat.brand.name : chat.brand.name_en) : say("title");
    panel.lang = language; launcher.lang = language;
    title.textContent = brand;
    status.textContent = say(chat.state);
    status.dataset.state = chat.state;
    notice.textContent = say("machine");
    field.placeholder = say("write");
    field.setAttribute("aria-label", say("write"));
    log.setAttribute("aria-label", say("log"));
    languageButton.textContent = say("other");
    mineButton.textContent = say("mine");
    languageButton.lang = language === "ko" ? "en" : "ko";
    closeButton.setAttribute("aria-label", say("close"));
    sendButton.setAttribute("aria-label", say("send"));
    down.textContent = say("newDown") + " ↓";
    showVoice();
    offline.textContent = say("offline");
    const called = chat.state === "waiting" || chat.state === "human";
    personButton.replaceChildren(icon("M12 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM5 19.5c.8-3.2 3.6-5 7-5s6.2 1.8 7 5"), say(called ? "personCalled" : "person"));
    personButton.disabled = called;
    dots.hidden = !chat.typing;
    passedOn.hidden = !called || chat.typing || !turns.lastElementChild?.matches(".customer[data-number]");
    passedOn.textContent = passedOn.hidden ? "" : say("passedOn");
    typingSaid.textContent = chat.typing ? say("typing") : "";
    badge.textContent = chat.unread.size > 9 ? "9+" : String(chat.unread.size);
    badge.hidden = chat.unread.size === 0 || chat.open;
    launcher.setAttribute("aria-label", say("open") + (badge.hidden ? "" : `, ${say("unread", chat.unread.size)}`));
    launcher.setAttribute("aria-expanded", String(chat.open));
    const fresh = turns.childElementCount === 0 && chat.suggestions.length > 0;
    tries.hidden = !fresh;
    if (fresh && tries.dataset.for !== language) {
      tries.dataset.for = language;
      tries.replaceChildren(make("p", {}, say("tries")), ...chat.suggestions.map((text) => {
        const button = make("button", { type: "button", lang: "ko" }, text);
        button.addEventListener("click", () => { send(text); field.focus(); });
        return button;
      }));
    }
    label(turns);
  }

  // ---- sending: every message keeps its own id until the server has said that it is safe ------------------------------
  const keepUnsent = () => keep("unsent", JSON.stringify(chat.unsent.filter((item) => !item.position))); // a position is never kept here
  function send(text, kind = "text", position = undefined) {
    const item = { id: newId(), text: text.trim(), kind, position };
    if (!item.text) return;
    chat.unsent.push(item);
    keepUnsent();
    showUnsent(item);
    show();
    toEnd();
    flush();
  }
  const settle = (id) => { chat.unsent = chat.unsent.filter((item) => item.id !== id); keepUnsent(); inFlight.delete(id); find(id)?.querySelector(".fate")?.remove(); };
  function refuse(id, error) {
    const item = chat.unsent.find((one) => one.id === id);
    inFlight.delete(id);
    if (!item) return;
    if (error.retry) { setTimeout(flush, 3000); return; }
    settle(id);
    item.failed = error[language] || say("failed");
    showUnsent(item);
  }
  const inFlight = new Set();
  function flush() {
    wake();
    if (polling) post();
    if (!socketReady) return;
    for (const item of chat.unsent) {
      if (inFlight.has(item.id)) continue;
      inFlight.add(item.id);
      socket.send(JSON.stringify({ type: "message", id: item.id, text: item.text, kind: item.kind || "text", position: item.position }));
    }
  }

  function take(page) {
    const stay = atEnd();
    let fresh = false;
    for (const message of page.messages) {
      if (message.client_id) settle(message.client_id);
      if (!place(message)) continue;
      chat.last = Math.max(chat.last, message.number);
      if (message.sender === "customer" || message.number <= chat.read) continue;
      fresh = true;
      if (!chat.open) chat.unread.add(message.number);
      else sayAloud(message);
    }
    chat.state = page.state;
    chat.typing = page.typing && page.state !== "human";
    if (chat.open) markRead();
    show();
    if (stay || page.messages.some((message) => message.sender === "customer")) toEnd(); else if (fresh) down.hidden = false;
  }
  const markRead = () => { chat.unread.clear(); if (chat.last > chat.read) { chat.read = chat.last; keep("read", String(chat.read)); } };

  // ---- the line to the server: WebSocket first, long poll where one cannot be had, each with growing pauses ------------
  let socket = null, socketReady = false, awake = false, failures = 0, kick = () => {};
  const rest = (ms) => Promise.race([pause(ms), new Promise((done) => { kick = done; })]);

  async function call(path, body) {
    const headers = chat.token ? { Authorization: `Bearer ${chat.token}` } : {};
    if (body) headers["Content-Type"] = "application/json";
    const response = await fetch(base + path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), credentials: "same-origin", cache: "no-store" });
    const answer = response.status === 204 ? null : await response.json();
    if (response.ok) return answer;
    throw Object.assign(new Error("refused"), { refusal: answer?.error, status: response.status, wait: Number(response.headers.get("Retry-After")) || 0 });
  }

  async function session() {
    const opened = await call("/v1/chat/session", { inbox, token: chat.token });
    if (opened.visitor !== chat.visitor) {
      keep("visitor", opened.visitor); keep("read", "0");
      turns.replaceChildren(); chat.numbers.clear(); chat.unread.clear();
      Object.assign(chat, { visitor: opened.visitor, last: 0, read: 0 });
      chat.unsent.forEach(showUnsent);
    }
    chat.token = opened.token; chat.brand = opened.brand; chat.suggestions = opened.suggestions; chat.near = opened.near;
    keep("token", opened.token);
    show();
  }

  function overSocket() {
    return new Promise((done) => {
      let opened = false, timer = 0;
      const ws = new WebSocket(base.replace(/^http/, "ws") + "/v1/chat/ws");
      const alive = () => { clearTimeout(timer); timer = setTimeout(() => ws.close(), opened ? 45000 : 8000); };
      alive();
      socket = ws;
      ws.onopen = () => ws.send(JSON.stringify({ type: "hello", token: chat.token, after: chat.last }));
      ws.onmessage = (event) => {
        alive();
        const frame = JSON.parse(event.data);
        if (frame.type === "ready") { opened = true; socketReady = true; failures = 0; inFlight.clear(); line(true); flush(); }
        else if (frame.type === "messages") take(frame);
        else if (frame.type === "receipt") settle(frame.id);
        else if (frame.type === "error") refuse(frame.id, frame.error);
        else if (frame.type === "ping") ws.send('{"type":"pong"}');
      };
      ws.onclose = (event) => {
        clearTimeout(timer);
        socketReady = false;
        inFlight.clear();
        if (event.code === 4401) chat.token = "";
        done(opened);
      };
    });
  }

  let polling = false, posting = false;
  async function post() {
    if (posting) return;
    posting = true;
    try {
      for (let item = chat.unsent[0]; item && polling; item = chat.unsent[0]) {
        try { await call("/v1/chat/messages", { id: item.id, text: item.text, kind: item.kind || "text", position: item.position }); settle(item.id); }
        catch (error) {
          if (error.refusal && !error.refusal.retry && error.status !== 401) refuse(item.id, error.refusal);
          else await pause(1000 * Math.max(2, error.wait || 0));
        }
      }
    } finally { posting = false; }
  }

  async function overPoll() {
    const until = Date.now() + 60000;
    polling = true;
    try {
      post();
      while (Date.now() < until) {
        take(await call(`/v1/chat/messages?after=${chat.last}&wait=${chat.typing ? 1 : 20}`));
        failures = 0;
        line(true);
      }
    } finally { polling = false; }
  }

  let dark = 0;
  function line(online) {
    chat.online = online;
    clearTimeout(dark);
    if (online) offline.hidden = true;
    else dark = setTimeout(() => { offline.hidden = false; }, 2500);
    chat.unsent.forEach(showUnsent);
  }

  async function run() {
    let socketFailures = 0;
    for (;;) {
      try {
        await session();
        if (socketFailures < 2 && "WebSocket" in window) {
          const opened = await overSocket();
          socketFailures = opened ? 0 : socketFailures + 1;
          if (!opened && socketFailures >= 2) continue;
        } else {
          await overPoll();
          socketFailures = 1;
          continue;
        }
      } catch (error) {
        if (error.status === 401) chat.token = "";
        if (error.status === 404 || error.status === 403) { console.warn("dangol:", error.refusal?.en); return; }
      }
      failures += 1;
      line(false);
      await rest(Math.min(30000, 500 * 2 ** Math.min(failures, 6)) * (0.5 + Math.random() / 2));
    }
  }
  function wake() { if (!awake) { awake = true; run(); } }
  window.addEventListener("online", () => kick());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) kick(); });

  // ---- by voice: the browser turns speech into text and text into speech; typing always stays possible ------------------
  const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  const voice = { listening: null, aloud: recall("aloud") === "yes", note: "" };
  const tag = () => (language === "ko" ? "ko-KR" : "en-US");
  function showVoice() {
    micButton.hidden = !Recognition;
    nearButton.hidden = !(chat.near && navigator.geolocation && window.isSecureContext);
    nearButton.setAttribute("aria-label", say("near"));
    nearButton.title = say("near");
    aloudButton.hidden = !window.speechSynthesis;
    micButton.setAttribute("aria-label", say(voice.listening ? "stopSpeak" : "speak"));
    micButton.setAttribute("aria-pressed", String(Boolean(voice.listening)));
    aloudButton.setAttribute("aria-label", say("aloud"));
    aloudButton.setAttribute("aria-pressed", String(voice.aloud));
    heard.hidden = !voice.note;
    heard.textContent = voice.note ? say(voice.note) : "";
  }
  const note = (key) => { voice.note = key; showVoice(); };
  async function onDevice() {
    try { return (await Recognition.available({ langs: [tag()], processLocally: true })) === "available"; } catch { return false; }
  }
  async function listen() {
    if (voice.listening) { voice.listening.stop(); return; }
    const local = await onDevice();
    if (recall("voice") !== (local ? "local" : "yes") && recall("voice") !== "yes") { askConsent(local); return; }
    window.speechSynthesis?.cancel();
    const heardNow = Object.assign(new Recognition(), { lang: tag(), interimResults: true, continuous: false, maxAlternatives: 1 });
    if (local) heardNow.processLocally = true;
    const before = field.value ? `${field.value.trim()} ` : "";
    let said = "", done = false;
    heardNow.onresult = (event) => {
      said = [...event.results].map((result) => result[0].transcript).join("");
      done = event.results[event.results.length - 1].isFinal;
      field.value = (before + said).slice(0, MOST);
      grow();
    };
    heardNow.onerror = (event) => {
      const why = { "no-speech": "noSpeech", aborted: "", "not-allowed": "noMic", "service-not-allowed": "noMic", "audio-capture": "noMic" }[event.error] ?? "noVoice";
      voice.listening = null;
      note(why);
      field.focus();
    };
    heardNow.onend = () => {
      if (voice.listening) note("");
      voice.listening = null;
      showVoice();
      if (done && said.trim() && !before) { if (recall("aloud") === null) voice.aloud = true; composer.requestSubmit(); } else field.focus();
    };
    voice.listening = heardNow;
    note("listening");
    try { heardNow.start(); } catch { voice.listening = null; note("noVoice"); }
  }
  function askFirst(words, yes, no, then) {
    const allow = make("button", { class: "allow", type: "button" }, say(yes));
    const deny = make("button", { class: "plain", type: "button" }, say(no));
    allow.addEventListener("click", () => { consent.hidden = true; then(); });
    deny.addEventListener("click", () => { consent.hidden = true; field.focus(); });
    consent.replaceChildren(make("p", {}, say(words)), allow, deny);
    consent.hidden = false;
    allow.focus();
  }
  const askConsent = (local) => askFirst(local ? "consentLocal" : "consent", "allow", "deny", () => { keep("voice", local ? "local" : "yes"); listen(); });
  function sayAloud(message) {
    if (!voice.aloud || !message.spoken || !window.speechSynthesis) return;
    const words = new SpeechSynthesisUtterance(message.spoken);
    words.lang = /[가-힣]/.test(message.spoken) ? "ko-KR" : "en-US";
    window.speechSynthesis.speak(words);
  }
  micButton.addEventListener("click", listen);
  aloudButton.addEventListener("click", () => {
    voice.aloud = !voice.aloud;
    keep("aloud", voice.aloud ? "yes" : "no");
    if (!voice.aloud) window.speechSynthesis.cancel();
    showVoice();
  });

  // ---- the nearest shop: the position is asked for at each press, and only then; nothing of it is kept in the browser ------------
  function sharePosition() {
    note("finding");
    const found = (place) => { note(""); send(say("nearAsk"), "text", { lat: place.coords.latitude, lon: place.coords.longitude }); };
    navigator.geolocation.getCurrentPosition(found, () => { note("noPlace"); field.focus(); }, { timeout: 10000, maximumAge: 60000 });
  }
  nearButton.addEventListener("click", () => askFirst("nearConsent", "nearAllow", "nearDeny", sharePosition));

  // ---- opening and closing ----------------------------------------------------------------------------------------
  let returnTo = null, pageOverflow = "";
  function fit() {
    const view = window.visualViewport;
    if (chat.open && phone.matches && view) {
      panel.style.height = `${view.height}px`;
      panel.style.top = `${view.offsetTop}px`;
    } else { panel.style.height = ""; panel.style.top = ""; }
  }
  function open() {
    if (chat.open) return;
    returnTo = document.activeElement === host ? launcher : document.activeElement;
    chat.open = true;
    panel.hidden = false;
    launcher.hidden = phone.matches;
    pageOverflow = document.documentElement.style.overflow;
    if (phone.matches) document.documentElement.style.overflow = "hidden";
    markRead(); show(); fit(); toEnd(); wake();
    grow();
    field.focus({ preventScroll: true });
  }
  function close() {
    if (!chat.open) return;
    chat.open = false;
    voice.listening?.abort();
    window.speechSynthesis?.cancel();
    panel.hidden = true;
    launcher.hidden = false;
    document.documentElement.style.overflow = pageOverflow;
    show();
    const target = returnTo && returnTo !== document.body && returnTo.isConnected ? returnTo : launcher;
    target.focus({ preventScroll: true });
  }
  const ask = (text) => { open(); send(String(text).slice(0, MOST)); };

  launcher.addEventListener("click", () => (chat.open ? close() : open()));
  closeButton.addEventListener("click", close);
  down.addEventListener("click", toEnd);
  log.addEventListener("scroll", () => { if (atEnd()) down.hidden = true; });
  mineButton.addEventListener("click", async () => {
    const page = window.open("", "_blank");
    try {
      if (!chat.token) await session();
      const { path } = await call("/v1/chat/me", {});
      if (page) { page.opener = null; page.location.href = base + path; } else location.href = base + path;
    } catch { page?.close(); }
  });
  personButton.addEventListener("click", () => { send(say("personAsk"), "person_wanted"); field.focus(); });
  languageButton.addEventListener("click", () => { language = language === "ko" ? "en" : "ko"; keep("lang", language); show(); });
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    send(field.value);
    field.value = "";
    grow();
  });
  // Enter must not send while Hangul is still being composed.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    composer.requestSubmit();
  });
  function grow() {
    field.style.height = "40px";
    if (field.scrollHeight > 40) field.style.height = `${Math.min(field.scrollHeight, 136)}px`;
    const left = MOST - field.value.length;
    counter.hidden = left > 400;
    counter.textContent = say("left", left);
    sendButton.disabled = !field.value.trim();
  }
  field.addEventListener("input", grow);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) { event.stopPropagation(); close(); return; }
    if (event.key !== "Tab") return;
    const stops = [...panel.querySelectorAll("button, a[href], textarea, [tabindex='0']")].filter((one) => !one.disabled && one.getClientRects().length);
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (root.activeElement === edge) { event.preventDefault(); (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus(); }
  });
  document.addEventListener("click", (event) => {
    const asked = event.target instanceof Element && event.target.closest("[data-dangol-ask]");
    if (asked) ask(asked.dataset.dangolAsk);
    else if (event.target instanceof Element && event.target.closest("[data-dangol-open]")) open();
  });
  window.visualViewport?.addEventListener("resize", fit);
  window.visualViewport?.addEventListener("scroll", fit);
  phone.addEventListener("change", () => { launcher.hidden = chat.open && phone.matches; fit(); });

  sheet.replaceSync(`
    :host { all: initial; --ink: #23211d; --soft: #645f56; --line: #e6e1d8; --paper: #faf8f5; position: fixed; z-index: 2147483000; right: 0; bottom: 0;
      font: 400 15px/1.6 "Pretendard Variable", Pretendard, -apple-system, BlinkMacSystemFont, "Apple SD Gothic Neo", "Noto Sans KR", "Noto Sans CJK KR", "Malgun Gothic", system-ui, sans-serif;
      color: var(--ink); word-break: keep-all; overflow-wrap: anywhere; text-align: start; }
    *, *::before { box-sizing: border-box; }
    [hidden] { display: none !important; }
    p, h2, blockquote { margin: 0; }
    button, textarea { font: inherit; color: inherit; }
    button { border: 0; background: none; padding: 0; cursor: pointer; -webkit-tap-highlight-color: transparent; }
    :focus-visible { outline: 3px solid #4a9c86; outline-offset: 2px; }
    svg { width: 24px; height: 24px; display: block; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .launcher { position: fixed; right: calc(20px + env(safe-area-inset-right)); bottom: calc(20px + env(safe-area-inset-bottom)); width: 60px; height: 60px; border-radius: 50%;
      display: grid; place-items: center; background: var(--accent); color: var(--on-accent); box-shadow: 0 6px 24px rgb(35 33 29 / .24); transition: transform .18s ease; }
    .launcher:hover { transform: translateY(-2px); }
    .launcher svg { width: 30px; height: 30px; }
    .badge { position: absolute; top: -2px; right: -2px; min-width: 24px; height: 24px; padding: 0 6px; border-radius: 12px; border: 2px solid #fff; background: #b3261e; color: #fff; font-size: 12px; font-weight: 700; line-height: 20px; text-align: center; }
    .panel { position: fixed; right: calc(20px + env(safe-area-inset-right)); bottom: calc(92px + env(safe-area-inset-bottom)); width: 396px; height: min(660px, calc(100dvh - 112px));
      display: flex; flex-direction: column; background: var(--paper); border-radius: 20px; overflow: hidden; box-shadow: 0 12px 48px rgb(35 33 29 / .22), 0 0 0 1px rgb(35 33 29 / .06); animation: rise .2s ease-out; }
    @keyframes rise { from { opacity: 0; transform: translateY(10px); } }
    header { display: flex; align-items: center; gap: 4px; padding: 14px 10px 14px 20px; background: #fff; border-bottom: 1px solid var(--line); }
    .name { flex: 1; min-width: 0; }
    h2 { font-size: 17px; font-weight: 700; line-height: 1.35; letter-spacing: -.02em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .state { font-size: 12.5px; color: var(--soft); line-height: 1.45; }
    .state::before { content: ""; display: inline-block; width: 7px; height: 7px; margin-right: 6px; border-radius: 50%; background: #2f8f6d; vertical-align: 1px; }
    .state[data-state="waiting"]::before { background: #c77700; } .state[data-state="human"]::before { background: #2b6cb0; } .state[data-state="closed"]::before { background: #8f887b; }
    .plain { min-height: 44px; padding: 0 8px; border-radius: 10px; color: var(--soft); font-size: 13.5px; white-space: nowrap; }
    .plain:hover { color: var(--ink); background: var(--paper); }
    .square { width: 44px; display: grid; place-items: center; padding: 0; }
    .offline { padding: 7px 20px; background: #fbeee0; color: #8a430f; font-size: 13.5px; }
    .log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 18px 18px 8px; }
    .log:focus-visible { outline-offset: -3px; }
    .machine { font-size: 13px; color: var(--soft); padding: 0 2px 14px; }
    .passed { padding: 8px 2px 0; text-align: right; }
    .tries { display: flex; flex-wrap: wrap; gap: 8px; }
    .tries p { width: 100%; font-size: 13px; color: var(--soft); font-weight: 600; }
    .tries button { padding: 8px 14px; min-height: 44px; border: 1px solid #cfd9d4; border-radius: 22px; background: #fff; text-align: left; }
    .tries button:hover { border-color: var(--accent); }
    .picks { margin-top: 8px; }
    .turns { display: flex; flex-direction: column; gap: 14px; }
    .turn { max-width: 88%; align-self: flex-start; animation: appear .18s ease-out; }
    @keyframes appear { from { opacity: 0; transform: translateY(4px); } }
    .who { font-size: 12px; color: var(--soft); margin: 0 4px 3px; }
    .words { width: fit-content; max-width: 100%; padding: 10px 14px; border-radius: 4px 16px 16px 16px; background: #fff; border: 1px solid var(--line); white-space: pre-wrap; }
    .words a { color: inherit; text-underline-offset: 3px; }
    .agent .words { background: #e8eff8; border-color: transparent; }
    .customer { align-self: flex-end; display: grid; justify-items: end; }
    .customer .words { background: var(--accent); color: var(--on-accent); border-color: transparent; border-radius: 16px 4px 16px 16px; }
    .unsent .words { opacity: .72; }
    .fate { font-size: 12px; color: var(--soft); margin: 3px 4px 0; text-align: right; }
    .again { text-decoration: underline; text-underline-offset: 3px; color: #8a430f; min-height: 28px; }
    .daymark { align-self: center; font-size: 12px; color: var(--soft); padding: 4px 0; }
    .sources { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; margin-top: 7px; }
    .label { font-size: 12px; color: var(--soft); font-weight: 600; padding-left: 4px; }
    .chip { padding: 3px 11px; min-height: 30px; border-radius: 15px; background: #eceae4; color: #4b463d; font-size: 12.5px; text-align: left; }
    .chip:hover { background: #e2dfd6; }
    .chip[aria-expanded="true"] { background: var(--ink); color: #fff; }
    .rate { display: flex; flex-wrap: wrap; align-items: center; gap: 2px; margin-top: 4px; color: var(--soft); }
    .rate .label { font-weight: 400; margin-right: 4px; }
    .thumb { width: 36px; height: 36px; border-radius: 50%; display: grid; place-items: center; color: #6f695e; }
    .thumb:hover { background: #efece6; color: var(--ink); }
    .thumb svg { width: 19px; height: 19px; }
    .less svg { transform: rotate(180deg); }
    .thumb[aria-pressed="true"] { background: #dfeae5; color: #1f5c4d; }
    .less[aria-pressed="true"] { background: #f7e5e0; color: #8a2c12; }
    .thanks { font-size: 12px; padding-left: 4px; }
    .quote { width: 100%; padding: 12px 14px; border-radius: 12px; background: #fff; border: 1px solid var(--line); border-left: 3px solid var(--accent); font-size: 14px; }
    .quote blockquote { white-space: pre-wrap; max-height: 12em; overflow-y: auto; }
    .quote p { margin-top: 6px; font-size: 12.5px; color: var(--soft); }
    .quote code { font: 400 11.5px/1.5 ui-monospace, Menlo, Consolas, monospace; color: var(--soft); }
    .compared { margin-top: 7px; max-width: 100%; }
    .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 14px; background: #fff; }
    table { border-collapse: collapse; width: 100%; font-size: 14px; line-height: 1.45; }
    th, td { padding: 8px 12px; text-align: left; vertical-align: top; min-width: 92px; }
    thead th { font-weight: 700; }
    tbody th { min-width: 52px; width: 52px; font-weight: 600; color: var(--soft); font-size: 13px; padding: 12px 4px 8px 12px; }
    tbody tr { border-top: 1px solid var(--line); }
    thead td { min-width: 0; }
    .cell { text-align: left; min-height: 28px; text-decoration: underline dotted #a49c8d; text-underline-offset: 4px; }
    .cell:hover { text-decoration-color: var(--ink); }
    .cell[aria-expanded="true"] { font-weight: 600; text-decoration: underline solid var(--accent); }
    .compared .quote { margin-top: 7px; }
    .soft { color: var(--soft); font-size: 13px; }
    .links { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
    .go { display: inline-flex; align-items: center; min-height: 44px; padding: 6px 16px; border-radius: 22px; background: var(--accent); color: var(--on-accent);
      font-weight: 600; text-decoration: none; }
    td .go { padding: 6px 12px; font-size: 13px; border-radius: 14px; }
    .go:hover { filter: brightness(1.08); }
    .turn:has(.compared) { max-width: 100%; width: 100%; }
    .near { display: grid; place-items: center; min-width: 40px; padding: 0; margin-right: auto; }
    .near svg { width: 21px; height: 21px; }
    .dots { display: inline-flex; gap: 5px; margin-top: 14px; padding: 13px 15px; border-radius: 4px 16px 16px 16px; background: #fff; border: 1px solid var(--line); }
    .dots i { width: 7px; height: 7px; border-radius: 50%; background: #8f887b; animation: beat 1.2s infinite ease-in-out; }
    .dots i:nth-child(2) { animation-delay: .15s; } .dots i:nth-child(3) { animation-delay: .3s; }
    @keyframes beat { 0%, 60%, 100% { opacity: .35; transform: none; } 30% { opacity: 1; transform: translateY(-3px); } }
    .down { align-self: center; margin-top: -44px; margin-bottom: 8px; padding: 4px 14px; min-height: 36px; border-radius: 18px; background: var(--ink); color: #fff; font-size: 13px; z-index: 1; }
    .composer { display: flex; align-items: flex-end; gap: 8px; margin: 8px 14px 0; padding: 5px 5px 5px 16px; border: 1px solid #8f887b; border-radius: 24px; background: #fff; }
    .composer:focus-within { border-color: var(--accent); box-shadow: 0 0 0 3px rgb(74 156 134 / .28); }
    textarea { flex: 1; min-width: 0; height: 40px; padding: 8px 0; border: 0; outline: 0; resize: none; background: none; font-size: 16px; line-height: 24px; }
    textarea:focus-visible { outline: 0; }
    textarea::placeholder { color: #6f695e; opacity: 1; }
    .mic, .aloud { width: 40px; height: 40px; flex-shrink: 0; border-radius: 50%; display: grid; place-items: center; color: #3f3b33; }
    .mic:hover, .aloud:hover { background: #efece6; }
    .mic svg, .aloud svg { width: 21px; height: 21px; }
    .mic[aria-pressed="true"] { background: #b3261e; color: #fff; animation: beat 1.2s infinite ease-in-out; }
    .aloud { margin-right: auto; } .near + .aloud { margin-right: 0; } .near[hidden] + .aloud { margin-right: auto; }
    .aloud[aria-pressed="true"] { background: #dfeae5; color: var(--accent); }
    .heard { padding: 6px 20px 0; font-size: 13px; color: var(--soft); }
    .consent { margin: 8px 14px 0; padding: 12px 14px; border: 1px solid var(--line); border-radius: 14px; background: #fff; font-size: 13.5px; display: flex; flex-wrap: wrap; gap: 6px 8px; }
    .consent p { width: 100%; }
    .allow { min-height: 44px; padding: 0 16px; border-radius: 22px; background: var(--accent); color: var(--on-accent); font-weight: 600; }
    .send { width: 40px; height: 40px; flex-shrink: 0; border-radius: 50%; display: grid; place-items: center; background: var(--accent); color: var(--on-accent); }
    .send:disabled { background: #e6e1d8; color: #6f695e; cursor: default; }
    footer { display: flex; align-items: center; justify-content: space-between; padding: 2px 16px calc(6px + env(safe-area-inset-bottom)); min-height: 44px; }
    .person { display: inline-flex; align-items: center; gap: 5px; min-height: 40px; padding: 0 8px; border-radius: 10px; font-size: 13.5px; font-weight: 600; color: #3f3b33; }
    .person:hover:not(:disabled) { background: #efece6; }
    .person:disabled { color: var(--soft); font-weight: 400; cursor: default; }
    .person svg { width: 19px; height: 19px; }
    .counter { font-size: 12px; color: var(--soft); }
    @media (max-width: 560px) {
      .panel { inset: 0; width: 100%; height: 100dvh; border-radius: 0; padding-top: env(safe-area-inset-top); box-shadow: none; }
    }
    @media (prefers-reduced-motion: reduce) { *, *::before { animation: none !important; transition: none !important; } }
  `);

  const start = () => {
    document.body.append(host);
    chat.unsent.forEach(showUnsent);
    grow();
    show();
    if (chat.token || chat.unsent.length) wake();
  };
  if (document.body) start(); else document.addEventListener("DOMContentLoaded", start);

  window.Dangol = {
    open, close, ask,
    async signIn({ userId, hmac, email = "", phone: number = "" }) {
      if (!chat.token) await session();
      await call("/v1/chat/sign-in", { user_id: String(userId), hmac: String(hmac), email, phone: number });
    },
  };
})();
