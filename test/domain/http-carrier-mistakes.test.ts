import { describe, expect, it } from "vitest";
import { ACME, problemsOf } from "./described.ts";

/** Of the description with one thing exchanged. */
function said(from: string, to: string): readonly string[] {
  if (!ACME.includes(from)) throw new Error(`nothing to exchange: ${from}`);
  return problemsOf(ACME.replace(from, to));
}

type Row = readonly [what: string, from: string, to: string, sentence: string];

describe("a mistake in a described carrier is told with its line and what to write:", () => {
  it.each<Row>([
    [
      "a name",
      "name: acme",
      "name: Acme SMS",
      "line 8: `name: Acme SMS` can't name a carrier; write a small letter",
    ],
    [
      "an empty name",
      "name: acme",
      'name: ""',
      "line 8: `name` is empty; write the carrier's name, such as acme",
    ],
    [
      "a key that there is not",
      "max_text:",
      "maxtext:",
      "line 11: `maxtext` is not a key of a described carrier; did you mean `max_text`?",
    ],
    [
      "how long a text may be",
      "max_text: 1000",
      "max_text: 20",
      "line 11: `max_text: 20` is not a number of characters; write 70 to 10000.",
    ],
    [
      "its pace",
      "texts_per_second: 2",
      "texts_per_second: 0",
      "line 12: `texts_per_second: 0` is not a number of texts a second",
    ],
    [
      "its form of numbers",
      "numbers: us",
      "numbers: national",
      "line 13: `numbers: national` is not known; write e164 (+15550100001), digits",
    ],
    ["a country's usual name", "numbers: us", "numbers: uk", "(GB, for the United Kingdom)"],
    [
      "a switch",
      "answers_stop: on",
      "answers_stop: maybe",
      "line 14: `answers_stop: maybe` is neither on nor off",
    ],
  ])("%s", (_, from, to, sentence) => {
    expect(said(from, to).join("\n")).toContain(sentence);
  });

  it.each<Row>([
    [
      "none",
      "https://api.acme.example/v1/",
      "api.acme.example",
      "line 10: `url` is not a web address; write it whole",
    ],
    [
      "one that is read along the way",
      "https://api",
      "http://api",
      "line 10: `url` must begin with https://: what people write would pass readable.",
    ],
    [
      "one that only seems to be this computer",
      "https://api.acme.example/v1/",
      "http://127.0.0.1.acme.example",
      "must begin with https://",
    ],
    [
      "one with credentials",
      "https://api",
      "https://me:hush@api",
      "line 10: `url` must not hold a user name or password; write the names of their variables as `basic`.",
    ],
    [
      "one with a query",
      "/v1/",
      "/v1?key=1",
      "line 10: `url` must end before any ? or #; write what stands there under `query`.",
    ],
    [
      "one with a placeholder",
      "/v1/",
      "/v1/{{to}}",
      "line 10: `url` holds a placeholder; write those into `path`",
    ],
    [
      "none at all",
      '    url: "https://api.acme.example/v1/"\n',
      "",
      "Nothing says where it is asked; add `url`, or write a whole address as `path` of `send`.",
    ],
    [
      "a path without its slash",
      '"/messages/{{message_id}}"',
      "messages",
      "`path` must begin with a slash, such as /messages",
    ],
    [
      "a path with a query",
      "/messages/{{message_id}}",
      "/m?a={{to}}",
      "`path` must end before any ? or #; write what stands there under `query`.",
    ],
    ["a path with blanks", "/messages/{{message_id}}", "/m {{to}}", "`path` holds blanks"],
    [
      "a host that is filled in",
      "/messages/{{message_id}}",
      "https://{{to}}.example/m",
      "`path` holds a placeholder in the name of its host",
    ],
    [
      "a path elsewhere that is read along the way",
      "/messages/{{message_id}}",
      "http://a.example/m",
      "`path` must begin with https://",
    ],
  ])("an address: %s", (_, from, to, sentence) => {
    expect(said(from, to).join("\n")).toContain(sentence);
  });

  const hmac = 'signs: "{{timestamp}}.{{body}}"';
  it.each<Row>([
    [
      "no proof",
      ACME.slice(ACME.indexOf("    proof:"), ACME.indexOf("    answer:")),
      "",
      "line 8: `proof` is missing from a described carrier; add it: what proves that a callback is the carrier's, `secret_path`, `basic` or `hmac`.",
    ],
    [
      "a proof of nothing",
      ACME.slice(ACME.indexOf("    proof:"), ACME.indexOf("    answer:")),
      "    proof: {}\n",
      "line 15: `proof` names nothing, so that anybody could post texts; write `secret_path`, `basic` or `hmac`.",
    ],
    [
      "a word where a variable's name belongs",
      "secret_path: ACME_PATH",
      "secret_path: a-long-word",
      "line 16: `secret_path` holds no variable's name; put the secret itself into the environment (.env), and the variable's name here",
    ],
    [
      "a secret in capital letters",
      "secret: ACME_SIGNING_SECRET",
      "secret: 7A1F9C0DE3B2A1F9",
      "holds no variable's name",
    ],
    [
      "a secret that could be a name",
      "secret: ACME_SIGNING_SECRET",
      "secret: AKIA0123456789ABCDEF",
      "line 20: `secret` looks like a secret, which has no place in this file",
    ],
    [
      "a variable of the system",
      "username: ACME_USER",
      "username: USER",
      "line 17: `username` names USER, which the system sets; write one of your own, such as ACME_TOKEN.",
    ],
    [
      "half of a pair",
      ", password: ACME_PASSWORD }\n      hmac",
      " }\n      hmac",
      "line 17: `password` is missing from `basic`; add it.",
    ],
    [
      "a header that can't be one",
      "header: X-Acme-Signature",
      'header: "X Acme"',
      "line 19: `header: X Acme` can't name a header",
    ],
    [
      "an algorithm",
      "algorithm: sha512",
      "algorithm: md5",
      "line 21: `algorithm: md5` is not known; write `sha1`, `sha256` or `sha512`.",
    ],
    ["an encoding", "encoding: base64", "encoding: base46", "Did you mean `base64`?"],
    [
      "a signature over no body",
      hmac,
      'signs: "{{timestamp}}"',
      "line 24: `signs` must hold {{body}}: else what is posted could be exchanged.",
    ],
    [
      "a signature over what there is not",
      hmac,
      'signs: "{{text}}{{body}}"',
      "line 24: `signs` holds a placeholder that there is not; known are `{{body}}`, `{{timestamp}}`, `{{url}}` or `{{header.NAME}}`.",
    ],
    [
      "a time without its header",
      "        timestamp_header: X-Acme-Timestamp\n",
      "",
      "line 24: `signs` holds {{timestamp}}, and nothing says where it comes; add `timestamp_header`",
    ],
    [
      "a time that is not signed",
      hmac,
      'signs: "{{body}}"',
      "line 25: `timestamp_header` is not signed, so that anybody could write it; put {{timestamp}} into `signs`",
    ],
    [
      "how far a time may be off",
      "tolerance_seconds: 120",
      "tolerance_seconds: 5",
      "line 26: `tolerance_seconds: 5` is not a number of seconds; write 10 to 3600.",
    ],
    [
      "an answer that has it repeated for ever",
      "status: 200,",
      "status: 400,",
      "line 27: `status: 400` does not say that it was taken; write 200 to 299",
    ],
    [
      "a body where none goes",
      "status: 200,",
      "status: 204,",
      "line 27: An answer of 204 has no body; write 200, or leave `body` out.",
    ],
    [
      "a type that is none",
      "content_type: application/xml",
      "content_type: xml",
      "line 27: `content_type: xml` is not a content type",
    ],
  ])("a proof or an answer: %s", (_, from, to, sentence) => {
    expect(said(from, to).join("\n")).toContain(sentence);
  });

  it("a proof by a time that is not there, and how far it may be off", () => {
    const untimed = ACME.replace("{{timestamp}}.", "").replace(
      "        timestamp_header: X-Acme-Timestamp\n",
      "",
    );
    expect(problemsOf(untimed)).toEqual([
      "line 25: `tolerance_seconds` is about a time, and none is signed; leave it out.",
    ]);
  });

  it.each<Row>([
    [
      "no pointer",
      "      id: /id\n",
      "      id: id\n",
      "line 32: `id: id` is not a JSON pointer; write /id.",
    ],
    [
      "one of another kind",
      "      from: /from",
      '      from: "$.data[0].from"',
      "line 33: `from: $.data[0].from` is not a JSON pointer; write /data/0/from.",
    ],
    [
      "one to nothing",
      "      from: /from",
      '      from: ""',
      "line 33: `from` points at nothing; write a JSON pointer, such as /from.",
    ],
    ["an escape that is none", "te~1xt", "te~2xt", "is not a JSON pointer"],
    [
      "nothing by which a text is known again",
      "      id: /id\n      from: /from\n      to: /to/0\n      text: /content/te~1xt\n      at: /received_at\n",
      "      from: /from\n      to: /to\n      text: /text\n",
      "line 28: `inbound` has neither `id` nor `at`, so that a text told twice would be taken for two",
    ],
    ["whom it is from", "      from: /from\n", "", "line 29: `from` is missing from `inbound`; add it."],
    [
      "how it is written",
      "      body: json",
      "      body: xml",
      "line 29: `body: xml` is not known; write `json`, `form` or `query`.",
    ],
    [
      "what has to stand where",
      "only: { /type: [received, MO], /direction: in }",
      "only: received",
      "line 31: `only` holds a text; write pointers with the words that have to stand there",
    ],
    [
      "a pointer that has to hold a word",
      "/type: [received",
      "type: [received",
      "line 31: `only: type` is not a JSON pointer; write /type.",
    ],
    [
      "how files are fetched",
      "fetch: with_headers",
      "fetch: always",
      "line 37: `fetch: always` is not known; write `open`, `with_headers` or `no`.",
    ],
    [
      "reports of no text",
      "      id: /MessageId\n      our_id: /Reference\n",
      "",
      "line 38: `reports` has neither `id` nor `our_id`, so that nobody knows which text is meant",
    ],
    [
      "a part of a form's field",
      "id: /MessageId",
      "id: /Message/Id",
      "line 40: /Message/Id leads into a part of a field, and a form or an address has fields alone; write one, such as /From.",
    ],
    [
      "a list in a form",
      "      body: form\n",
      "      body: form\n      each: /list\n",
      "line 40: A form or an address holds no list; leave `each` out.",
    ],
    [
      "words that name nothing",
      "words: { accepted: queued, delivered: [DELIVRD], failed: [UNDELIV, EXPIRED] }",
      "words: {}",
      "line 44: `words` names none",
    ],
    [
      "a word of two meanings",
      "failed: [UNDELIV,",
      "failed: [queued,",
      "line 44: `queued` means `accepted` already; keep one of the two.",
    ],
    [
      "a state that there is not",
      "delivered: [DELIVRD]",
      "deliverd: [DELIVRD]",
      "line 44: `deliverd` is not a key of `words`; did you mean `delivered`?",
    ],
  ])("how it is read: %s", (_, from, to, sentence) => {
    expect(said(from, to).join("\n")).toContain(sentence);
  });

  it.each([
    [
      "inbound",
      "line 29: ",
      (text: string) => text.replace("body: json\n      each: /messages\n", "body: query\n"),
    ],
    ["reports", "line 39: ", (text: string) => text.replace("body: form", "body: query")],
  ])("an address is not read where a signature does not cover it: %s", (_, line, change) => {
    const flat = ACME.replace("/to/0", "/to")
      .replace("/content/te~1xt", "/text")
      .replace(", url: /url, type: /content_type", "");
    const covered = flat.replace("{{timestamp}}.{{body}}", "{{timestamp}}.{{url}}.{{body}}");
    expect(problemsOf(change(covered))).toEqual([]);
    const unsigned = flat.replace(/ {6}hmac:\n( {8}.*\n)+/, "");
    expect(problemsOf(change(unsigned))).toEqual([]);
    expect(problemsOf(change(flat))).toEqual([
      `${line}\`body: query\` reads the address, and the signature does not cover it, so that anybody could exchange it; write {{url}} into \`signs\`, or prove it by \`secret_path\` or \`basic\` alone.`,
    ]);
  });

  it("files in a form have no parts, and none is fetched with headers from nowhere", () => {
    const form = ACME.replace("body: json", "body: form").replace("      each: /messages\n", "");
    const flat = form.replace("/to/0", "/to").replace("/content/te~1xt", "/text");
    expect(problemsOf(flat)).toEqual([
      "line 36: A form or an address holds texts alone; leave `url` and `type` out.",
    ]);
    const nowhere = ACME.replace(/ {4}url: .*\n/, "").replace(
      "/messages/{{message_id}}",
      "https://a.example/m",
    );
    expect(problemsOf(nowhere)).toEqual([
      "line 36: `with_headers` goes to the host of `url` alone, which is missing; add `url`.",
    ]);
  });

  it.each<Row>([
    [
      "a method",
      "method: PUT",
      "method: DELETE",
      "line 46: `method: DELETE` is not known; write `GET`, `POST`, `PUT` or `PATCH`.",
    ],
    [
      "a body that a GET has not",
      "method: PUT",
      "method: GET",
      "line 51: A GET has no body; write `query` instead, or `method: POST`.",
    ],
    [
      "two bodies",
      "      media: { files",
      "      form: { a: b }\n      media: { files",
      "`json` and `form` stand side by side, and there is one body",
    ],
    [
      "what it is to",
      'to: ["{{to}}"]',
      "to: []",
      "line 45: Nothing in `send` holds {{to}}; write it where it belongs.",
    ],
    [
      "what it says",
      'text: "{{text}}"',
      "text: hello",
      "line 45: Nothing in `send` holds {{text}}; write it where it belongs.",
    ],
    [
      "a placeholder that there is not",
      '"{{text}}"',
      '"{{txet}}"',
      "line 53: `text` holds {{txet}}, which there is not; did you mean {{text}}?",
    ],
    [
      "one that nobody can guess",
      '"{{text}}"',
      '"{{text}} {{signature}}"',
      "line 53: `text` holds {{signature}}, which there is not; known are `{{to}}`",
    ],
    [
      "one brace",
      '"{{text}}"',
      '"{text}"',
      "line 53: `text` holds {text}; a placeholder has two braces: {{text}}.",
    ],
    [
      "one that is not closed",
      '"{{text}}"',
      '"{{text}"',
      "line 53: `text` holds a placeholder that is not closed; write it as {{to}}.",
    ],
    [
      "one in a name",
      'query: { v: "2" }',
      'query: { "{{to}}": "2" }',
      "line 50: `{{to}}` in `query` holds a placeholder; only values may.",
    ],
    [
      "one without quotes",
      'v: "2"',
      "v: {{to}}",
      'line 50: `v` holds a placeholder without quotes; write it in quotes, such as "{{to}}".',
    ],
    [
      "one without quotes in the path",
      '"/messages/{{message_id}}"',
      "{{to}}",
      "line 47: `path` holds a placeholder without quotes",
    ],
    [
      "one without quotes in JSON",
      'text: "{{text}}"',
      "text: {{text}}",
      "line 53: `text` holds a placeholder without quotes",
    ],
    [
      "a variable without its word",
      '"{{secret.ACME_TOKEN}}"',
      '"{{ACME_TOKEN}}"',
      "line 48: `X-Token` holds a placeholder that there is not; of a variable of the environment write {{secret.ACME_TOKEN}}.",
    ],
    [
      "a secret in a placeholder",
      '"{{secret.ACME_TOKEN}}"',
      '"{{secret.hush}}"',
      "line 48: `X-Token` has a {{secret.…}} that holds no variable's name",
    ],
    [
      "a secret in a header",
      '"{{secret.ACME_TOKEN}}"',
      "hush",
      "line 48: `X-Token` holds a secret as it is; put it into the environment (.env), and write {{secret.ACME_TOKEN}} here",
    ],
    ["a secret in the query", 'v: "2"', "api_key: hush", "line 50: `api_key` holds a secret as it is"],
    ["a secret in the body", "account: 007", "apiKey: hush", "line 56: `apiKey` holds a secret as it is"],
    [
      "a number that is a secret",
      "account: 007",
      "password: 123456",
      "line 56: `password` holds a secret as it is",
    ],
    [
      "words in a header",
      '"{{secret.ACME_TOKEN}}"',
      '"{{text}}"',
      "line 48: `X-Token` can't hold {{text}} in a header; write it into the body or the query.",
    ],
    [
      "files in the path",
      "{{message_id}}",
      "{{media}}",
      "line 47: `path` can't hold {{media}}, which is a list; write it into the body or the query.",
    ],
    [
      "files beside words",
      '"{{media}}"',
      '"see {{media}}"',
      "line 54: `media` holds {{media}} beside other words; it stands alone.",
    ],
    [
      "a header that the request sets",
      "X-Token:",
      "Host:",
      "line 48: `Host` in `headers` is set by the request itself; leave it out.",
    ],
    [
      "a header with foreign signs",
      '"{{secret.ACME_TOKEN}}"',
      '"über {{secret.ACME_TOKEN}}"',
      "line 48: `X-Token` holds signs that no header may hold",
    ],
    [
      "two headers",
      "headers: { X-Token",
      'headers: { x-token: "a{{to}}", X-Token',
      "line 48: The header X-Token stands twice",
    ],
    [
      "two credentials",
      "X-Token:",
      "Authorization:",
      "line 48: `basic` is an Authorization header, too; keep one of the two.",
    ],
    [
      "files without limits",
      "      media: { files: 3, bytes: 1000000, types: [image/*, video/mp4] }\n",
      "",
      "line 54: {{media}} stands in the body, and nothing says what may go along; add `media` to `send`",
    ],
    [
      "limits without files",
      '        media: "{{media}}"\n',
      "",
      "line 56: `media` says what may go along, and nothing in the body holds {{media}}",
    ],
    ["a kind of file", "video/mp4", "mp4", "line 57: `types` holds mp4; write types such as image/jpeg"],
    [
      "an address for reports that nobody reads",
      ACME.slice(ACME.indexOf("    reports:"), ACME.indexOf("    send:")),
      "",
      "{{callback}} is the address for reports, and `reports` does not say how they are read",
    ],
  ])("what is sent: %s", (_, from, to, sentence) => {
    expect(said(from, to).join("\n")).toContain(sentence);
  });

  it.each<Row>([
    [
      "a success among the refusals",
      "refused: [400, 401]",
      "refused: [200, 401]",
      "line 62: `refused` holds 200, which says that it was taken; leave it out.",
    ],
    [
      "no code",
      "refused: [400, 401]",
      "refused: [bad]",
      "line 62: `refused` holds bad, which is no HTTP code; write 300 to 599.",
    ],
    [
      "a code out of range",
      "later: [429, 503]",
      "later: [700]",
      "line 63: `later` holds 700, which is no HTTP code; write 300 to 599.",
    ],
    [
      "a code behind which the text may have left",
      "later: [429, 503]",
      "later: [504]",
      "line 63: `later` holds 504, which says that somebody stopped waiting: the text may have left. Leave it out.",
    ],
    [
      "a code in both",
      "later: [429, 503]",
      "later: [429, 401]",
      "line 63: 401 is in `refused` and in `later`; keep it in one of the two.",
    ],
    [
      "what an error means",
      "means: opted_out",
      "means: stopped",
      "line 65: `means: stopped` is not known; write `opted_out`, `no_texts`, `content`, `account` or `passing`.",
    ],
    [
      "an error of two meanings",
      'words: "30006"',
      "words: [stop]",
      "line 64: The error stop stands twice in `errors`; keep one of the two.",
    ],
    [
      "words without a place",
      "        status: /status\n",
      "        words: { sent: x }\n",
      "line 60: `words` are looked for at `status`, which is missing; add it, or leave them out.",
    ],
  ])("how its answer is read: %s", (_, from, to, sentence) => {
    expect(said(from, to).join("\n")).toContain(sentence);
  });

  it("errors without a place, and ids that nobody knows", () => {
    const nowhere = ACME.replace("        error: /error/code\n", "").replace("      error: /Error\n", "");
    expect(problemsOf(nowhere)).toEqual([
      "line 62: `errors` are looked for at `error`, which is missing; add it here or in `reports`.",
    ]);
    const noneAlong = ACME.replace("/{{message_id}}", "").replace('        notify: "{{callback}}"\n', "");
    expect(problemsOf(noneAlong)).toEqual([
      "line 41: `our_id` comes back only where it went along; write {{message_id}} into `send`.",
    ]);
    const unknown = noneAlong
      .replace("      our_id: /Reference\n", "")
      .replace("      answer:\n        id: /id\n", "      answer:\n");
    expect(problemsOf(unknown)).toEqual([
      "line 40: `id` is compared with the one in the answer to `send`; write where that stands, as `id` of its `answer`.",
    ]);
  });

  it("what is no carrier at all, and no list", () => {
    expect(problemsOf("  - acme\n")).toEqual([
      expect.stringContaining("line 8: This is not a described carrier; write its keys"),
    ]);
    expect(problemsOf("  acme\n")).toEqual([
      expect.stringContaining("line 8: `http_carriers` must be a list"),
    ]);
  });

  it("all of them at once, each once", () => {
    const two = ACME.replace("max_text: 1000", "max_text: 1").replace("method: PUT", "method: PUSH");
    expect(problemsOf(two)).toHaveLength(2);
  });
});
