/** Slack's date tokens in the reader's own zone and words: `{date_short_pretty} at {time}`. */

const DAY_MS = 86_400_000;

export function formatSlackDate(seconds: number, format: string, now: number): string {
  const at = new Date(seconds * 1000);
  return format.replace(/\{(\w+)\}/g, (whole, token: string) => formats[token]?.(at, now) ?? whole);
}

type Format = (at: Date, now: number) => string;

const date = (options: Intl.DateTimeFormatOptions): Format => {
  const format = new Intl.DateTimeFormat("en-US", options);
  return (at) => format.format(at);
};

const pretty =
  (otherwise: Format): Format =>
  (at, now) => {
    const days = Math.round((midnight(at) - midnight(new Date(now))) / DAY_MS);
    return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days] ?? otherwise(at, now);
  };

const plain = date({ year: "numeric", month: "long", day: "numeric" });
const short = date({ year: "numeric", month: "short", day: "numeric" });
const long = date({ year: "numeric", month: "long", day: "numeric", weekday: "long" });

const formats: Readonly<Record<string, Format>> = {
  date: plain,
  date_num: (at) => [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-"),
  date_slash: date({ year: "numeric", month: "2-digit", day: "2-digit" }),
  date_short: short,
  date_long: long,
  date_pretty: pretty(plain),
  date_short_pretty: pretty(short),
  date_long_pretty: pretty(long),
  time: date({ hour: "numeric", minute: "2-digit" }),
  time_secs: date({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago: (at, now) => ago(now - at.getTime()),
};

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function ago(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 24 ? `${hours} h ago` : `${Math.round(hours / 24)} d ago`;
}
