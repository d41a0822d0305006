/** The platform's own limits. Bytes are of UTF-8; durations are milliseconds. `docs/limits.md` explains each. */
export const limits = {
  bodyBytes: 1_000_000,
  outputBytes: 1_000_000,
  envBytes: 256_000,
  logBytes: 256_000,
  fileBytes: 1_000_000,
  closureBytes: 4_000_000,
  folderBytes: 10_000_000,
  secretBytes: 64_000,
  hookHeaderCharacters: 16_000,
  webhookToleranceMs: 300_000,
  schemaBytes: 64_000,
  depth: 64,
  blocks: 200,
  eachItems: 1_000,
  nameCharacters: 200,
  cronCharacters: 200,
  schedules: 100,
  scheduleInputBytes: 256_000,
  childDepth: 8,
  timeoutMs: 300_000,
  blockTimeoutMs: 840_000,
  graceMs: 1_000,
  traceValueBytes: 32_000,
  traceBytes: 100_000,
  expressionCharacters: 10_000,
  expressionSteps: 100_000,
  runExpressionSteps: 1_000_000,
} as const;

/** What a model has when its config does not say. */
export const modelDefaults = { timeoutMs: 60_000, attempts: 3 } as const;
