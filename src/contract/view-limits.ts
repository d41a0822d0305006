/** What a view may hold, and an application of them. `docs/views.md` says each. Without zod, so that a page in the browser reads it too. */
export const viewLimits = {
  /** Of an application. */
  views: 100,
  columns: 12,
  rows: 1_000,
  components: 200,
  calls: 50,
  states: 100,
  queryParameters: 50,
  callValues: 50,
  /** Actions of one list, and lists in lists: `on_success` and `on_error` go so deep. */
  actions: 20,
  actionDepth: 4,
  documentBytes: 500_000,
  frameAncestors: 20,
  debounceMs: 10_000,
  /** More rows are not shown. */
  tableRows: 5_000,
  /** A file travels as base 64 inside a body of 1 MB. */
  uploadBytes: 700_000,
  /** A background run of a stranger whose worklet sets no `background_timeout_ms`. */
  strangersRunMs: 3_600_000,
  /** Background runs that one stranger has under way in one view. */
  strangersRuns: 10,
} as const;
