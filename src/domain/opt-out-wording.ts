/**
 * Free wording that may be a wish not to be texted any more, in English and Spanish. Each rule is a pattern over one clause in lower
 * case without accents or apostrophes. They ask rather too often than too seldom, but not for what people write about visits, pain
 * and pills: `test/domain/opt-out-phrases.yml` says both.
 */

/** What we send. */
const texts =
  "(?:texts|txts|text messages?|messages?|msgs?|sms|reminders?|notifications?|alerts?|spam|promos?|promotions?|ads|advertis\\w+|marketing|solicitations?|newsletters?|blasts?|texting|messaging|mensajes?|mensajitos?|textos?|avisos|recordatorios?|notificaciones|alertas|publicidad|promociones|anuncios)";
/** What we do by it. */
const reaching =
  "(?:texting|txting|texing|messaging|msging|contacting|sending|sendin|bothering|harassing|spamming|bugging|annoying|pestering|calling|emailing|blowing up|writing (?:to )?(?:me|us|here|this))";
const reach = "(?:text|txt|message|msg|contact)";
/** Up to so many words between two that belong together. */
const upTo = (most: number, not = "") =>
  `(?:(?!(?:and|or|but|by|at|in|on|for|of|to|so|then|when|until|if|before|after|i|ill|we|y|o|que|para${not})\\b)\\w+ ){0,${most}}`;
const anyUpTo = (most: number, not = "xx") => `(?:(?!(?:${not})\\b)\\w+ ){0,${most}}`;
const please =
  "(?:please|pls|plz|just|now|already|again|asap|immediately|forever|right now|right away|for now|thanks|thank you|thx|ty|ok|okay|guys|sir|maam|dude|bro|lol|omg|wtf|ffs|por favor|porfavor|porfa|gracias|ya)";
const before = `(?:${please}|hey|hi|hello|yo|no|nope|yes|yeah|sorry|so|and|but|seriously|really|enough|(?:can|could|would|will|wont|cant) (?:you|u|yall)(?: guys| people)?|(?:you|u|yall)(?: guys| people)? (?:need|have|got|gotta|must|better|should)(?: to)?|i (?:want|need|would like|say|said|demand|beg)(?: you| u| this| these)?(?: to)?|id like(?: you| this| these)?(?: to)?)`;
const object = "(?:me|us|it|this|that|these|those|them|all|all of (?:it|this|these)|everything|everyone)";
const stopping = "(?:stop|stopp|stopall|stop all|sotp|stpo|unsubscribe|opt out|optout)";
const list = `(?:(?:mailing |contact |email |text |sms |phone |call )*lists?|mailing|database|system|contacts|contact|directory|records|distribution|subscription|(?:group )?(?:chat|thread|text)|group|campaigns?|${texts})`;
const otherList = "(?:waiting|wait|waitlist|guest|class|cancellation|standby|price|shopping|medication)";
const mine =
  "(?:my|this|our|the) (?:\\w+ )?(?:number|phone|cell|mobile|digits|contact(?: info\\w*)?|info\\w*|data)";

const english: readonly string[] = [
  `^(?:${before} )*${stopping}(?: ${stopping})*(?: ${please}| ${object})*$`,
  `(?<!\\b(?:dont|do not|never) )\\b(?:stop|stopping|quit|quitting|cease|end) ${upTo(3)}(?:${reaching}|${texts}|updates)\\b`,
  `\\b${texts} ${anyUpTo(3)}(?:stop|end|cease)$`,
  `\\b(?:i|ive|we|weve) (?:already |just |literally )?(?:said|say|told (?:you|u|yall)(?: guys| people| all)?(?: to)?|asked (?:you|u|yall)(?: to)?|texted|typed|replied|sent|wrote|responded|answered)(?: you)?(?: with)? (?:stop|unsubscribe|quit)(?: it| already| now| texting| please|$)`,
  `^(?:${please} )*(?:quit|cut|knock) it(?: out| off)?(?: ${please})*$`,
  // Not to be texted.
  `(?<!\\b(?:i|we|they|you|u|he|she|it|why|who|do|did|does|has|have|had|is|was) )\\b(?:dont|do not|dnt|donot|never|not) (?:ever |please |you ever |even |be )?(?:${reach}|text(?:ing)?|messaging|contacting)(?: or| and| nor)?(?: (?:call|text|email|message|contact|write))? ?(?:me\\b|us\\b|this|here\\b|again|any ?more|ever\\b|back\\b|please|my (?:\\w+ ){0,2}(?:phone|cell|number|mobile)|$)`,
  `(?<!\\b(?:i|we|they|you|u|he|she|it|why|who) )\\b(?:dont|do not|never) (?:ever |please )?send (?:me |us |this number )?(?:any ?more|any|anything|more|these|those|stuff|crap|this(?:$| stuff| crap| again)|${texts})\\b`,
  `(?<!\\b(?:i|we|they|you|u|he|she|it|why|who) )\\b(?:dont|do not|never) (?:ever |please )?(?:write (?:to )?(?:me|us|here)|(?:bother|harass|spam|disturb|bug) (?:me|us)|call (?:me |us |this number |here )?(?:again|any ?more|ever|or text|or message))\\b`,
  `\\b(?:can|could|would|will|if|rather|prefer|prefer that|wish) (?:you|u|yall) (?:please |just |maybe )?(?:not|didnt|did not|dont|do not|wouldnt|would not) (?:${reach}|send|contact|write)\\b`,
  `\\b(?:dont|do not|no longer|never|didnt|did not) (?:want|wanna|wish|care|need|like|desire)(?: for)? ${anyUpTo(5, "miss|lose|forget|bother|interrupt")}(?:${texts}|${reaching}|contacted|texted|messaged|bothered|hear from|you to (?:${reach}|call|write|send)|on (?:this|your|ur|the) (?:\\w+ )?list)\\b`,
  `\\b(?:dont|do not|no longer) (?:want|wish|need|care) to (?:receive|get) (?:these|this|those|any ?more|anything)$`,
  `\\bno more$|\\b(?<!\\b(?:have|had|has|are|is|were|was|got|get|see|saw|find) )no (?:more|further|mas) ${anyUpTo(2)}${texts}\\b`,
  `(?<!\\b(?:have|had|has|are|is|were|was|got|get|see|saw|find) )\\bno (?:text|${texts})(?: please| pls| thanks| ever| from \\w+)?$`,
  `\\benough (?:with|of|already with) ${anyUpTo(3)}${texts}\\b|^enough already$`,
  `\\b${texts} (?:are|is|r) (?:\\w+ ){0,3}(?:annoying|harassment|harassing|ridiculous|unwanted|too much|driving me \\w+)\\b`,
  "\\binstead of (?:texting|messaging|texts|messages)\\b",
  `\\b(?:tired|sick) of ${anyUpTo(3)}(?:${texts}|${reaching})\\b`,
  // Consent.
  `\\b(?:revoke|revoking|withdraw|withdrawing|rescind) ${anyUpTo(3)}(?:consent|permission|authorization)\\b`,
  `\\b(?:dont|do not|didnt|did not|never|no longer) (?:consent|consented|authorize|authorized|agree|agreed|give ${anyUpTo(2)}permission|gave ${anyUpTo(2)}permission)(?: to| for)?(?: ${anyUpTo(4)}(?:${texts}|texted|contact|contacted|this))?$`,
  `\\b(?:never|didnt|did not|dont remember|dont recall) (?:sign(?:ed|ing)? up|subscrib\\w+|ask(?:ed)?|request(?:ed)?|opt(?:ed)? in)(?: to receive| to get| to| for)?(?: (?:this|these|any of this|it)| ${anyUpTo(3)}${texts})?$`,
  // Lists and numbers.
  `\\bunsub\\w{0,3}[cr]\\w*\\b(?! from (?:the|my|a|our) (?:\\w+ )?(?:plan|tier|trial|course|class|gym|magazine)\\b)|\\bunsusc\\w*|\\bun subscribe|\\bunsub$`,
  `\\boptout\\b|\\bopt(?:ed|ing|s)? (?:me |us |this number |my number )?out\\b(?! of (?:the|my|our|his|her|a|an|their) (?!(?:\\w+ ){0,2}${texts}\\b))`,
  `\\b(?:remove|removing|take|taking|get|drop|delete|scratch|pull|strike|erase) (?:me|us|my \\w+(?: \\w+)?|this(?: \\w+){0,2}|the number|our \\w+) (?:off|from|out of|out|of)(?: of| from)? (?!.*\\b${otherList} ?list)(?:${anyUpTo(3)}${list}\\b|(?:this|here|everything|it)$)`,
  `\\b(?:want|me|us|number|name|get) off (?:of )?(?:this|your|ur|the) (?!${otherList} )(?:\\w+ ){0,2}list\\b|^(?:${before} )*remove(?:d)? from (?:the |your |this )?list$`,
  `\\b(?:be|being|was|get|got) (?:removed|taken off|deleted|dropped)(?: from| off)? (?!.*\\b${otherList} ?list)(?:${anyUpTo(3)}${list}\\b|(?:this|here)$)`,
  `\\b(?:remove|delete|erase|lose|forget|drop|unlist|clear|purge|scrap|take out) ${mine}(?: (?:from|off|out|and|${please}).*)?$`,
  `\\btake ${mine} (?:off|out|down)\\b`,
  `^(?:${before} )*(?:remove|delete|unlist|unsubscribe) (?:me|us)(?: ${please})*$|^(?:${before} )*take (?:me|us) off(?: ${please})*$`,
  `\\b(?:cancel|discontinue|terminate|halt|suspend|pause|turn off|shut off|switch off|disable|deactivate) ${upTo(3)}(?:${texts}|subscriptions?|enrollment)\\b`,
  // Anger.
  "\\bcease and desist\\b",
  `\\bleave (?:me|us) ${anyUpTo(2)}alone\\b`,
  `^(?:${before} )*(?:go away|get lost|(?:fuck|f|piss|screw|buzz|back) off|not interested|no longer interested)(?: ${please}| anymore)*$`,
  `^(?:${before} )*(?:im|i am|were|we are) (?:not|no longer) interested(?: ${please}| anymore)*$`,
  `\\b(?:this|that|it|these|you|u)(?: is| are|s|re| r)? (?:\\w+ )?(?:spam|spamming|harassment|harassing)\\b(?! folder)`,
  `\\b(?:report|reporting|reported|marking|marked) (?:\\w+ ){1,4}spam\\b`,
  `\\b(?:i|im|ill|am|will|have|ive|gonna|to) (?:\\w+ )?block(?:ing|ed)? (?:you|u|this number|your number)\\b`,
  `\\bwhy (?:am|are|do|is|r) (?:i|we|you|u|yall) (?:still |always |even )?(?:keep )?(?:(?:texting|messaging|contacting|spamming|text|message|contact) (?:me|us)\\b|(?:getting|receiving|get|receive|sending|send) (?:me |us )?(?:${anyUpTo(2)}${texts}\\b|(?:this|these)$))`,
  `\\b(?:you|u|they|yall)(?: all| guys| people)? (?:keep|still|constantly|wont stop) (?:${reaching})`,
  `\\b(?:still|keep|kept) (?:getting|receiving) ${anyUpTo(3)}${texts}\\b`,
];

const spanish: readonly string[] = [
  `\\b(?:dejen?|dejad?|dejas|dejes|dejar|paren?|parar|para|cesen?|basta(?: ya)?)(?: ya)? de (?:\\w+ )?(?:mand|envi|escrib|text|mensaj|molest|contact|llam|acos|fastidi|spam)`,
  "\\b(?:no|ni|nunca|jamas) (?:mas )?(?:me|nos|le|les) (?:vuelv\\w+ a |sig\\w+ |est\\w+ )?(?:escrib(?:a[ns]?|ir|iendo)|contact(?:e[ns]?|ar|ando)|molest(?:e[ns]?|ar|ando)|text(?:ee[ns]?|ear|eando)|mensaje(?:e[ns]?|ar)|acos(?:e[ns]?|ar))\\b",
  `\\b(?:no|ni|nunca|jamas) (?:mas )?(?:me|nos|le|les) (?:vuelv\\w+ a |sig\\w+ |est\\w+ )?(?:mand(?:e[ns]?|ar|ando)|envi(?:e[ns]?|ar|ando)|llam(?:e[ns]?|ar|ando))(?=$| (?:mas|ya|nunca|nada|${texts}|esto|estos|por favor|ni|o)\\b)`,
  `\\bno (?:escriban?|manden?|envien?|textee?n?) (?:mas|nada|a este numero|${texts})\\b`,
  `\\bno (?:quiero|quisiera|deseo|queremos|deseamos|necesito|necesitamos|autorizo|acepto|pedi|solicite) ${anyUpTo(5, "perder|perderme")}(?:${texts}|(?:escriba|contacte|mande|envie|moleste|textee)n?|saber (?:nada )?de)\\b`,
  `\\b(?:no mas|basta (?:de|con)|nada de|cero) (?:\\w+ )?${texts}\\b`,
  "\\bno vuelv\\w+ a (?:escrib|mand|envi|text|contact|llam|molest)",
  "^(?:no quiero mas|ya no quiero|ya no quiero mas)$",
  "\\b(?:quit|borr|elimin|saqu|sac|remuev|remov|retir)\\w*(?:me|nos)(?: por favor| porfavor| ya)?(?:$| de (?:\\w+ ){0,3}(?:lista|base|sistema|registro|contactos|grupo|mensajes|aqui|esto|directorio)\\b)",
  "\\bme (?:quiten?|saquen?|borren?|eliminen?|remuevan?|retiren?) de (?:\\w+ ){0,3}(?:lista|base|sistema|registro|contactos|grupo|mensajes|aqui)\\b",
  "\\b(?:quit|borr|elimin|remuev|remov|retir)\\w* (?:mi|este|el|ese) (?:\\w+ )?(?:numero|telefono|celular|contacto)\\b",
  "\\b(?:dar|darme|darnos|dame|deme|denme|den|doy|darse|dese)(?: me)? (?:\\w+ )?de baja\\b|\\bde baja (?:este|mi) numero\\b|^(?:quiero|solicito|pido) (?:la )?baja$",
  `\\b(?:cancel\\w*|anul\\w*|suspend\\w*|deten\\w*|termin\\w*|paren?|parar|quiten?) (?:(?!(?:y|o|que|para|cita)\\b)\\w+ ){0,3}(?:suscripcion|subscripcion|${texts})\\b`,
  "\\bd[ei]s[su]+bscri\\w*|\\bdesuscri\\w*|\\bdessuscri\\w*",
  "\\bdej\\w* en paz\\b|\\bdej\\w*(?:me|nos) (?:tranquil\\w+|sol[oa])\\b|\\bno molest(?:en|es?)(?: mas|$)",
  "^(?:ya |pero )?no (?:me interesan?|estoy interesad[oa])(?: ya| gracias| nada)*$",
  `^(?:${please} )*(?:basta|no mas|detenganse|detente|pare|paren)(?: ${please}| basta)*$`,
  // French, whose stop word is known.
  "\\barrete[rz]? (?:de|d)\\b|^arrete[rz]?$|\\bdesabonn\\w*",
];

const rules = [...english, ...spanish].map((pattern) => new RegExp(pattern, "u"));

/** These mean much else beside: only where they are all that was written. */
const alone = new RegExp(
  `^(?:(?:${please}|hi|hey|hello) )*(?:cancel|cancel all|end|end all|quit|remove|revoke|alto|parar|para|detener|cancelar|baja|salir|eliminar|suspender|enough|arret)(?: ${please})*$`,
  "u",
);

const asked = /^(?:is|was|did|do|does|am|are|have|what|could)\b/u;
const wrongNumber =
  /\b(?:(?:got|have|texted) the wrong$|wrong (?:number|person|guy)(?! (?:on|for|in|of|was|to)\b)|numero equivocado|(?<!me )equivoc\w+ de (?:numero|persona))/u;
const theirOwn =
  /\b(?:i|we) (?:\w+ )?(?:gave|put|wrote|typed|entered|dialed|dialled|called|provided|left)\b/u;

/** A word spelled out, or slipped on: these are nothing else. */
const misspelled: ReadonlySet<string> = new Set([
  "s t o p",
  "stp",
  "st0p",
  "stopo",
  "dtop",
  "stopn",
  "stopt",
]);

/** @param clauses of one text, in lower case, without accents, apostrophes and signs; none is empty. */
export function mayMeanStop(clauses: readonly string[]): boolean {
  const whole = clauses.join(" ");
  if (misspelled.has(whole) || alone.test(whole)) return true;
  if (isWrongNumber(whole)) return true;
  return [...clauses, whole].some((clause) => rules.some((rule) => rule.test(clause)));
}

/** Somebody else was meant: said in passing it is about something else. */
function isWrongNumber(whole: string): boolean {
  return (
    wrongNumber.test(whole) && !asked.test(whole) && !theirOwn.test(whole) && whole.split(" ").length <= 10
  );
}
