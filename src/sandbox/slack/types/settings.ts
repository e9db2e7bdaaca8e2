/** How the stand-in behaves, and what can be changed of it while it runs. */

/** How the app hears of things: signed HTTP requests, or sockets that it opened. */
export type SlackMode = "http" | "socket";

/** Everything about the stand-in that can be changed while it runs. */
export interface SlackSettings {
  /** `slack`: 429 at Slack's rates. `off`: never. Size limits always hold. Default `slack`. */
  limits: "slack" | "off";
  mode: SlackMode;
  /** Where events go in HTTP mode, usually `http://host:port/slack/events`. Null: nowhere. */
  eventsUrl: string | null;
  /** Where buttons, views, shortcuts and commands go in HTTP mode. Null: the same as `eventsUrl`. */
  interactivityUrl: string | null;
  signingSecret: string;
  /** Event subscriptions (`message.channels`, `reaction_added`, ...). Null: all of them. */
  botEvents: string[] | null;
  /** Slash commands the app registered (`/name`). Null: any. */
  commands: string[] | null;
  /** Those of them whose text comes with people, channels and links in Slack's form (`should_escape`). Default: none. */
  escapedCommands: string[];
  /** Callback ids of the app's shortcuts. Null: any. */
  shortcuts: string[] | null;
  /** The app has a Home. Default true. */
  homeTab: boolean;
  /** The app's direct conversations: people write in them, or only the app does, or there are none. Default `on`. */
  messagesTab: "on" | "readOnly" | "off";
  /** How long an event or interaction may go unanswered. Slack: 3000 ms. */
  answerWithinMs: number;
  /** How long after what a person did a view may be opened by its trigger id. Slack: 3000 ms. */
  triggerWithinMs: number;
  /** Pauses before the first, second and third retry of an event. Slack: 0, 60000, 300000 ms. */
  retryDelaysMs: number[];
  /** Pause between WebSocket pings of the server; 0 turns them off. */
  pingEveryMs: number;
  /** How many calls and deliveries are remembered; 0 turns the two logs off. */
  keepLog: number;
}
