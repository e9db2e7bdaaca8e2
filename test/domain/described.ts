/** A directory that describes carriers, and what is wrong with it. */
import { parseDirectory } from "../../src/domain/parse-directory.ts";

/** All that can be said of one. Its first line is the eighth of the directory. */
export const ACME = `  - name: acme
    title: Acme SMS
    url: "https://api.acme.example/v1/"
    max_text: 1000
    texts_per_second: 2
    numbers: us
    answers_stop: on
    proof:
      secret_path: ACME_PATH
      basic: { username: ACME_USER, password: ACME_PASSWORD }
      hmac:
        header: X-Acme-Signature
        secret: ACME_SIGNING_SECRET
        algorithm: sha512
        encoding: base64
        prefix: "v1 "
        signs: "{{timestamp}}.{{body}}"
        timestamp_header: X-Acme-Timestamp
        tolerance_seconds: 120
    answer: { status: 200, content_type: application/xml, body: "<Response/>" }
    inbound:
      body: json
      each: /messages
      only: { /type: [received, MO], /direction: in }
      id: /id
      from: /from
      to: /to/0
      text: /content/te~1xt
      at: /received_at
      media: { at: /media, url: /url, type: /content_type, fetch: with_headers }
    reports:
      body: form
      id: /MessageId
      our_id: /Reference
      status: /Status
      error: /Error
      words: { accepted: queued, delivered: [DELIVRD], failed: [UNDELIV, EXPIRED] }
    send:
      method: PUT
      path: "/messages/{{message_id}}"
      headers: { X-Token: "{{secret.ACME_TOKEN}}" }
      basic: { username: ACME_USER, password: ACME_PASSWORD }
      query: { v: "2" }
      json:
        to: ["{{to}}"]
        text: "{{text}}"
        media: "{{media}}"
        notify: "{{callback}}"
        options: { flash: false, ttl: 60, rate: 0.5, tag: null, account: 007, version: "2", on: on }
      media: { files: 3, bytes: 1000000, types: [image/*, video/mp4] }
      answer:
        id: /id
        status: /status
        error: /error/code
        refused: [400, 401]
        later: [429, 503]
        errors:
          - { words: ["21610", STOP], means: opted_out }
          - { words: "30006", means: no_texts }
`;

/** @param described items of the list. @param line an item of `lines`, on the sixth line. */
export function directoryWith(
  described: string,
  line = '{ number: "+15550100001", name: Front desk, carrier: twilio }',
): string {
  return `time_zone: UTC
members: []
groups: []
contacts: []
lines:
  - ${line}
http_carriers:
${described}`;
}

/** With their lines. */
export function problemsOf(described: string, line?: string): string[] {
  const parsed = parseDirectory(
    directoryWith(described, line),
    "directory.yml",
    ["twilio", "telnyx"],
    (name) => name.startsWith("TWILIO_"),
  );
  return parsed.ok ? [] : parsed.problems.map((one) => `line ${one.line}: ${one.sentence}`);
}
