/** An App Connect connector server: what it is asked with, and how its answers are read. */
import { z } from "zod";
import { CrmError } from "../../domain/errors.ts";
import type { CrmSurroundings } from "../define-crm.ts";
import { type Answered, type ApiAnswer, type AskApi, createJsonApi, noAccess } from "../json-api.ts";
import { type Reading, readJson, unreadable } from "../read-answer.ts";
import { type AppConnectAccess, createAppConnectAccess } from "./app-connect-access.ts";
import type { AppConnectSettings } from "./app-connect-settings.ts";

export const reading: Reading = { title: "App Connect" };

export interface AppConnectApi {
  readonly ask: AskApi;
  readonly access: AppConnectAccess;
}

export function createAppConnectApi(
  settings: AppConnectSettings,
  surroundings: CrmSurroundings,
): AppConnectApi {
  const { call, now } = surroundings;
  const access = createAppConnectAccess(settings, surroundings);
  // It asks the CRM behind it several things in turn before it answers.
  const ask = createJsonApi({ call, now, access, heard: access.heard, timeoutMs: 60_000 });
  /** Older servers know the token in the address alone, where it is seen by whoever logs addresses: only where nothing else helps. */
  let inAddress = false;

  async function askInAddress({ path, ...request }: Parameters<AskApi>[0]): Promise<ApiAnswer> {
    let token: string;
    try {
      token = encodeURIComponent(await access.token());
    } catch (thrown) {
      return noAccess(thrown);
    }
    return await ask({ ...request, path: `${path}${path.includes("?") ? "&" : "?"}jwtToken=${token}` });
  }

  return {
    access,
    async ask(request) {
      if (inAddress) return await askInAddress(request);
      const answer = await ask(request);
      if (answer.kind !== "answer" || !isStranger(answer)) return answer;
      const again = await askInAddress(request);
      inAddress = again.kind === "answer" && !isStranger(again);
      return inAddress ? again : answer;
    },
  };
}

/** It knows no session of ours, and did nothing: it says so in a sentence. What went wrong later comes as JSON. */
export function isStranger({ status, json }: Answered): boolean {
  return status === 401 || (status === 400 && (json === null || typeof json === "string"));
}

const said = z.object({
  successful: z.boolean().nullish(),
  returnMessage: z.object({ message: z.string().nullish(), messageType: z.string().nullish() }).nullish(),
});

export interface Said {
  readonly isSuccessful: boolean;
  /** Its own words for it, which may hold anything. */
  readonly message: string | null;
  /** `success`, `warning`, `danger`, ... */
  readonly messageType: string | null;
}

/** What it says beside what it was asked for; null where it says nothing of the kind. */
export function saidIn(json: unknown): Said | null {
  const read = said.safeParse(json);
  if (!read.success || read.data.successful == null) return null;
  const { message, messageType } = read.data.returnMessage ?? {};
  return {
    isSuccessful: read.data.successful,
    message: message || null,
    messageType: messageType ?? null,
  };
}

/** Somebody has to log in to the CRM behind it again. Milliseconds. */
export const loginMs = 5 * 60_000;

/**
 * What a question brought. @param isNone it says that it did not succeed, and means that there is nothing. @throws CrmError where it brought
 * nothing, and where it could not ask the CRM behind it.
 */
export function readAnswer<T>(
  answer: ApiAnswer,
  form: z.ZodType<T>,
  isNone: (value: T, message: string) => boolean,
): T {
  if (answer.kind === "answer" && isStranger(answer)) throw noSession("it does not know the session");
  const json = readJson(reading, answer);
  const read = form.safeParse(json);
  if (!read.success) throw unreadable(reading);
  const failed = saidIn(json)?.isSuccessful === false;
  if (failed && !isNone(read.data, saidIn(json)?.message ?? ""))
    throw noSession("it could not ask the CRM behind it");
  return read.data;
}

function noSession(why: string): CrmError {
  const failure = { kind: "no_session", retryable: true, certain: true, retryAfterMs: loginMs };
  return new CrmError(`App Connect did not answer: ${why}`, failure);
}

/** A sentence about what it did not take, with its own words for it where they can be shown. */
export function refusedSentence({ status, json }: Answered, what: string): string {
  const words = plainWords(saidIn(json)?.message ?? null);
  if (words !== null) return `App Connect did not take ${what}: ${words.replace(/[.!]*$/, ".")}`;
  const why = status === 200 ? ", and gave no reason that can be shown" : ` (HTTP ${status})`;
  return `App Connect did not take ${what}${why}.`;
}

/** No longer than a sentence, and nothing that looks like a number or does anything where it is shown. */
function plainWords(message: string | null): string | null {
  const words = (message ?? "")
    .replace(/[<>*_~`|\\[\]{}]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return words === "" || words.length > 160 || /(\d[\s().-]*){5}/.test(words) ? null : words;
}
