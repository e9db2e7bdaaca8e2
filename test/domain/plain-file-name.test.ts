import fc from "fast-check";
import { expect, it } from "vitest";
import { plainFileName } from "../../src/domain/plain-file-name.ts";

it.each([
  ["Invoice 12.pdf", "application/pdf", "Invoice-12.pdf"],
  ["Größe & Maß.jpeg", "image/jpeg", "Gro-e-Ma.jpg"],
  ["../../etc/passwd", "image/png", "passwd.png"],
  ["photo.exe", "image/gif", "photo.gif"],
  ["a very long name of a very long document.docx", "application/pdf", "a-very-long-name.pdf"],
  ["写真.jpg", "image/jpeg", "Picture.jpg"],
  [null, "audio/amr", "Voice-message.amr"],
  [null, "text/vcard", "Contact-card.vcf"],
  ["notes.xyz", "application/x-unknown", "notes"],
])("%s of %s is called %s", (name, contentType, plain) => {
  expect(plainFileName(name, contentType)).toBe(plain);
});

it("is plain and short, whatever it is made of", () => {
  fc.assert(
    fc.property(fc.option(fc.string({ unit: "binary" })), fc.string(), (name, contentType) => {
      expect(plainFileName(name, contentType)).toMatch(
        /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,18}[A-Za-z0-9])?(?:\.[a-z0-9]+)?$/,
      );
      expect(plainFileName(name, contentType).length).toBeLessThanOrEqual(20);
    }),
  );
});
