/**
 * Lines whose texts may get two automatic answers: ours, and one that their carrier sends by itself. It can't be asked, so nothing is
 * refused; whoever sets it up is told.
 */
import { type Directory, groupOfLine, isSmsOn, type Line, type Member, memberOfLine } from "./directory.ts";
import type { Finding } from "./finding.ts";
import { partyName } from "./owner.ts";
import { formatPhone } from "./phone.ts";

export interface Answerer {
  readonly name: string;
  readonly title: string;
  /** Whether its users can have automatic answers of their own there. */
  readonly hasAutoResponder?: boolean;
}

/** @param answers whether a member's auto-reply is on, by the directory or as they set it at the desk */
export function doubleAnswers(
  directory: Directory,
  carriers: readonly Answerer[],
  answers: (member: Member) => boolean,
): readonly Finding[] {
  const titles = new Map(
    carriers.flatMap(({ name, title, hasAutoResponder }) => (hasAutoResponder ? [[name, title]] : [])),
  );
  return directory.lines.flatMap((line) => {
    const title = titles.get(line.carrier);
    if (title === undefined || !isSmsOn(directory, line)) return [];
    const member = memberOfLine(directory, line);
    if (member !== null) return answers(member) ? [ofMember(line, member, title)] : [];
    const group = groupOfLine(directory, line);
    const reply = group?.afterHoursReply;
    return reply?.on === true ? [afterHours(line, title)] : [];
  });
}

const name = "directory: automatic answers";
const nameOf = (line: Line) => `${line.name}, ${formatPhone(line.number)},`;

function ofMember(line: Line, member: Member, carrier: string): Finding {
  const whose = partyName({ kind: "member", member });
  return {
    name,
    level: "warning",
    sentence: `Texts to ${nameOf(line)} may be answered twice: by the auto-reply of ${whose} here, and by the SMS auto-responder of the number's user in ${carrier}, if that is on.`,
    remedy: `Have one of the two alone: switch the auto-responder off in ${carrier}'s portal, or the auto-reply here (\`auto_reply\`, or at the member's Home in Slack).`,
  };
}

function afterHours(line: Line, carrier: string): Finding {
  return {
    name,
    level: "warning",
    sentence: `Texts to ${nameOf(line)} may be answered twice outside its group's hours: by \`after_hours_reply\`, and by the SMS auto-responder in ${carrier} where the number leads to a user there, and to no group.`,
    remedy: `Have one of the two alone: switch the user's auto-responder off in ${carrier}'s portal, or \`after_hours_reply\` here.`,
  };
}
