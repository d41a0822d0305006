import { describe, expect, test } from "vitest";
import { addressRefusal } from "../../src/sandbox/addresses.ts";

const refusal = (address: string, allowLocal = false) => addressRefusal(new URL(address), allowLocal);

const publicOnes = [
  "https://example.com/",
  "http://1.1.1.1",
  "http://8.8.8.8:8080/x",
  "http://[2606:4700::1111]/",
  "https://api.internal.example.com",
];
const loopbacks = [
  ...[
    "127.0.0.1",
    "127.255.255.254",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "a.localhost..",
    "127.1",
    "2130706433",
  ],
  ...[
    "0x7f.1",
    "0177.0.0.1",
    "0x7f000001",
    "127.0.0.1.",
    "１２７.０.０.１",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::7f00:1]",
  ],
  ...["[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::ffff:0:7f00:1]"],
];
const closed = [
  ...[
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.255",
    "0.0.0.0",
    "0.1.2.3",
  ],
  ...[
    "224.0.0.1",
    "239.255.255.250",
    "255.255.255.255",
    "240.0.0.1",
    "192.0.0.170",
    "198.18.0.1",
    "0xa9fea9fe",
    "012.0.0.1",
    "10.1",
  ],
  ...[
    "[::]",
    "[fe80::1]",
    "[fd00::1]",
    "[fc00::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::a00:1]",
    "[64:ff9b:1::1]",
  ],
  ...[
    "[2002:a00:1::]",
    "[2001:db8::1]",
    "[2001::1]",
    "[100::1]",
    "[fd00:ec2::254]",
    "[::ffff:0:a00:1]",
    "[::10.0.0.1]",
  ],
  ...[
    "intranet",
    "printer.local",
    "metadata.google.internal",
    "metadata.google.internal.",
    "db.corp",
    "router.lan",
    "x.home.arpa",
  ],
  ...["10.0.0.1.nip.io", "a.sslip.io", "localtest.me", "x.lvh.me", "127-0-0-1.traefik.me"],
];

describe("addresses of user code", () => {
  test.each(publicOnes)("%s is open", (address) => {
    expect(refusal(address)).toBeNull();
  });

  test.each(loopbacks)("%s is closed, and open for development", (host) => {
    expect(refusal(`http://${host}/`)).toContain("is a loopback address");
    expect(refusal(`http://${host}/`, true)).toBeNull();
  });

  test.each(closed)("%s is closed, for development too", (host) => {
    expect(refusal(`http://${host}/`)).not.toBeNull();
    expect(refusal(`http://${host}/`, true)).not.toBeNull();
  });

  test("just outside of each range is open", () => {
    for (const host of [
      "9.255.255.255",
      "11.0.0.0",
      "172.15.0.1",
      "172.32.0.0",
      "100.63.0.1",
      "100.128.0.0",
      "126.0.0.1",
      "128.0.0.0",
      "223.0.0.1",
    ]) {
      expect(refusal(`http://${host}/`), host).toBeNull();
    }
  });

  test("another scheme is refused", () => {
    expect(refusal("ftp://example.com/")).toContain("neither http nor https");
  });
});
