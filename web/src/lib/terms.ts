// PLOVER's modes and sectors, and the kinds of actors, in words: [French, English].
const modes: Record<string, [string, string]> = {
  visit: ["visite", "visit"], "third-party": ["chez un tiers", "with a third party"], multilateral: ["à plusieurs", "multilateral"], phone: ["par téléphone", "by telephone"],
  withdraw: ["retrait", "withdrawal"], release: ["libération", "release"], disarm: ["désarmement", "disarmament"], ceasefire: ["cessez-le-feu", "ceasefire"], access: ["accès ouvert", "access given"], resign: ["démission", "resignation"],
  assist: ["assistance", "assistance"], change: ["changement", "change"], yield: ["concession", "concession"], meet: ["entretien", "talks"],
  disapprove: ["désapprobation", "disapproval"], investigate: ["enquête", "investigation"], allege: ["allégation", "allegation"],
  restrict: ["restrictions", "restrictions"], arrest: ["arrestation", "arrest"], relations: ["relations rompues", "broken relations"], expel: ["expulsion", "expulsion"], territory: ["territoire", "territory"], violence: ["violence", "violence"],
  demo: ["rassemblement", "demonstration"], riot: ["émeute", "riot"], strike: ["grève", "strike"], hunger: ["grève de la faim", "hunger strike"], boycott: ["boycott", "boycott"], obstruct: ["blocage", "obstruction"], vandalize: ["vandalisme", "vandalism"],
  convict: ["condamnation", "conviction"], discontinue: ["relations réduites", "relations cut"],
  troops: ["troupes", "troops"], weapons: ["armes", "weapons"], police: ["police", "police"], militia: ["milice", "militia"],
  seize: ["saisie", "seizure"], censor: ["censure", "censorship"], curfew: ["couvre-feu", "curfew"], "martial-law": ["loi martiale", "martial law"], deport: ["déportation", "deportation"], withhold: ["rétention", "withholding"], misinformation: ["désinformation", "misinformation"], cyber: ["cyberattaque", "cyber attack"],
  abduct: ["enlèvement", "abduction"], beat: ["coups", "beating"], torture: ["torture", "torture"], sexual: ["violence sexuelle", "sexual violence"], targeted: ["assassinat ciblé", "targeted killing"], destroy: ["destruction", "destruction"], primitive: ["armes blanches", "hand weapons"],
  firearms: ["armes à feu", "firearms"], explosives: ["explosifs", "explosives"], "suicide-attack": ["attentat suicide", "suicide attack"], aerial: ["frappe aérienne", "air strike"], drone: ["drone", "drone"], "heavy-weapons": ["armes lourdes", "heavy weapons"],
  "crowd-control": ["maintien de l’ordre", "crowd control"], unconventional: ["armes non conventionnelles", "unconventional weapons"],
};
const kinds: Record<string, [string, string]> = {
  person: ["personne", "person"], state: ["État", "state"], government: ["gouvernement", "government"], organisation: ["organisation", "organisation"], armed_group: ["groupe armé", "armed group"], party: ["parti", "party"], medium: ["média", "medium"], people: ["groupe de gens", "group of people"],
};
const sectors: Record<string, [string, string]> = {
  GOV: ["gouvernement", "government"], MIL: ["armée", "military"], COP: ["police", "police"], JUD: ["justice", "judiciary"], LEG: ["parlement", "legislature"], PTY: ["parti", "party"], REB: ["rebelles", "rebels"], SPY: ["renseignement", "intelligence"], UAF: ["groupe armé non identifié", "unidentified armed force"],
  PRM: ["milice progouvernementale", "pro-government militia"], OPP: ["opposition", "opposition"], JRN: ["presse", "press"], REL: ["religion", "religion"], CVL: ["civils", "civilians"], LAB: ["syndicat", "labour"], EDU: ["enseignement", "education"], BUS: ["entreprise", "business"], CRM: ["crime organisé", "organised crime"],
  REF: ["réfugiés", "refugees"], ELI: ["anciens dirigeants et proches", "former leaders and families"], SOC: ["société civile", "civil society"], MED: ["santé", "health"], AGR: ["agriculture", "agriculture"], PRE: ["État partiellement reconnu", "partly recognised state"], UNK: ["", ""], IGO: ["organisation entre États", "body between states"],
};

const tables = { modes, kinds, sectors };

/** "aerial" -> "frappe aérienne"; what has no word stays as it is. */
export function term(table: keyof typeof tables, key: string | null | undefined, language: "fr" | "en"): string {
  if (!key) return "";
  return tables[table][key]?.[language === "fr" ? 0 : 1] ?? key;
}
