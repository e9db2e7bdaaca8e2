/** Twilio's error numbers as its API answers them. The words are ours: nothing may depend on them. */
const messages: ReadonlyMap<number, string> = new Map([
  [20001, "A parameter has an invalid value."],
  [20003, "Authentication failed."],
  [20004, "Method not allowed."],
  [20404, "The requested resource was not found."],
  [20429, "Too many requests."],
  [20500, "An internal error occurred."],
  [21211, "The 'To' number is not a valid phone number."],
  [21266, "'To' and 'From' are the same number."],
  [21602, "A message needs a body or media."],
  [21603, "A message needs a 'From' number."],
  [21604, "A message needs a 'To' number."],
  [21606, "The 'From' number can't send messages for this account."],
  [21610, "The recipient has stopped messages from this number."],
  [21611, "The queue of this 'From' number is full."],
  [21612, "The 'To' number can't be reached from this 'From' number."],
  [21614, "The 'To' number is not a mobile number."],
  [21617, "The body is longer than 1,600 characters."],
  [21620, "A media address is not valid."],
  [21623, "There are more than 10 media files."],
]);

export interface ApiError {
  readonly status: number;
  readonly code: number;
}

/** An error's body as Twilio writes it. */
export function renderApiError({ status, code }: ApiError): object {
  return {
    code,
    message: messages.get(code) ?? `Error ${code}.`,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  };
}

/** The text that goes with a message's ErrorCode. */
export function errorMessageOf(code: number | null): string | null {
  return code === null ? null : (messages.get(code) ?? `Error ${code}`);
}
