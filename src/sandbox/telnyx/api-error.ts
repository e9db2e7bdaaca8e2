/** Telnyx's errors: its codes and titles, and with which HTTP status the API gives them. The details are ours: nothing may depend on them. */
const known: ReadonlyMap<string, readonly [status: number, title: string, detail: string]> = new Map([
  [
    "10003",
    [400, "Invalid URL", "The address is no http or https address, or is longer than 2,000 characters."],
  ],
  ["10004", [422, "Missing required parameter", "This field has to be given."]],
  ["10005", [404, "Resource not found", "There is nothing here by that name."]],
  ["10007", [500, "Unexpected error", "Something went wrong here."]],
  ["10009", [401, "Authentication failed", "The API key is not known."]],
  ["10011", [429, "Too many requests", "More was asked for than is allowed in this second."]],
  ["10014", [415, "Unsupported Media Type", "The body has to be JSON."]],
  ["10015", [400, "Bad Request", "This is not what was expected here."]],
  ["20100", [403, "Insufficient Funds", "The account's balance does not cover this."]],
  ["40001", [400, "Not routable", "The number takes no texts."]],
  ["40002", [400, "Blocked as spam - temporary", "A filter on the way took the text for spam."]],
  ["40003", [400, "Blocked as spam - permanent", "A filter on the way takes this sender's texts for spam."]],
  ["40004", [400, "Rejected by destination", "The other side gave no reason."]],
  ["40005", [400, "Message expired during transmission", "It was on its way for too long."]],
  ["40006", [400, "Recipient server unavailable", "The other side does not answer."]],
  ["40008", [400, "Undeliverable", "The other side did not take it."]],
  ["40009", [400, "Invalid message body", "A character can't be sent in this encoding."]],
  ["40010", [400, "Not 10DLC registered", "The sender belongs to no registered campaign."]],
  ["40012", [400, "Invalid messaging destination number", "The other side does not know the number."]],
  ["40013", [400, "Invalid messaging source number", "The other side does not take texts of this sender."]],
  ["40014", [400, "Message expired in queue", "It waited here for too long."]],
  ["40300", [409, "Blocked due to STOP message", "A block rule stands between these two."]],
  ["40301", [400, "Unsupported message type", "The number takes no texts of this type."]],
  ["40302", [400, "Message too large", "The text has more than 10 parts."]],
  ["40305", [400, "Invalid 'from' address", "The sender is no number on this messaging profile."]],
  ["40308", [400, "Invalid 'from' address for MMS", "The sender is no number that sends media."]],
  ["40309", [400, "Invalid destination region", "The messaging profile lets nothing leave to that country."]],
  ["40310", [400, "Invalid 'to' address", "The recipient is no phone number in +E.164 form."]],
  ["40312", [400, "Messaging profile is disabled", "Nothing is sent through it."]],
  ["40316", [400, "No content provided for message", "There is neither text nor media."]],
  ["40317", [400, "Invalid MMS content", "At most 10 files that can be fetched, under 1 MB in all."]],
  ["40318", [400, "Message queue full", "Too much waits for this sender."]],
  ["40321", [400, "No usable numbers on messaging profile", "There is no pool of numbers to send from."]],
]);

export interface ApiError {
  readonly code: string;
  /** The HTTP status; absent: the code's usual one. */
  readonly status?: number;
  /** In place of the code's own; its detail says the same then. */
  readonly title?: string;
  /** What it is about: a JSON pointer into the body. */
  readonly pointer?: string;
}

/** The HTTP status that goes with it. */
export function statusOf({ code, status }: ApiError): number {
  return status ?? known.get(code)?.[0] ?? 400;
}

/** An error as Telnyx writes it, in an answer and in a message. */
export interface RenderedError {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly meta: { readonly url: string };
  readonly source?: { readonly pointer: string };
}

export function renderApiError({ code, title, pointer }: ApiError): RenderedError {
  const [, usual, detail] = known.get(code) ?? [400, `Error ${code}`, "What this means is not known."];
  return {
    code,
    title: title ?? usual,
    detail: title ?? detail,
    meta: { url: `https://developers.telnyx.com/docs/overview/errors/${code}` },
    ...(pointer === undefined ? {} : { source: { pointer } }),
  };
}
