/** What a carrier lacks of the environment, where a request of its own can't be judged. */
import type { CarrierDefinition } from "../../carriers/define-carrier.ts";
import type { Finding } from "../../domain/finding.ts";
import { givenOf } from "./check-config.ts";

type Env = Readonly<Record<string, string | undefined>>;

interface Checked {
  readonly known: readonly CarrierDefinition[];
  readonly findings: readonly Finding[];
}

/** @param title the carrier's, as people write it. */
export function notSetUp(carrier: string, title: string, checked: Checked, env: Env): Finding {
  const missing = missingOf(checked, carrier, env);
  return {
    name: "whose it is",
    level: "problem",
    sentence: [`${title} is not set up here, so nothing of it is read.`, ...missing].join("\n"),
    remedy: "Complete it, then ask again.",
  };
}

/** Of its own variables and of our address; what is wrong with others does not matter to it. */
function missingOf({ known, findings }: Checked, carrier: string, env: Env): readonly string[] {
  const given = givenOf(env, known);
  const own = known.filter(({ name }) => name === carrier);
  const others = known.filter(({ name }) => name !== carrier);
  const missing = own.flatMap((one) => one.missing(given));
  const ofOthers = others.flatMap((one) => one.missing(given));
  const names = own.flatMap(({ variables, loginVariables }) =>
    Object.keys({ PUBLIC_URL: null, ...variables, ...loginVariables }),
  );
  const wrong = findings
    .filter(({ level, sentence }) => level === "problem" && !ofOthers.includes(sentence))
    .map(({ sentence }) => sentence)
    .filter((sentence) => names.some((name) => sentence.startsWith(name)));
  return [...new Set([...missing, ...wrong])];
}
