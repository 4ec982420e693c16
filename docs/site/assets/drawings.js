// Draws each Mermaid text of the page; one that cannot be drawn stays as text.
document.addEventListener("DOMContentLoaded", async () => {
  mermaid.initialize({ startOnLoad: false, securityLevel: "strict", theme: "neutral" });
  const texts = document.querySelectorAll(".mermaid-text pre");
  for (const [number, text] of texts.entries()) {
    try {
      const { svg } = await mermaid.render(`drawing-${number}`, text.textContent);
      const holder = document.createElement("div");
      holder.innerHTML = svg;
      holder.firstElementChild.classList.add("drawing");
      text.closest(".mermaid-text").replaceWith(holder.firstElementChild);
    } catch (error) {
      console.warn(error);
    }
  }
});
