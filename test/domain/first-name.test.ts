import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstName } from "../../src/domain/first-name.ts";
import { cleanText, withoutMisleading } from "../../src/domain/plain-text.ts";

describe("a name", () => {
  it.each<[string, string]>([
    ["Maria", "Maria"],
    ["Maria Lopez", "Maria"],
    ["Anna Maria Lopez Garcia", "Anna"],
    ["maria lopez", "Maria"],
    ["MARIA LOPEZ", "Maria"],
    ["ANNE-MARIE DUPONT", "Anne-Marie"],
    ["Maria LOPEZ", "Maria"],
    ["Dr. Maria Lopez", "Maria"],
    ["Dr Maria Lopez, PhD", "Maria"],
    ["Prof. Dr. Maria Lopez", "Maria"],
    ["Herr Dr. Jürgen Weiß", "Jürgen"],
    ["Frau Özlem Kaya", "Özlem"],
    ["Mme Élodie Dupont", "Élodie"],
    ["M. Jean Dupont", "Jean"],
    ["Sra. Carmen Ruiz", "Carmen"],
    ["Mx. Sam Lee", "Sam"],
    ["Rev. Hon. John Smith", "John"],
    ["Sig.ra Lucia Rossi", "Lucia"],
    ["John Smith Jr.", "John"],
    ["John Smith, Jr.", "John"],
    ["John Smith III", "John"],
    ["Jane Doe, M.D., Ph.D.", "Jane"],
    ["Lopez, Maria", "Maria"],
    ["Lopez, Dr. Maria Elena", "Maria"],
    ["van der Berg, Jan", "Jan"],
    ["SMITH, JOHN", "John"],
    ["Maria (customer)", "Maria"],
    ["Maria Lopez [new]", "Maria"],
    ["Maria 🌸", "Maria"],
    ["🇪🇸 Maria Lopez ❤️", "Maria"],
    ['Margaret "Peggy" Lopez', "Margaret"],
    ["Jean-Luc Picard", "Jean-Luc"],
    ["D'Arcy Wretzky", "D'Arcy"],
    ["Sinéad O’Connor", "Sinéad"],
    ["Ludwig van Beethoven", "Ludwig"],
    ["Maria de la Cruz", "Maria"],
    ["Nguyễn", "Nguyễn"],
    ["Мария Иванова", "Мария"],
    ["王小明", "王小明"],
    ["Bo Ek-Larsen", "Bo"],
    ["ana-maria lopez", "Ana-Maria"],
    ["Kim, Soo-jin", "Soo-jin"],
    ["Dr.Maria Lopez", "Maria"],
    ["Smith, Mr. John", "John"],
    ["Doe, Jr., John", "John"],
    ["Charles Jones", "Charles"],
  ])("%s is called %s", (name, expected) => {
    expect(firstName(name)).toBe(expected);
  });

  it.each([
    "",
    "Lopez Maria,",
    ", Maria",
    "Dr.Lopez",
    "Aunt May",
    "Nurse Joy",
    "USPS",
    "Maria Lopez – cleaning",
    "Maria at Acme",
    "   ",
    "🌸",
    "❤️ 🇪🇸",
    "+1 555 019 9001",
    "(555) 019-9001",
    "5550199001",
    "M. Lopez",
    "M Lopez",
    "J.R. Smith",
    "J. Robert Oppenheimer",
    "Dr. Lopez",
    "Mrs. Smith",
    "Frau Müller",
    "Lopez Jr.",
    "Lopez, Dr.",
    "Lopez, M.",
    "The Corner Shop",
    "The Smiths",
    "Acme Inc",
    "Acme, Inc.",
    "Acme LLC",
    "Müller GmbH",
    "Müller & Söhne GmbH & Co. KG",
    "Smith & Sons",
    "Smith and Sons",
    "Tom & Maria",
    "Mr and Mrs Smith",
    "Tom/Maria",
    "Grupo Lopez S.A.",
    "Lopez S. L.",
    "Boulangerie Dupont",
    "Zahnarztpraxis Weber",
    "Bright Smile Dental",
    "First National Bank",
    "Bank of America",
    "Grand Hotel",
    "Green Valley Clinic",
    "Maria's Kitchen",
    "Tom’s",
    "Family Lopez",
    "Front desk",
    "Mom",
    "Unknown caller",
    "Room 12",
    "Maria 2",
    "Maria Lopez | Acme",
    "Acme - Maria",
    "maria@example.com",
    "acme.com",
    "Acme:Maria",
    "IBM",
    "AAA Towing",
    "LOPEZ Maria",
    "Maria Lopez, Acme",
    "Garcia Lopez, Maria",
    "van der Berg",
    "De Souza",
    "田中 太郎",
    "株式会社トヨタ",
    "한국은행",
    "A very long name of somebody that goes on",
    "'",
    "-",
    "…",
    "(Maria)",
  ])("%j says nothing of what somebody is called", (name) => {
    expect(firstName(name)).toBeNull();
  });

  it("of any kind is read without failing, and gives one word of it in letters", () => {
    const words = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .array(fc.constantFrom("Dr.", "Maria", "LOPEZ", ",", "Jr.", "(x)", "&", "M.", "o’", "de", "🌸", "王"))
        .map((parts) => parts.join(" ")),
    );
    fc.assert(
      fc.property(words, (name) => {
        const found = firstName(name);
        if (found === null) return;
        expect(found).toMatch(/^\p{L}[\p{L}\p{M}'’‘-]*$/u);
        expect(withoutMisleading(cleanText(name)).toUpperCase()).toContain(found.toUpperCase());
      }),
      { numRuns: 500 },
    );
  });
});
