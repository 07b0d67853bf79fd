// All words of the page, French and English.
import { countryCode, countryName } from "./countries";
import { term } from "./terms";

const fr = {
  reader: "Lecteur", timeline: "Chronologie", network: "Réseau", map: "Carte", disputes: "Démentis", actors: "Acteurs", dyad: "Dyade",
  views: "Vues", skip: "Aller au contenu", theme: "Thème", light: "clair", dark: "sombre", auto: "auto", language: "Langue",
  filters: "Filtres", text: "Mots du texte", type: "Type", status: "Statut", country: "Pays", actor: "Auteur", recipient: "Destinataire", source: "Selon",
  place: "Lieu", publisher: "Média", articleLanguage: "Langue de l’article", from: "Du", to: "Au", box: "Cadre", any: "tous", apply: "Appliquer", clear: "Tout effacer", remove: "Retirer",
  articles: "Articles", events: "Événements", quotes: "Citations", more: "La suite", nothing: "Rien qui réponde à ces filtres.", nothingDone: "Rien dont il soit l’auteur.", nothingSaid: "Aucune citation.", loading: "Un instant…", failed: "Pas de réponse",
  once: "Chaque fait une fois", yes: "oui",
  paste: "Coller un article", pasteHint: "Texte ou page HTML, en français ou en anglais", code: "Coder", pasted: "Article collé", back: "Tous les articles",
  evidence: "Ce que le texte dit", hint: "Survolez ou choisissez un événement : ses mots s’allument.", published: "Paru", inferred: "Paru (date déduite)", noEvents: "Aucun événement dans ce texte.",
  who: "qui", whom: "à qui", when: "quand", where: "où", according: "selon", denial: "démenti", trigger: "action", stance: "position", sentence: "phrase",
  deniedBy: "démenti par", accordingTo: "selon", confidence: "confiance", rule: "règle", hedged: "au conditionnel", residue: "Ce qui n’est pas le récit", legend: "Légende",
  kind_actor: "acteurs", kind_time: "temps", kind_place: "lieux", kind_quote: "citations, une couleur par locuteur", kind_trigger: "événements", kind_residue: "hors récit",
  cooperation: "Coopération", conflict: "Conflit", by: "par", day: "jour", month: "mois", year: "année", undated: "sans date précise", cut: "Plus tôt, il y en a d’autres : trop de jours pour un dessin. Choisissez une période, ou le mois.", zoomHint: "Glissez pour zoomer ; un clic montre les événements.",
  zoomOut: "Toute la période", table: "En tableau", period: "Période", words: "En mots",
  nodes: "Nœuds", countries: "pays", persons: "acteurs", edges: "Liens", score: "Score", goldstein: "Goldstein", plover: "PLOVER", volume: "épaisseur : nombre d’événements", ownloop: "au-dedans", plus: "Agrandir", minus: "Réduire", reset: "Recentrer", slider: "Période",
  claim: "Ce qui est affirmé", denialSide: "Ce qui est démenti", claimedBy: "Affirmé par", reporter: "le média", openArticle: "Lire l’article", noWords: "sans mots cités", reports: "Tous les récits",
  did: "a fait", received: "a subi", told: "a dit", denied: "a nié", roles: "Rôles", types: "Types", toWhom: "Envers qui", byWhom: "De qui", months: "Mois par mois", who_is: "Qui est-ce",
  role_actor: "auteur", role_recipient: "destinataire", role_source: "source", role_denier: "dénégateur", role_confirmer: "confirmateur",
  downloads: "Télécharger", data: "ce que la vue montre", token: "Ce serveur demande son jeton", open: "Ouvrir", changed: "La base a changé : vue rafraîchie", stored: "Dans la base",
  disputed: "démentis", disputed_one: "démenti", stories: "Faits", story: "Fait", stored_stories: "faits", told_by: "récits de", media: "médias", one_articles: "article", one_events: "événement", one_media: "média", one_killed: "tué", one_wounded: "blessé", field: "Ce qui diffère", f_day: "jour", f_names: "noms", f_words: "mots", f_numbers: "nombres", f_article: "même article", f_mode: "mode", differ: "Ce que les récits disent différemment", silent: "N’en dit rien", why: "Pourquoi ce récit en est", killed: "tués", wounded: "blessés", most: "au plus {} par mois", date: "date", value: "Valeur", said_by: "Dit par", st_reports: "rapporte", find: "Chercher", name: "Nom", kind: "Genre", precise: "précis", vague: "zone", several: "plusieurs lieux", there: "aller", backway: "retour", notfound: "Cette page n’existe pas.",
  s_occurred: "survenu", s_planned: "prévu", s_claimed: "affirmé", s_alleged: "allégué", s_hypothetical: "hypothétique", s_negated: "nié", s_denied: "démenti",
  st_asserts: "affirme", st_accuses: "accuse", st_denies: "dément", st_confirms: "confirme", st_doubts: "doute", st_demands: "exige", st_promises: "promet",
  q1: "coopération verbale", q2: "coopération matérielle", q3: "conflit verbal", q4: "conflit matériel",
  AGREE: "accord", CONSULT: "rencontre", SUPPORT: "soutien", CONCEDE: "concession", COOPERATE: "coopération", AID: "aide", RETREAT: "retrait", REQUEST: "demande", ACCUSE: "accusation",
  REJECT: "refus", THREATEN: "menace", PROTEST: "manifestation", SANCTION: "sanction", MOBILIZE: "mobilisation", COERCE: "contrainte", ASSAULT: "attaque",
};
export type Word = keyof typeof fr;
const en: Record<Word, string> = {
  reader: "Reader", timeline: "Timeline", network: "Network", map: "Map", disputes: "Disputes", actors: "Actors", dyad: "Dyad",
  views: "Views", skip: "Skip to content", theme: "Theme", light: "light", dark: "dark", auto: "auto", language: "Language",
  filters: "Filters", text: "Words of the text", type: "Type", status: "Status", country: "Country", actor: "Actor", recipient: "Recipient", source: "According to",
  place: "Place", publisher: "Medium", articleLanguage: "Language of the article", from: "From", to: "To", box: "Box", any: "all", apply: "Apply", clear: "Clear all", remove: "Remove",
  articles: "Articles", events: "Events", quotes: "Quotes", more: "More", nothing: "Nothing meets these filters.", nothingDone: "It did nothing of its own.", nothingSaid: "No quotes.", loading: "One moment…", failed: "No answer",
  once: "Each event once", yes: "yes",
  paste: "Paste an article", pasteHint: "Text or HTML page, French or English", code: "Code", pasted: "Pasted article", back: "All articles",
  evidence: "What the text says", hint: "Hover or choose an event: its words light up.", published: "Published", inferred: "Published (date worked out)", noEvents: "No events in this text.",
  who: "who", whom: "to whom", when: "when", where: "where", according: "says", denial: "denial", trigger: "action", stance: "stance", sentence: "sentence",
  deniedBy: "denied by", accordingTo: "according to", confidence: "confidence", rule: "rule", hedged: "hedged", residue: "What is not the report", legend: "Legend",
  kind_actor: "actors", kind_time: "times", kind_place: "places", kind_quote: "quotes, a colour a speaker", kind_trigger: "events", kind_residue: "not the report",
  cooperation: "Cooperation", conflict: "Conflict", by: "by", day: "day", month: "month", year: "year", undated: "without a precise date", cut: "There are more before: too many days for one drawing. Choose a period, or months.", zoomHint: "Drag to zoom; a click shows the events.",
  zoomOut: "Whole period", table: "As a table", period: "Period", words: "In words",
  nodes: "Nodes", countries: "countries", persons: "actors", edges: "Links", score: "Score", goldstein: "Goldstein", plover: "PLOVER", volume: "width: number of events", ownloop: "within", plus: "Larger", minus: "Smaller", reset: "Centre", slider: "Period",
  claim: "What is claimed", denialSide: "What is denied", claimedBy: "Claimed by", reporter: "the medium", openArticle: "Read the article", noWords: "no words quoted", reports: "All reports",
  did: "did", received: "received", told: "said", denied: "denied", roles: "Roles", types: "Types", toWhom: "To whom", byWhom: "By whom", months: "Month by month", who_is: "Who this is",
  role_actor: "actor", role_recipient: "recipient", role_source: "source", role_denier: "denier", role_confirmer: "confirmer",
  downloads: "Download", data: "what this view shows", token: "This server wants its token", open: "Open", changed: "The store has changed: view renewed", stored: "In the store",
  disputed: "disputes", disputed_one: "disputed", stories: "Stories", story: "Story", stored_stories: "stories", told_by: "reports by", media: "media", one_articles: "article", one_events: "event", one_media: "medium", one_killed: "killed", one_wounded: "wounded", field: "What differs", f_day: "day", f_names: "names", f_words: "words", f_numbers: "numbers", f_article: "same article", f_mode: "mode", differ: "What the reports tell differently", silent: "Leaves it out", why: "Why this report belongs here", killed: "killed", wounded: "wounded", most: "at most {} a month", date: "date", value: "Value", said_by: "Said by", st_reports: "reports", find: "Find", name: "Name", kind: "Kind", precise: "precise", vague: "area", several: "several places", there: "there", backway: "back", notfound: "There is no such page.",
  s_occurred: "occurred", s_planned: "planned", s_claimed: "claimed", s_alleged: "alleged", s_hypothetical: "hypothetical", s_negated: "negated", s_denied: "denied",
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
/** "Thème :" and "Theme:": a label before what it tells. */
export function told(label: string): string {
  return label + (settings.language === "fr" ? "\u00a0:" : ":");
}
/** An event's type and mode: "attaque (drone)". */
export function typed(type: string, mode: string | null | undefined): string {
  return w(type) + (mode ? ` (${term("modes", mode, settings.language)})` : "");
}
export function kind(name: string): string {
  return term("kinds", name, settings.language);
}
export function sector(name: string | null): string {
  return term("sectors", name, settings.language);
}
const languages: Record<string, Intl.DisplayNames> = {};
/** "fr" -> "français". */
export function languageName(code: string | null | undefined): string {
  if (!code) return "";
  languages[settings.language] ??= new Intl.DisplayNames([settings.language], { type: "language" });
  return languages[settings.language].of(code) ?? code;
}
/** "1 article", "3 articles"; in French none is one. */
export function counted(n: number, key: string): string {
  const one = settings.language === "fr" ? n < 2 : n === 1;
  return `${number(n)} ${one ? w("one_" + key) : w(key).toLowerCase()}`;
}
/** A country or a place that is one, in the page's language; "police (Liban)" where others are called the same; else the name. */
export function called(name: string, code: string | null | undefined): string {
  return code && countryCode(name) === code ? country(code) : name;
}
export function named(name: string, code: string | null | undefined): string {
  return !code || /^\p{Lu}/u.test(name) ? name : `${name} (${country(code)})`;
}
/** "Salisbury, Royaume-Uni"; a country is not told twice. */
export function place(name: string | null | undefined, code: string | null | undefined): string {
  if (!name) return "";
  const of = country(code), here = called(name, code);
  return of && of !== here ? `${here}, ${of}` : here;
}
export function number(value: number): string {
  return value.toLocaleString(settings.language);
}
/** A score: one decimal, a true minus. */
export function score(value: number | null | undefined): string {
  if (value === null || value === undefined) return "";
  return value.toLocaleString(settings.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).replace("-", "\u2212");
}
export function day(date: string | null | undefined): string {
  if (!date) return "";
  const [y, m, d] = date.split("/")[0].split("-").map(Number);
  if (!m || Number.isNaN(y)) return date;
  const options: Intl.DateTimeFormatOptions = { year: "numeric", month: "short", timeZone: "UTC", ...(d ? { day: "numeric" } : {}) };
  return new Date(Date.UTC(y, m - 1, d || 1)).toLocaleDateString(settings.language, options);
}
