/** People and places: as they are set up, and as the control shows them. */

import type { EphemeralView, MessageView, NotificationView, OpenView } from "./messages.ts";
import type { SlackSettings } from "./settings.ts";

/** People and places that exist from the start. */
export interface SlackSeed {
  users?: NewUser[];
  channels?: NewChannel[];
  usergroups?: NewUsergroup[];
  emoji?: Record<string, string>;
}

export interface NewUser {
  id: string;
  name: string;
  realName?: string;
  /** What Slack shows in front of a message; like the real name unless given. */
  displayName?: string;
  email?: string;
  isBot?: boolean;
  isGuest?: boolean;
  isAdmin?: boolean;
  deleted?: boolean;
  timeZone?: string;
  /** The workspace a Slack Connect stranger comes from; absent for one of ours. */
  teamId?: string;
}

export interface NewChannel {
  id: string;
  name: string;
  isPrivate?: boolean;
  /** User ids; write the stand-in's `botUserId` to have the app in it. */
  members?: string[];
  isExtShared?: boolean;
  topic?: string;
}

export interface NewUsergroup {
  id: string;
  name: string;
  handle: string;
  users: string[];
}

export interface UserView {
  id: string;
  name: string;
  realName: string;
  email: string | null;
  isBot: boolean;
  isGuest: boolean;
  deleted: boolean;
  active: boolean;
  /** The address of their picture. */
  image: string;
}

export interface ChannelView {
  id: string;
  name: string;
  kind: "channel" | "group" | "im" | "mpim";
  members: string[];
  isArchived: boolean;
  isExtShared: boolean;
  topic: string;
  messages: MessageView[];
}

/** The whole workspace. `messages` of a channel are everything in it, replies included, oldest first. */
export interface WorkspaceView {
  teamId: string;
  appId: string;
  botUserId: string;
  botId: string;
  scopes: string[];
  settings: SlackSettings;
  users: UserView[];
  channels: ChannelView[];
  usergroups: NewUsergroup[];
  emoji: Record<string, string>;
  ephemerals: EphemeralView[];
  views: OpenView[];
  homes: OpenView[];
  notifications: NotificationView[];
  sockets: number;
}
