/** The choices that a person may be offered about a message that did not leave, as they read on the buttons. */
export const choiceLabels = {
  send_anyway: "Send anyway",
  try_again: "Try again",
  reopen_and_send: "Reopen and send",
  send_in_open_thread: "Send in the open thread",
  send_there: "Send there",
  send_now: "Send now",
  discard: "Discard",
  send_text_only: "Send text only",
  take: "Take",
} as const;

export type Choice = keyof typeof choiceLabels;

export function isChoice(word: string): word is Choice {
  return Object.hasOwn(choiceLabels, word);
}
