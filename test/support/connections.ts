import type { Server } from "node:http";

/**
 * Lets callers keep connections for as long as the tests last. Node closes one that was idle for five seconds, and workerd may
 * send its next request into it at that very moment: it would be lost.
 */
export function keepConnections(server: Server): void {
  server.keepAliveTimeout = 3_600_000;
}
