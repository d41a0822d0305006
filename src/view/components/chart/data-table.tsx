import type { Drawing } from "./series.ts";

const mostRows = 100;

/** The data of a chart as a table: what the picture says, for who cannot see it or wants the numbers. */
export function DataTable({ drawing, name }: { drawing: Drawing; name: string }) {
  const { x, labels, series } = drawing;
  const left = labels.length - mostRows;
  const cell = "border-b border-border px-2 py-1";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a section would be a landmark, and a fieldset is for what is filled in.
    <div
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
      tabIndex={0}
      aria-label={`${name} as a table`}
      className="max-h-48 overflow-auto border-t border-border"
    >
      <table className="w-full border-separate border-spacing-0 text-xs tabular-nums">
        <thead className="sticky top-0 bg-surface-2 text-left text-muted">
          <tr>
            <th scope="col" className={`${cell} font-medium`}>
              {x || "Point"}
            </th>
            {series.map((each) => (
              <th key={each.name} scope="col" className={`${cell} text-right font-medium`}>
                {each.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.slice(0, mostRows).map((label, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: points have no other names, and labels may be equal.
            <tr key={place}>
              <th scope="row" className={`${cell} text-left font-normal`}>
                {label}
              </th>
              {series.map(({ name: key, values }) => (
                <td key={key} className={`${cell} text-right`}>
                  {values[place] ?? "–"}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && <p className="px-2 py-1 text-xs text-muted">And {left.toLocaleString("en")} more.</p>}
    </div>
  );
}
