/**
 * A site as it is set up: its environment and its directory. The directory comes first, since it may describe carriers, whose variables
 * the environment then has.
 */
import type { CarrierDefinition } from "../carriers/define-carrier.ts";
import { carrierDefinitions, withDescribed } from "../carriers/index.ts";
import { type Config, directoryFileIn, type Loaded, loadConfig } from "../config.ts";
import { type DirectoryFile, describedIn, readDirectoryFile } from "../directory-file.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface Site {
  readonly config: Config;
  /** All that the directory may name, those among them that it describes. */
  readonly carriers: readonly CarrierDefinition[];
}

/** Everything that is wrong with either: neither hides what is wrong with the other. */
export async function loadSite(env: Env): Promise<Loaded<Site>> {
  const { directory, ...known } = await knownCarriers(env);
  const loaded = loadConfig(env, known);
  const problems = [...(loaded.ok ? [] : loaded.problems), ...mistakes(directory)];
  return loaded.ok && problems.length === 0
    ? { ok: true, config: { config: loaded.config, carriers: known.carriers } }
    : { ok: false, problems };
}

export interface KnownCarriers {
  readonly carriers: readonly CarrierDefinition[];
  /** The directory may describe others, which could not be read. */
  readonly mayBeMore: boolean;
  /** Whose its lines are; empty where it can't be read. */
  readonly ofLines: readonly string[];
  readonly directory: DirectoryFile;
}

/** The registry's carriers, and those of the directory's file as far as it can be read. */
export async function knownCarriers(env: Env): Promise<KnownCarriers> {
  const directory = await readDirectoryFile(directoryFileIn(env), carrierDefinitions);
  const mayBeMore = directory.kind === "mistaken" && directory.mayDescribeMore;
  const ofLines = directory.kind === "read" ? directory.directory.lines.map(({ carrier }) => carrier) : [];
  return { carriers: withDescribed(describedIn(directory)), mayBeMore, ofLines, directory };
}

function mistakes(found: DirectoryFile): readonly string[] {
  if (found.kind === "read") return [];
  return found.kind === "mistaken" ? found.sentences : [`${found.sentence} ${found.remedy}`];
}
