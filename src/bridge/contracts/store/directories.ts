/** The directory in force, and who Slack says its people are. */
import type { Directory } from "../../../domain/directory.ts";
import type { SlackChannelId, SlackUserId } from "../../../domain/ids.ts";
import type { Identities } from "../../../domain/people.ts";
import type { DirectChannels } from "../../../domain/route.ts";

/** Who there is, and who they are in Slack. */
export interface People {
  readonly directory: Directory;
  readonly identities: Identities;
  /** Where their direct messages with us are. */
  readonly directChannels: DirectChannels;
}

export interface Directories {
  /** Both, as they belong together. */
  people(): Promise<People>;
  /** An empty one before the first was applied. Whoever decides in a transaction sees what another process applied before it. */
  current(): Promise<Directory>;
  /** E-mails that Slack has been asked about: who they are, or null when Slack knows nobody by them. */
  identities(): Promise<Identities>;
  replace(next: Directory, at: number): Promise<void>;
  identify(email: string, slackUser: SlackUserId | null, at: number): Promise<void>;
  /** Notes where a person's direct messages with us are. */
  placeDirect(slackUser: SlackUserId, channel: SlackChannelId): Promise<void>;
  /** Whether they were told there what stands there; of one whose direct messages are not known, false. */
  isGreeted(slackUser: SlackUserId): Promise<boolean>;
  noteGreeted(slackUser: SlackUserId, at: number): Promise<void>;
  /** E-mails of the directory that lead to nobody, or have not been asked about yet. */
  unidentified(): Promise<string[]>;
}
