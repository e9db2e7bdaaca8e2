/** What may go wrong with a file that came with a text, by a word that is kept, and as people read it. */

export type FileTrouble =
  | "slow"
  | "too_large"
  | "empty"
  | "gone"
  | "forbidden"
  | "elsewhere"
  | "unavailable"
  | "not_taken"
  | "not_allowed"
  | "archive"
  | "program"
  | "page"
  | "script"
  | "expired";

interface Told {
  /** Follows what the files are called: `Picture 1.jpg could not be had yet ...`. */
  readonly words: string;
  /** Whether another try may help. */
  readonly again: boolean;
}

const refused = "so it is not passed on. Ask for it in another form if you need it.";

const told: Readonly<Record<FileTrouble, Told>> = {
  slow: {
    words: "could not be fetched from the phone company yet. It comes here as soon as it can be had.",
    again: true,
  },
  too_large: { words: "is larger than the 25 MB that are taken in.", again: false },
  empty: { words: "is empty.", again: true },
  gone: { words: "is not kept by the phone company any more.", again: true },
  forbidden: {
    words: "was not handed over by the phone company: it does not accept Threadline's credentials.",
    again: true,
  },
  elsewhere: {
    words: "lies at an address that is not the phone company's, so it was not fetched.",
    again: false,
  },
  unavailable: { words: "could not be fetched from the phone company.", again: true },
  not_taken: { words: "was not taken by Slack.", again: true },
  not_allowed: {
    words:
      "can't be shown here: Slack does not let Threadline upload files (the scope files:write is missing).",
    again: true,
  },
  archive: { words: `is an archive, ${refused}`, again: false },
  program: { words: `is a program, or a document that may hold one, ${refused}`, again: false },
  page: { words: `is a web page or a drawing that may hold a program, ${refused}`, again: false },
  script: { words: `is a script, ${refused}`, again: false },
  expired: { words: "could not be shown for a week, and is kept here no longer.", again: true },
};

export function mayHelpToTryAgain(trouble: FileTrouble): boolean {
  return told[trouble].again;
}

/** `Picture 1.jpg and Video.mp4: ...` are several that share a trouble. */
export function fileTroubleSentence(names: readonly string[], trouble: FileTrouble): string {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return `${only} ${told[trouble].words}`;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}: each ${told[trouble].words}`;
}

/** Why a file of this kind is not passed on, by how it is called. */
export function unsafeTrouble(label: string): FileTrouble {
  if (label === "Archive") return "archive";
  if (label === "Web page") return "page";
  return label === "Script" ? "script" : "program";
}
