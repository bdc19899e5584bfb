// Finds products by words and category, in the page itself.
"use strict";
(() => {
  const search = document.getElementById("search");
  const products = [...document.querySelectorAll(".product")];
  const chips = [...document.querySelectorAll(".chips button")];
  let category = "";
  const show = () => {
    const words = search.value.toLowerCase().normalize("NFC").split(/\s+/).filter(Boolean);
    let found = 0;
    for (const product of products) {
      const text = product.dataset.words.toLowerCase();
      const fits = (!category || product.dataset.category === category) && words.every((word) => text.includes(word));
      product.hidden = !fits;
      found += fits ? 1 : 0;
    }
    document.getElementById("none").hidden = found > 0;
  };
  if (!search) return;
  search.addEventListener("input", show);
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      category = chip.dataset.category;
      for (const other of chips) other.setAttribute("aria-pressed", String(other === chip));
      show();
    });
  }
})();
