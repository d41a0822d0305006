/** Small line drawings, in the colour of the text around them. */

const lines = {
  up: "M8 13V3.5M4 7.5l4-4 4 4",
  down: "M8 3v9.5M4 8.5l4 4 4-4",
  both: "M5 6l3-3 3 3M5 10l3 3 3-3",
  previous: "M10 3.5 5.5 8l4.5 4.5",
  next: "M6 3.5 10.5 8 6 12.5",
  first: "M12 3.5 7.5 8l4.5 4.5M4.5 3.5v9",
  last: "M4 3.5 8.5 8 4 12.5M11.5 3.5v9",
  filter: "M2.5 4h11M4.5 8h7M6.5 12h3",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.5 10.5l3 3",
  check: "M3 8.5l3.5 3.5L13 4.5",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  path: "M6.5 9.5l3-3M5 8 3.6 9.4a2.1 2.1 0 0 0 3 3L8 11M8 5l1.4-1.4a2.1 2.1 0 0 1 3 3L11 8",
} as const;

export function Glyph({ name, className = "" }: { name: keyof typeof lines; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="14"
      height="14"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${className}`}
    >
      <path d={lines[name]} />
    </svg>
  );
}
