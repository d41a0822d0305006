import type { Page } from "./markdown.ts";

/** The frame of every page: head, navigation, text. No script or style stands inside it. */

export type Assets = { style: string; script: string; icon: string };

export type Group = { title: string | null; pages: Page[] };

export function pageOf(page: Page, groups: Group[], assets: Assets): string {
  const groupOf = ({ title, pages }: Group) =>
    `${title ? `<p>${title}</p>` : ""}<ul>${pages.map((each) => entryOf(each, each.name === page.name)).join("")}</ul>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${page.title} · Worklets</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header>
<a class="brand" href="/docs"><img src="${assets.icon}" alt="" width="22" height="22">Worklets</a>
<details class="menu"><summary>Menu</summary>
<nav aria-label="Documentation">${groups.map(groupOf).join("\n")}</nav>
</details>
</header>
<main id="main" tabindex="-1">
${page.html}
</main>
</body>
</html>
`;
}

function entryOf(page: Page, isOpen: boolean): string {
  const address = page.name.startsWith("_") ? "/docs" : `/docs/${page.name}`;
  return `<li><a href="${address}"${isOpen ? ' aria-current="page"' : ""}>${page.title}</a>${isOpen ? page.sections : ""}</li>`;
}
