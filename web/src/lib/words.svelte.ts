// All words of the page, French and English.
import { countryName } from "./countries";

const fr = {
  reader: "Lecteur", timeline: "Chronologie", network: "Réseau", map: "Carte", disputes: "Démentis", actors: "Acteurs", dyad: "Dyade",
  views: "Vues", skip: "Aller au contenu", theme: "Thème", light: "clair", dark: "sombre", auto: "du système", language: "Langue",
  filters: "Filtres", text: "Mots du texte", type: "Type", status: "Statut", country: "Pays", actor: "Auteur", recipient: "Destinataire", source: "Selon",
  place: "Lieu", publisher: "Média", articleLanguage: "Langue de l’article", from: "Du", to: "Au", box: "Cadre", any: "tous", apply: "Appliquer", clear: "Tout effacer", remove: "Retirer",
  articles: "Articles", events: "Événements", quotes: "Citations", more: "La suite", nothing: "Rien qui réponde à ces filtres.", loading: "Un instant…", failed: "Pas de réponse",
  paste: "Coller un article", pasteHint: "Texte ou page HTML, en français ou en anglais", code: "Coder", pasted: "Article collé", back: "Tous les articles",
  evidence: "Ce que le texte dit", hint: "Survolez ou choisissez un événement : ses mots s’allument.", published: "Paru", noEvents: "Aucun événement dans ce texte.",
  who: "qui", whom: "à qui", when: "quand", where: "où", according: "selon", denial: "démenti", trigger: "action", stance: "position", sentence: "phrase",
  deniedBy: "démenti par", accordingTo: "selon", confidence: "confiance", rule: "règle", hedged: "au conditionnel", residue: "Ce qui n’est pas le récit", legend: "Légende",
  kind_actor: "acteurs", kind_time: "temps", kind_place: "lieux", kind_quote: "citations, une couleur par locuteur", kind_trigger: "événements", kind_residue: "hors récit",
  cooperation: "Coopération", conflict: "Conflit", by: "par", day: "jour", month: "mois", year: "année", undated: "sans date précise", zoomHint: "Glissez pour zoomer ; un clic montre les événements.",
  zoomOut: "Toute la période", table: "En tableau", period: "Période", words: "En mots",
  nodes: "Nœuds", countries: "pays", persons: "acteurs", edges: "Liens", score: "Score", goldstein: "Goldstein", volume: "Volume", plus: "Agrandir", minus: "Réduire", reset: "Recentrer", slider: "Période",
  claim: "Ce qui est affirmé", denialSide: "Ce qui est démenti", claimedBy: "Affirmé par", reporter: "le média", openArticle: "Lire l’article", noWords: "sans mots cités", reports: "Tous les récits",
  did: "a fait", received: "a subi", told: "a dit", denied: "a nié", roles: "Rôles", types: "Types", toWhom: "Envers qui", byWhom: "De qui", months: "Mois par mois", who_is: "Qui est-ce",
  role_actor: "auteur", role_recipient: "destinataire", role_source: "source", role_denier: "dénégateur", role_confirmer: "confirmateur",
  downloads: "Télécharger", data: "données de la vue", feed: "fil", token: "Ce serveur demande son jeton", open: "Ouvrir", changed: "La base a changé : vue rafraîchie", stored: "Dans la base",
  disputed: "démentis", stories: "Récits", story: "Récit", told_by: "récits de", media: "médias", differ: "Ce que les récits disent différemment", silent: "N’en dit rien", why: "pourquoi", killed: "tués", wounded: "blessés", date: "date", value: "valeur", said_by: "dit par", st_reports: "rapporte", find: "Chercher un acteur", kind: "Genre", precise: "précis", vague: "zone", several: "plusieurs lieux", there: "aller", backway: "retour", notfound: "Cette page n’existe pas.",
  s_occurred: "survenu", s_planned: "prévu", s_claimed: "affirmé", s_alleged: "allégué", s_hypothetical: "hypothétique", s_negated: "nié",
  st_asserts: "affirme", st_accuses: "accuse", st_denies: "dément", st_confirms: "confirme", st_doubts: "doute", st_demands: "exige", st_promises: "promet",
  q1: "coopération verbale", q2: "coopération matérielle", q3: "conflit verbal", q4: "conflit matériel",
  AGREE: "accord", CONSULT: "rencontre", SUPPORT: "soutien", CONCEDE: "concession", COOPERATE: "coopération", AID: "aide", RETREAT: "retrait", REQUEST: "demande", ACCUSE: "accusation",
  REJECT: "refus", THREATEN: "menace", PROTEST: "manifestation", SANCTION: "sanction", MOBILIZE: "mobilisation", COERCE: "contrainte", ASSAULT: "attaque",
};
export type Word = keyof typeof fr;
const en: Record<Word, string> = {
  reader: "Reader", timeline: "Timeline", network: "Network", map: "Map", disputes: "Disputes", actors: "Actors", dyad: "Dyad",
  views: "Views", skip: "Skip to content", theme: "Theme", light: "light", dark: "dark", auto: "of the system", language: "Language",
  filters: "Filters", text: "Words of the text", type: "Type", status: "Status", country: "Country", actor: "Actor", recipient: "Recipient", source: "According to",
  place: "Place", publisher: "Medium", articleLanguage: "Language of the article", from: "From", to: "To", box: "Box", any: "all", apply: "Apply", clear: "Clear all", remove: "Remove",
  articles: "Articles", events: "Events", quotes: "Quotes", more: "More", nothing: "Nothing meets these filters.", loading: "One moment…", failed: "No answer",
  paste: "Paste an article", pasteHint: "Text or HTML page, French or English", code: "Code", pasted: "Pasted article", back: "All articles",
  evidence: "What the text says", hint: "Hover or choose an event: its words light up.", published: "Published", noEvents: "No events in this text.",
  who: "who", whom: "to whom", when: "when", where: "where", according: "says", denial: "denial", trigger: "action", stance: "stance", sentence: "sentence",
  deniedBy: "denied by", accordingTo: "according to", confidence: "confidence", rule: "rule", hedged: "hedged", residue: "What is not the report", legend: "Legend",
  kind_actor: "actors", kind_time: "times", kind_place: "places", kind_quote: "quotes, a colour a speaker", kind_trigger: "events", kind_residue: "not the report",
  cooperation: "Cooperation", conflict: "Conflict", by: "by", day: "day", month: "month", year: "year", undated: "without a precise date", zoomHint: "Drag to zoom; a click shows the events.",
  zoomOut: "Whole period", table: "As a table", period: "Period", words: "In words",
  nodes: "Nodes", countries: "countries", persons: "actors", edges: "Links", score: "Score", goldstein: "Goldstein", volume: "Volume", plus: "Larger", minus: "Smaller", reset: "Centre", slider: "Period",
  claim: "What is claimed", denialSide: "What is denied", claimedBy: "Claimed by", reporter: "the medium", openArticle: "Read the article", noWords: "no words quoted", reports: "All reports",
  did: "did", received: "received", told: "said", denied: "denied", roles: "Roles", types: "Types", toWhom: "To whom", byWhom: "By whom", months: "Month by month", who_is: "Who this is",
  role_actor: "actor", role_recipient: "recipient", role_source: "source", role_denier: "denier", role_confirmer: "confirmer",
  downloads: "Download", data: "data of this view", feed: "feed", token: "This server wants its token", open: "Open", changed: "The store has changed: view renewed", stored: "In the store",
  disputed: "disputes", stories: "Stories", story: "Story", told_by: "reports by", media: "media", differ: "What the reports tell differently", silent: "Leaves it out", why: "why", killed: "killed", wounded: "wounded", date: "date", value: "value", said_by: "said by", st_reports: "reports", find: "Find an actor", kind: "Kind", precise: "precise", vague: "area", several: "several places", there: "there", backway: "back", notfound: "There is no such page.",
  s_occurred: "occurred", s_planned: "planned", s_claimed: "claimed", s_alleged: "alleged", s_hypothetical: "hypothetical", s_negated: "negated",
  st_asserts: "asserts", st_accuses: "accuses", st_denies: "denies", st_confirms: "confirms", st_doubts: "doubts", st_demands: "demands", st_promises: "promises",
  q1: "verbal cooperation", q2: "material cooperation", q3: "verbal conflict", q4: "material conflict",
  AGREE: "agreement", CONSULT: "meeting", SUPPORT: "support", CONCEDE: "concession", COOPERATE: "cooperation", AID: "aid", RETREAT: "retreat", REQUEST: "request", ACCUSE: "accusation",
  REJECT: "refusal", THREATEN: "threat", PROTEST: "protest", SANCTION: "sanction", MOBILIZE: "mobilisation", COERCE: "coercion", ASSAULT: "assault",
};
const all = { fr, en };
export type Language = keyof typeof all;

export const eventTypes = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"] as const;
export const statuses = ["occurred", "claimed", "alleged", "planned", "hypothetical", "negated"] as const;

function first(): Language {
  const kept = localStorage.getItem("language");
  if (kept === "fr" || kept === "en") return kept;
  return navigator.language.startsWith("fr") ? "fr" : "en";
}

class Settings {
  language: Language = $state(first());
  theme: "auto" | "light" | "dark" = $state((localStorage.getItem("theme") as "light" | "dark" | null) ?? "auto");
}
export const settings = new Settings();

/** The word in the page's language; a key without one is shown itself. */
export function w(key: string): string {
  return all[settings.language][key as Word] ?? key;
}
export function country(code: string | null | undefined): string {
  return countryName(code, settings.language);
}
export function number(value: number): string {
  return value.toLocaleString(settings.language);
}
export function day(date: string | null | undefined): string {
  if (!date) return "";
  const [y, m, d] = date.split("/")[0].split("-").map(Number);
  if (!m || Number.isNaN(y)) return date;
  const options: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", timeZone: "UTC", ...(d ? { day: "numeric" } : {}) };
  return new Date(Date.UTC(y, m - 1, d || 1)).toLocaleDateString(settings.language, options);
}
