/** How far an opt-out reaches: every line, or the one that was texted and the one that the conversation answers from. */
export const OPT_OUT_SCOPES = ["all", "line"] as const;
export type OptOutScope = (typeof OPT_OUT_SCOPES)[number];
