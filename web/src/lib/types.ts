// What the API answers with; /api/v1/openapi.json tells more.
export type Span = [number, number];

export interface Party {
  name: string;
  country: string | null;
}

export interface Told {
  title: string | null;
  published: string | null;
  publisher: string | null;
  language: string | null;
  url: string | null;
}

export interface Position {
  by: string | null;
  country: string | null;
  stance: string;
  words: string | null;
}

export interface EventRow extends Told {
  event: number;
  article: string;
  id: string;
  type: string;
  mode: string;
  quad: number | null;
  score: number | null;
  goldstein: number | null;
  actor: Party[];
  recipient: Party[];
  date: string | null;
  place: string | null;
  place_country: string | null;
  status: string;
  according_to: Party[];
  denied_by: Party[];
  confirmed_by: Party[];
  positions: Position[];
  hedged: boolean;
  confidence: number | null;
  trigger: string | null;
  sentence: string | null;
  story: number | null;
}

export interface StoryRow {
  story: number;
  type: string;
  mode: string | null;
  actor: string | null;
  recipient: string | null;
  date: string | null;
  place: string | null;
  place_country: string | null;
  killed: number | null;
  wounded: number | null;
  reports: number;
  publishers: number;
  languages: number | null;
  differs: string | null;
  dispute: number | null;
  first_language: string | null;
  first_sentence: string | null;
}

export interface StoryPage extends StoryRow {
  told: { event: number; article: string; id: string; publisher: string | null; publisher_country: string | null; language: string | null; published: string | null; status: string; according_to: string | null; denied_by: string | null; sentence: string | null; why: string | null }[];
  values: { field: string; value: string | null; reports: number; said_by: string | null }[];
}

export interface Side {
  side: "asserts" | "denies";
  stance: string;
  holder: string | null;
  country: string | null;
  is_medium: boolean;
  words: string | null;
  said: string | null; // the sentence that the words stand in
  sentence: string | null; // that of the event
  article: string;
  event: string;
  publisher: string | null;
  publisher_country: string | null;
  language: string | null;
  published: string | null;
}

export interface DisputeRow {
  dispute: number;
  story: number | null;
  type: string;
  mode: string | null;
  actor: string | null;
  recipient: string | null;
  date: string | null;
  place: string | null;
  place_country: string | null;
  reports: number;
  sentence: string | null;
  positions: Side[];
  silences: { publisher: string | null; country: string | null; side: string; holder: string | null }[];
}

export interface ArticleRow extends Told {
  id: string;
  events: number;
  excerpt?: string;
}

export interface QuoteRow extends Told {
  article: string;
  n: number;
  form: string;
  speaker: string | null;
  speaker_country: string | null;
  words: string;
}

export interface ActorRow {
  name: string;
  kind: string;
  country: string | null;
  roles: number;
  did: number;
  received: number;
  told: number;
  denied: number;
}

export interface Counts {
  events: number;
  cooperation: number | null;
  conflict: number | null;
  goldstein: number | null;
  score: number | null;
}

export interface Month extends Counts {
  month: string;
}

export interface Edge extends Counts {
  from: string;
  to: string;
  from_country: string | null;
  to_country: string | null;
}

export interface PlaceRow extends Counts {
  name: string;
  country: string | null;
  admin1: string | null;
  lat: number;
  lon: number;
}

export interface Period {
  period: string | null;
  quad: number | null;
  status: string;
  denied: boolean;
  events: number;
}

export interface Summary {
  articles: number;
  events: number;
  quotes: number;
  stories: number;
  disputes: number;
  first: string | null;
  last: string | null;
  types: { value: string; events: number }[];
  languages: { value: string | null; articles: number }[];
  publishers: { value: string; articles: number }[];
}

export interface Entity {
  id: string;
  name: string;
  kind: string;
  country: string | null;
  mentions: { span: Span; form: string }[];
}

export interface RecordEvent {
  id: string;
  event: string;
  mode: string;
  quad: number | null;
  actor: string[];
  recipient: string[];
  date: string | null;
  time_basis: string;
  place: { name: string; country: string | null } | null;
  status: string;
  hedged: boolean;
  confidence: number | null;
  according_to: string[];
  denied_by: string[];
  positions: { by: string | null; stance: string; span: Span | null }[];
  trigger: Span;
  sentence: Span;
  evidence: Span[];
  rule: string | null;
}

/** The record of an article, as `depeche code` writes it. */
export interface ArticleRecord {
  id: string;
  url: string | null;
  publisher: string | null;
  language: string | null;
  published: { date: string | null; basis: string | null } | null;
  text: string;
  residue?: Span[];
  entities: Entity[];
  places: { name: string; country: string | null; mentions?: Span[] }[];
  times: { span: Span; type: string; value: string | null }[];
  quotes: { span: Span; form: string; speaker: string | null }[];
  events: RecordEvent[];
  diagnostics?: string[];
}
