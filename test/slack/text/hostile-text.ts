import fc from "fast-check";

/** What people and machines send to harm, and what breaks programs by itself. */
const pieces = [
  "<!channel>",
  "<!here|x>",
  "<@U1>",
  "<#C1|x>",
  "<!subteam^S1>",
  "@here",
  "@channel",
  "*b*",
  "_i_",
  "~s~",
  "`c`",
  "```",
  ":x:",
  ":wave::skin-tone-3:",
  "&amp;",
  "&lt;",
  "&",
  "<",
  ">",
  "\n> ",
  "\n• ",
  "https://a.example/x?y=1&z=(2)",
  "http://münchen.example/ü",
  "https://",
  "https://u:p@a.example",
  "HTTP://A.EXAMPLE",
  "javascript:alert(1)",
  "\u202e",
  "\u2066",
  "\u200f",
  "\u200b",
  "\ud83d",
  "\ude00",
  "👩‍👩‍👧‍👦",
  "e\u0301",
  "\u0000",
  "\r\n",
  "\u2028",
  " ",
  "שלום",
  ")",
  ".",
];

/** Texts of any characters, half characters included; some longer than one message of Slack. */
export const hostileText: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 6, arbitrary: fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary" }))) },
    {
      weight: 1,
      arbitrary: fc.array(fc.constantFrom(...pieces), { minLength: 200, maxLength: 3000, size: "max" }),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...pieces), fc.nat(5000))
        .map(([piece, times]) => Array<string>(times).fill(piece)),
    },
  )
  .map((parts) => parts.join(""));
