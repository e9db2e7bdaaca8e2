/** What is defined somewhere in the bridge, found by looking, so that a registry that forgot it can be told. */
import { pathToFileURL } from "node:url";
import type { NoticeKind } from "../../src/bridge/notices/notice-kind.ts";
import type { JobKind } from "../../src/bridge/outbox/job-kind.ts";
import { ROOT, sourceFiles, textOf } from "../house/repository.ts";

const bridge = sourceFiles().filter((path) => path.startsWith("src/bridge/"));

/** Names of constants with this type, as the source has them. */
function namesOf(type: "JobKind" | "NoticeKind"): string[] {
  const declared = new RegExp(`\\bconst (\\w+): ${type}<`, "g");
  return bridge.flatMap((path) =>
    [...textOf(path).matchAll(declared)].map(([, name = ""]) => `${path}#${name}`),
  );
}

async function valuesOf<Kind>(names: readonly string[]): Promise<Kind[]> {
  return await Promise.all(
    names.map(async (each) => {
      const [path = "", name = ""] = each.split("#");
      const file = (await import(pathToFileURL(ROOT + path).href)) as Record<string, Kind>;
      const kind = file[name];
      if (kind === undefined) throw new Error(`${each} is not exported`);
      return kind;
    }),
  );
}

export const definedJobs = (): Promise<JobKind<unknown>[]> => valuesOf(namesOf("JobKind"));
export const definedNotices = (): Promise<NoticeKind<unknown>[]> => valuesOf(namesOf("NoticeKind"));
