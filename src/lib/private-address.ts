/** Addresses that are not of the public Internet: this host's, its networks', and those that are nobody's. */
import { BlockList, isIP } from "node:net";

const blocked = new BlockList();
const ranges: readonly (readonly [net: string, prefix: number, family: "ipv4" | "ipv6"])[] = [
  ["0.0.0.0", 8, "ipv4"],
  ["10.0.0.0", 8, "ipv4"],
  ["100.64.0.0", 10, "ipv4"],
  ["127.0.0.0", 8, "ipv4"],
  ["169.254.0.0", 16, "ipv4"],
  ["172.16.0.0", 12, "ipv4"],
  ["192.0.0.0", 24, "ipv4"],
  ["192.0.2.0", 24, "ipv4"],
  ["192.88.99.0", 24, "ipv4"],
  ["192.168.0.0", 16, "ipv4"],
  ["198.18.0.0", 15, "ipv4"],
  ["198.51.100.0", 24, "ipv4"],
  ["203.0.113.0", 24, "ipv4"],
  ["224.0.0.0", 3, "ipv4"],
  // Those that hold an address of the older kind in a way that something else unpacks.
  ["::", 96, "ipv6"],
  ["64:ff9b::", 16, "ipv6"],
  ["100::", 64, "ipv6"],
  ["2001::", 23, "ipv6"],
  ["2001:db8::", 32, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["fc00::", 7, "ipv6"],
  ["fe80::", 9, "ipv6"],
  ["ff00::", 8, "ipv6"],
];
for (const [net, prefix, family] of ranges) blocked.addSubnet(net, prefix, family);

/** True also for what is no address at all. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  const family = isIP(bare);
  // An address of the older kind within one of the newer is judged as what it is.
  if (family === 6) return blocked.check(bare, "ipv6");
  return family === 4 ? blocked.check(bare, "ipv4") : true;
}
