/** Words that say what a name is, without case, accents and dots. A word more is an entry here. */

const listed = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Before a name. */
export const titles = listed(`
  dr doctor doktor prof professor profesor mr mister mrs missus ms miss mx sir madam maam dame lord lady
  herr hr frau frl fr fru herra dhr mevr mevrouw meneer ing dipl diplom dipl-ing mag lic
  sr sra srta senor senora senorita dra mme mlle m madame mademoiselle monsieur maitre
  sig sigra signor signora signorina dott dottssa dottore dottoressa avv
  rev reverend hon honorable judge rabbi imam pastor father sister brother sheikh
  br coach nurse chef officer aunt auntie uncle tante onkel tia tio tata
  capt captain cpt lt lieutenant sgt sergeant col colonel gen general maj major sri shri smt
`);

/** Behind a name. */
export const suffixes = listed(`
  jr sr junior senior ii iii iv phd md do dds dmd dvm rn np pa esq esquire mba cpa jd llm ma msc bsc edd psyd obe mbe ret
`);

/** What family names begin with. */
export const particles = listed(`
  van von vom zu zum zur de del della dello di da do das dos du der den des ter ten bin ibn abu la le el los las les il lo san st
`);

/** Whoever has one of these in their name is no single person, or nobody that we can call by it. */
export const nobodysNames = listed(`
  inc incorporated llc llp lp ltd limited plc corp corporation co company companies gmbh ggmbh mbh ag kg kgaa ohg gbr ug ek ev
  sa sarl sas sasu srl spa sl slu bv nv vof ab as asa oy oyj aps sro spzoo pty pte kk bhd sdn lda ltda cia eirl
  and und et y e o or of from at by for with bei the
  bros brothers sons family familie familia famille eheleute couple team crew staff group gruppe groupe grupo
  holding holdings partners partner associates enterprises industries international global systems software solutions technologies
  tech labs consulting consultants agency agentur agence services service media marketing logistics delivery express courier taxi
  clinic clinics klinik clinica clinique hospital krankenhaus praxis practice medical dental dentist dentistry surgery pharmacy
  apotheke farmacia pharmacie veterinary vet vets therapy health healthcare care nursing optics
  bank banco banque sparkasse credit union insurance versicherung seguros assurance mortgage finance financial capital trust fund
  tax accounting bookkeeping law legal lawyers attorneys kanzlei notary realty realtors properties property immobilien apartments
  hotel hostel motel inn resort spa salon studio gym fitness yoga club bar pub cafe coffee restaurant ristorante restaurante pizza
  pizzeria grill kitchen catering bakery backerei boulangerie panaderia brewery winery foods food deli diner
  shop shops store stores market supermarket boutique outlet mall tienda laden magasin books flowers florist jewelers
  auto autos automotive motors garage werkstatt taller repair repairs towing tires plumbing electric electrical heating roofing
  construction builders bau painting cleaning landscaping lawn moving storage rental rentals supply warehouse
  school schule ecole escuela university universitat universidad college academy kindergarten kita daycare church kirche temple
  institute institut foundation stiftung society association verein council ministry department dept office amt stadt city county
  police airport airlines airways travel tours reisen
  front desk reception support sales billing info admin help helpdesk hotline dispatch operator manager owner landlord tenant
  customer customers client guest patient contact caller unknown anonymous private blocked spam test tester nobody
  amazon uber lyft doordash instacart fedex ups usps dhl google paypal walmart walgreens cvs
  mobile cell phone home work main number room unit apt apartment suite
  mom mum dad mother mama papa grandma grandpa wife husband daughter son neighbor neighbour kids
`);

/** The ends of words of one piece, and what stands in a name of signs. */
export const nobodysParts =
  /(?:praxis|klinik|apotheke|kanzlei|verein|schule|backerei|metzgerei|versicherung|werkstatt)$|株式会社|有限会社|合同会社|公司|会社|병원|은행|주식회사/u;
