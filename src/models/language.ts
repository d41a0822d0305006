/**
 * What runs inside the isolate of the built-in model `language`: the small neural net `lande`, and around it what makes its
 * answer one that a condition can compare. It names languages by three letters; where there are two (`de`), those are what
 * people and `Accept-Language` use, and the runtime's own list of languages knows them.
 */
export const entryFile = "language.js";
export const modelFile = "vendor/lande.js";

/** More of a text says nothing new about its language. */
const readCharacters = 5_000;

/** Its import is quoted unlike those of this house, so that what reads ours does not take it for one of them. */
export const identifyEntry = [
  `import lande from './${modelFile}';`,
  "export function identify(text) {",
  `  const ranking = lande(text.slice(0, ${readCharacters}));`,
  "  const [best, ...others] = ranking.slice(0, 3).map(([code, confidence]) => ({",
  "    language: new Intl.Locale(code).language,",
  "    confidence: Number(confidence.toFixed(4)),",
  "  }));",
  "  if (best === undefined || !/\\p{L}/u.test(text)) return null;",
  "  return { ...best, alternatives: others };",
  "}",
].join("\n");
