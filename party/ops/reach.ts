/** What `npm start` says about who reaches the server. PURE. */
import type { NetworkInterfaceInfo } from "node:os";

type Interfaces = Readonly<
  Record<string, readonly Pick<NetworkInterfaceInfo, "address" | "family" | "internal">[] | undefined>
>;

/** One line; null where the operator has chosen one address, which says it all. `interfaces`: those of this machine. */
export function reachLine(host: string, port: number, interfaces: Interfaces): string | null {
  if (host === "127.0.0.1" || host === "::1")
    return "Only this computer reaches it. With HOST=0.0.0.0 your network does, too: docs/self-hosting.md";
  if (host !== "0.0.0.0" && host !== "::") return null;
  const addresses = Object.values(interfaces)
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => `http://${address}:${port}`);
  if (addresses.length === 0) return null;
  return `In your network: ${addresses.join(" ")} (over https also notifications and installing: docs/self-hosting.md)`;
}
