import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/**
 * The look of every editor. Colours of the page come by its custom properties, which an editor's shadow root inherits; the
 * colours of syntax keep a contrast of 4.5 to 1 on `--color-surface` and `--color-surface-2`, in light and in dark.
 */

const color = {
  text: "var(--color-text, light-dark(#132020, #e4ecec))",
  muted: "var(--color-muted, light-dark(#566565, #9aabab))",
  surface: "var(--color-surface, light-dark(#ffffff, #141b1b))",
  raised: "var(--color-surface-2, light-dark(#f3f5f5, #1b2424))",
  border: "var(--color-border, light-dark(#e1e6e6, #283434))",
  strongBorder: "var(--color-border-strong, light-dark(#8a9696, #708080))",
  accent: "var(--color-accent, light-dark(#0f766e, #3fc4b6))",
  danger: "var(--color-danger, light-dark(#b42318, #ff8b80))",
  warning: "var(--color-warning, light-dark(#8a5300, #f0b65a))",
  success: "var(--color-success, light-dark(#16703a, #63cf8c))",
};

const mono = "var(--font-mono, ui-monospace, Menlo, Consolas, monospace)";
const tint = (name: string, percent: number) => `color-mix(in srgb, ${name} ${percent}%, transparent)`;
const underline = (name: string) => ({
  backgroundImage: "none",
  textDecoration: `underline wavy ${name} 1px`,
  textUnderlineOffset: "3px",
  textDecorationSkipInk: "none",
});

const content = {
  "&": { color: color.text, backgroundColor: color.surface, fontSize: "var(--text-sm, 0.8125rem)", height: "100%" },
  "&.cm-focused": { outline: "none" },
  // Above the gutters, which would hide an outline.
  "&.cm-focused::after": {
    content: '""',
    position: "absolute",
    inset: "0",
    border: `2px solid ${color.accent}`,
    borderRadius: "inherit",
    pointerEvents: "none",
    zIndex: "400",
  },
  ".cm-scroller": { fontFamily: mono, lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { caretColor: color.text, padding: "8px 0" },
  ".cm-cursor, .cm-dropCursor": { borderLeftColor: color.text, borderLeftWidth: "2px" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: tint(color.accent, 24),
  },
  ".cm-placeholder": { color: color.muted },
  ".cm-gutters": { backgroundColor: color.surface, color: color.muted, border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: tint(color.text, 4) },
  ".cm-activeLineGutter": { color: color.text },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: tint(color.accent, 16),
    outline: `1px solid ${tint(color.accent, 60)}`,
  },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: tint(color.danger, 16) },
  ".cm-selectionMatch": { backgroundColor: tint(color.accent, 14) },
  ".cm-searchMatch": { backgroundColor: tint(color.warning, 26), outline: `1px solid ${tint(color.warning, 60)}` },
  ".cm-searchMatch-selected": { backgroundColor: tint(color.warning, 48) },
  "@media (prefers-reduced-motion: reduce)": { "& .cm-cursorLayer": { animation: "none !important" } },
  ".cm-foldPlaceholder": { backgroundColor: color.raised, borderColor: color.border, color: color.muted },
};

const lint = {
  ".cm-lintRange-error": underline(color.danger),
  ".cm-lintRange-warning": underline(color.warning),
  ".cm-lintRange-info, .cm-lintRange-hint": underline(color.muted),
  ".cm-diagnostic": { padding: "4px 10px", borderLeft: "3px solid", color: color.text, whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: color.danger },
  ".cm-diagnostic-warning": { borderLeftColor: color.warning },
  ".cm-diagnostic-info, .cm-diagnostic-hint": { borderLeftColor: color.muted },
  ".cm-diagnosticSource": { color: color.muted, opacity: "1", fontSize: "0.92em" },
  ".cm-gutter-lint": { width: "14px" },
  ".cm-lint-marker": { width: "8px", height: "8px", margin: "6px 2px", borderRadius: "50%" },
  ".cm-lint-marker-error": { content: "none", background: color.danger },
  ".cm-lint-marker-warning": { content: "none", background: color.warning, borderRadius: "1px" },
  ".cm-lint-marker-info": { content: "none", background: color.muted },
  ".cm-panel.cm-panel-lint ul": { maxHeight: "160px" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: tint(color.accent, 16) },
  ".cm-panel.cm-panel-lint ul:focus [aria-selected]": { backgroundColor: tint(color.accent, 24) },
};

const popups = {
  ".cm-tooltip": {
    backgroundColor: color.surface,
    color: color.text,
    border: `1px solid ${color.border}`,
    borderRadius: "6px",
    boxShadow: "var(--shadow-popup, 0 8px 28px rgb(0 0 0 / 0.18))",
    zIndex: "500",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul, .cm-tooltip-section": { borderRadius: "6px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: mono, maxHeight: "15em", minWidth: "220px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px 3px 4px", color: color.text },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: tint(color.accent, 18),
    color: color.text,
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700" },
  ".cm-completionDetail": { color: color.muted, fontStyle: "normal", marginLeft: "1em" },
  ".cm-completionIcon": { opacity: "1", color: color.muted, width: "1.4em" },
  ".cm-tooltip.cm-completionInfo": { maxWidth: "440px", maxHeight: "260px", overflow: "auto", padding: "0" },
  ".cm-types": { padding: "6px 10px", maxWidth: "520px", maxHeight: "260px", overflow: "auto" },
  ".cm-types code": { display: "block", fontFamily: mono, whiteSpace: "pre-wrap", overflowWrap: "anywhere" },
  ".cm-types p": { margin: "4px 0 0", color: color.muted, whiteSpace: "pre-wrap" },
  ".cm-panels": { backgroundColor: color.raised, color: color.text, borderColor: color.border },
  ".cm-panel": { borderTop: `1px solid ${color.border}` },
  ".cm-panel.cm-search": { fontFamily: "var(--font-sans, system-ui, sans-serif)", padding: "6px 28px 6px 8px" },
  ".cm-panel .cm-textfield": { backgroundColor: color.surface, color: color.text, borderColor: color.strongBorder },
  ".cm-panel .cm-button": {
    backgroundImage: "none",
    backgroundColor: color.surface,
    color: color.text,
    borderColor: color.strongBorder,
    borderRadius: "4px",
  },
  ".cm-panel button[name=close], .cm-panel-lint button[name=close]": { color: color.text },
  ".cm-panel :focus-visible": { outline: `2px solid ${color.accent}`, outlineOffset: "1px" },
  ".cm-notice": { padding: "4px 10px", color: color.warning, fontFamily: "var(--font-sans, system-ui, sans-serif)" },
};

const differences = {
  // Faint enough for every colour of syntax on it; what changed within a line is underlined.
  "&.cm-merge-b .cm-changedLine": { backgroundColor: tint(color.success, 10) },
  ".cm-insertedLine, .cm-deletedLine, .cm-deletedLine del": { background: "none", textDecoration: "none" },
  "&.cm-merge-b .cm-changedText, .cm-changedText": { background: "none", borderBottom: `2px solid ${color.success}` },
  ".cm-deletedChunk": { backgroundColor: tint(color.danger, 9), paddingLeft: "6px" },
  ".cm-deletedChunk .cm-deletedText, .cm-deletedText": {
    background: "none",
    borderBottom: `2px solid ${color.danger}`,
  },
  "&.cm-merge-b .cm-changedLineGutter": { background: color.success },
  "&.cm-merge-b .cm-deletedLineGutter": { background: color.danger },
  ".cm-changeGutter": { width: "4px", paddingLeft: "1px" },
  ".cm-collapsedLines": {
    background: color.raised,
    color: color.muted,
    padding: "4px 10px",
    cursor: "pointer",
    // The sign that stands there by default is in few fonts.
    "&:before, &:after": { content: '"⋯"' },
  },
};

/** A field in a form looks like the inputs beside it. */
const field = {
  "&.cm-field": { height: "auto", border: `1px solid ${color.border}`, borderRadius: "6px" },
  "&.cm-field:hover": { borderColor: color.strongBorder },
  "&.cm-field.cm-field-invalid": { borderColor: color.danger },
  "&.cm-field .cm-content": { padding: "5px 0", minHeight: "1.4em" },
  "&.cm-field .cm-line": { padding: "0 10px" },
  "&.cm-field .cm-scroller": { overflowX: "auto", scrollbarWidth: "none", maxHeight: "14em", lineHeight: "1.4" },
  ".cm-expression": { color: color.accent, backgroundColor: tint(color.accent, 9), borderRadius: "3px" },
};

const plain = EditorView.theme({ ...content, ...lint, ...popups, ...differences, ...field });

const lightSyntax = HighlightStyle.define(
  syntax({
    keyword: "#8430a8",
    string: "#0d6b35",
    number: "#9a4a05",
    comment: "#4e5c5c",
    name: "#1a57a8",
    type: "#0b6660",
    property: "#3c4a6e",
    pattern: "#a3265c",
    wrong: "#b42318",
  }),
  { themeType: "light" },
);

const darkSyntax = HighlightStyle.define(
  syntax({
    keyword: "#d4a8ff",
    string: "#93d9a8",
    number: "#f2ba80",
    comment: "#a5b5b5",
    name: "#8fbdff",
    type: "#6fdacd",
    property: "#c3d0ea",
    pattern: "#ffa1c0",
    wrong: "#ff8b80",
  }),
  { themeType: "dark" },
);

type SyntaxColors = Record<
  "keyword" | "string" | "number" | "comment" | "name" | "type" | "property" | "pattern" | "wrong",
  string
>;

function syntax(colors: SyntaxColors) {
  return [
    { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.self], color: colors.keyword },
    { tag: [tags.string, tags.special(tags.string)], color: colors.string },
    { tag: [tags.number, tags.bool, tags.null, tags.atom], color: colors.number },
    { tag: [tags.comment, tags.lineComment, tags.blockComment], color: colors.comment, fontStyle: "italic" },
    { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.labelName], color: colors.name },
    { tag: [tags.typeName, tags.className, tags.namespace], color: colors.type },
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: colors.property },
    { tag: [tags.regexp, tags.escape], color: colors.pattern },
    { tag: tags.invalid, color: colors.wrong },
  ];
}

/** The look for a light or a dark page. */
export function look(isDark: boolean): Extension {
  return [plain, EditorView.darkTheme.of(isDark), syntaxHighlighting(lightSyntax), syntaxHighlighting(darkSyntax)];
}
