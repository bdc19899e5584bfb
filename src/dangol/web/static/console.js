// The inbox page's own script: keeps half-written words safe, follows the newest message, sends with Ctrl+Enter.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const dirty = (root) => [...root.querySelectorAll("textarea")].some((box) => box.value !== box.defaultValue);

  const followNewest = () => {
    const thread = byId("thread");
    if (!thread) return;
    thread.scrollTop = thread.scrollHeight;
  };
  followNewest();

  let wasAtEnd = true;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const thread = byId("thread");
    if (thread && event.detail.target === thread) wasAtEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < 80;
  });
  document.addEventListener("htmx:afterSettle", () => { if (wasAtEnd) followNewest(); });

  // A live update must not take away a draft that someone is changing.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const target = event.detail.target;
    if (target.id !== "drafts") return;
    const coming = event.detail.fragment.querySelector("#drafts") || event.detail.fragment.firstElementChild;
    if (coming && coming.dataset.drafts === target.dataset.drafts && dirty(target)) event.detail.shouldSwap = false;
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt;
    if (!event.detail.successful || form.id !== "reply") return;
    form.reset();
    form.elements.key.value = "r-" + Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing && event.target.id === "reply-text") {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  });
})();
