/** Servers of the tests' own on the loopback interface. */
import type { AddressInfo, Server } from "node:net";

/** Starts the server on a free port, and resolves when it listens. */
export const listenOnLoopback = (server: Server): Promise<void> =>
  new Promise((done) => server.listen(0, "127.0.0.1", done));

/** The port of a server that listens. */
export const portOf = (server: Server): number => (server.address() as AddressInfo).port;
