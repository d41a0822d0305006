/** What the pages do in a browser beyond being read: copy code, filter operations, mark where the reader is. */

const menu = document.querySelector<HTMLDetailsElement>("details.menu");
const nav = document.querySelector<HTMLElement>("nav");
const isNarrow = matchMedia("(max-width: 60rem)");

for (const block of document.querySelectorAll("pre")) addCopyButton(block);
if (nav?.querySelector(".method")) addFilter(nav);
markPlace();
menu?.addEventListener("click", (event) => {
  if (isNarrow.matches && event.target instanceof Element && event.target.closest("nav a")) menu.open = false;
});

function addCopyButton(block: HTMLElement): void {
  // Without HTTPS a browser gives no clipboard: a button that cannot work is not shown.
  if (!navigator.clipboard) return;
  const frame = document.createElement("div");
  frame.className = "code";
  block.replaceWith(frame);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.textContent?.trimEnd() ?? "");
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy";
    }, 1500);
  });
  frame.append(block, button);
}

function addFilter(list: HTMLElement): void {
  const field = document.createElement("input");
  field.type = "search";
  field.placeholder = "Filter operations";
  field.setAttribute("aria-label", "Filter operations");
  const sections = [...list.querySelectorAll("li li > ul > li")].map((entry) => entry.parentElement?.parentElement);
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const section of new Set(sections)) {
      let shown = 0;
      for (const entry of section?.querySelectorAll<HTMLElement>("li") ?? []) {
        const text = entry.textContent?.toLowerCase() ?? "";
        entry.hidden = !words.every((word) => text.includes(word));
        if (!entry.hidden) shown++;
      }
      if (section) section.hidden = shown === 0;
    }
  });
  list.prepend(field);
}

/** The navigation follows the heading that was last scrolled past. */
function markPlace(): void {
  const links = new Map<Element, HTMLAnchorElement>();
  for (const link of document.querySelectorAll<HTMLAnchorElement>('nav a[href^="#"]')) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) links.set(target.closest("details.operation") ?? target, link);
  }
  const seen = new Set<Element>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target);
        else seen.delete(target);
      }
      const first = [...links.keys()].find((target) => seen.has(target));
      if (!first) return;
      for (const [target, link] of links) {
        if (target !== first) link.removeAttribute("aria-current");
        else if (!link.hasAttribute("aria-current")) {
          link.setAttribute("aria-current", "true");
          if (!isNarrow.matches) reveal(link);
        }
      }
    },
    { rootMargin: "0px 0px -60% 0px" },
  );
  for (const target of links.keys()) observer.observe(target);
}

/** Scrolls the navigation and never the page: a reader who scrolls is not interrupted. */
function reveal(link: HTMLElement): void {
  const column = link.closest("header");
  const { top, bottom } = link.getBoundingClientRect();
  if (column && (top < 0 || bottom > innerHeight)) column.scrollTop += top - innerHeight / 3;
}
