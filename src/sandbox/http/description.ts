/** The carrier as a directory describes it: what its own documents would say, in the words of `http_carriers:`. */

/** The variables that a description names, by what they are for. */
export function variablesOf(name: string): { readonly token: string; readonly secret: string } {
  const prefix = name.toUpperCase();
  return { token: `${prefix}_TOKEN`, secret: `${prefix}_SIGNING_SECRET` };
}

/** As people write it. */
export function titleOf(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} SMS`;
}

/** An item of the list. @param url where its API is, without a path */
export function describe(name: string, url: string): string {
  const { token, secret } = variablesOf(name);
  return `  - name: ${name}
    title: ${titleOf(name)}
    url: "${url}/v1"
    max_text: 1000
    texts_per_second: 10
    numbers: digits
    proof:
      hmac:
        header: x-${name}-signature
        secret: ${secret}
        prefix: "v1="
        signs: "{{timestamp}}.{{body}}"
        timestamp_header: x-${name}-timestamp
        tolerance_seconds: 300
    inbound:
      each: /messages
      only: { /type: [text] }
      id: /id
      from: /from
      to: /to
      text: /text
      at: /received_at
      media: { at: /media, url: /url, type: /content_type, fetch: with_headers }
    reports:
      id: /id
      our_id: /reference
      status: /status
      error: /error
      words: { accepted: [queued], sent: [sent], delivered: [delivered], failed: [undeliverable, expired, rejected] }
    send:
      method: POST
      path: /messages
      headers: { Authorization: "Bearer {{secret.${token}}}" }
      json: { to: "{{to}}", from: "{{from}}", text: "{{text}}", reference: "{{message_id}}", media: "{{media}}" }
      media: { files: 4, bytes: 2000000, types: [image/*] }
      answer:
        id: /id
        status: /status
        words: { accepted: [queued], sent: [sent], delivered: [delivered], failed: [rejected] }
        error: /error/code
        refused: [400, 401, 403, 404, 422]
        later: [429]
        errors:
          - { words: [opted_out], means: opted_out }
          - { words: [not_a_mobile, landline, unknown_number], means: no_texts }
          - { words: [spam], means: content }
          - { words: [unauthorized, account_suspended, country_off], means: account }
          - { words: [absent], means: passing }
`;
}
