import { expect, it } from "vitest";
import { parseUrl } from "../../src/lib/parse-url.ts";

it("an address is read with its host in the letters of the wire, however often one was read before", () => {
  const host = () => parseUrl("http://münchen.example/")?.hostname;
  expect(host()).toBe("xn--mnchen-3ya.example");
  for (let index = 0; index < 200_000; index += 1) parseUrl(`http://a.example/${index}`);
  expect(host()).toBe("xn--mnchen-3ya.example");
});

it("what is no address is null", () => {
  expect(parseUrl("münchen")).toBeNull();
  expect(parseUrl("/a", "http://localhost")?.pathname).toBe("/a");
});
