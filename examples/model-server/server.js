/**
 * A model server in Baseten's shape: POST /predict takes JSON with `Authorization: Api-Key KEY` and answers JSON.
 * Run it with `MODEL_KEY=anything node examples/model-server/server.js`. The model weighs words; put a real one into `predict`.
 */
import { createServer } from "node:http";

const { MODEL_KEY: key, PORT: port = "8790" } = process.env;
if (!key) throw new Error("Set MODEL_KEY to the key that callers have to send.");

const weights = { great: 2, love: 2, good: 1, thanks: 1, slow: -1, bad: -2, broken: -2, refund: -2 };

function predict({ text }) {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  const score = words.reduce((sum, word) => sum + (weights[word] ?? 0), 0);
  const confidence = 1 / (1 + Math.exp(-Math.abs(score)));
  return { label: score >= 0 ? "positive" : "negative", confidence: Number(confidence.toFixed(4)) };
}

function answerOf({ method, url, headers }, body) {
  if (method !== "POST" || url !== "/predict") return [404, { error: "POST /predict is all there is." }];
  if (headers.authorization !== `Api-Key ${key}`) return [401, { error: "The key is wrong." }];
  try {
    const input = JSON.parse(body);
    return typeof input?.text === "string" ? [200, predict(input)] : [400, { error: "The input needs a text." }];
  } catch {
    return [400, { error: "The body is not JSON." }];
  }
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const [status, answer] = answerOf(request, Buffer.concat(chunks).toString());
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
});

server.listen(Number(port), "127.0.0.1", () => {
  console.log(`The model listens on http://127.0.0.1:${server.address().port}/predict`);
});
