// The inbox page's own script: keeps half-written words safe, follows the newest message, sends with Ctrl+Enter.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const dirty = (root) => [...root.querySelectorAll("textarea")].some((box) => box.value !== box.defaultValue);

  // On a wide screen the thread scrolls in its own box; on a phone the page does.
  const ownBox = (flow) => getComputedStyle(flow).overflowY === "auto";
  const isAtEnd = (flow) => (ownBox(flow) ? flow.scrollHeight - flow.scrollTop - flow.clientHeight < 80 : byId("reply").getBoundingClientRect().bottom <= innerHeight + 4);
  const followNewest = () => {
    const flow = byId("flow");
    if (!flow) return;
    if (ownBox(flow)) flow.scrollTop = flow.scrollHeight;
    else (byId("drafts").lastElementChild || byId("thread").lastElementChild)?.scrollIntoView({ block: "end" });
  };
  followNewest();

  let wasAtEnd = true;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target === byId("thread")) wasAtEnd = isAtEnd(byId("flow"));
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target === byId("correction")) {
      const form = byId("correction").firstElementChild;
      form?.scrollIntoView({ block: "center" });
      form?.elements.answer.focus();
    } else if (wasAtEnd && !byId("correction")?.contains(document.activeElement)) {
      followNewest();
    }
  });

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
