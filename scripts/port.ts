import { connect } from "node:net";
import { isAlive } from "./runtime.ts";
import type { Running } from "./start-state.ts";

/**
 * Why the platform cannot start on this port from this folder, as a sentence with what to do; null when it can. Two
 * platforms in one folder would write to one database, and two programs cannot share a port.
 */
export async function obstacle(port: number, running: Running | null): Promise<string | null> {
  if (running && isAliveProcess(running.pid) && (await isTaken(running.port))) {
    return (
      `Port ${running.port} is in use: the platform already runs from this folder, at http://localhost:${running.port}. ` +
      "Stop that one first (Ctrl-C in its terminal): two at once would share one database."
    );
  }
  if (!(await isTaken(port))) return null;
  if (running?.group && running.port === port && isAlive(running.group)) {
    return `Port ${port} is in use by what a killed start left behind. End it with: kill -9 -- -${running.group}`;
  }
  return `Port ${port} is in use by another program. Take another one: PORT=${port + 1} npm start`;
}

/** Whether anything listens on the port, by either address that `localhost` may mean. */
export async function isTaken(port: number): Promise<boolean> {
  const answers = await Promise.all(["127.0.0.1", "::1"].map((host) => accepts(host, port)));
  return answers.includes(true);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const settle = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.on("connect", () => settle(true));
    socket.on("timeout", () => settle(true));
    socket.on("error", () => settle(false));
  });
}

function isAliveProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
