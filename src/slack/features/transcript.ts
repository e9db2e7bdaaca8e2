/** A conversation as a file: the message shortcut, and the button beside what was found. */
import { readTranscriptValue, transcriptAction } from "../views/transcript.ts";
import type { Feature } from "./feature.ts";
import { stale } from "./stale.ts";

export const transcript: Feature = {
  shortcuts: {
    [transcriptAction]: {
      name: "Transcript",
      use: async ({ place, thread, user }, { bridge }) =>
        place === null ? stale : bridge.showTranscript({ user, of: { message: place, thread } }),
    },
  },
  buttons: {
    [transcriptAction]: async ({ user, value }, { bridge }) => {
      const of = readTranscriptValue(value);
      return of === null ? stale : await bridge.showTranscript({ user, of });
    },
  },
};
