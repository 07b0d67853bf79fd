// A record's spans, in code points, over its text -> pieces that each carry what is said of them.
import type { ArticleRecord, RecordEvent, Span } from "./types";

export type Role = "act" | "who" | "whom" | "when" | "where" | "says" | "stance";

export interface Piece {
  text: string;
  begin: number;
  end: number;
  triggers: RecordEvent[]; // events whose words these are
  entity: string | null;
  quote: number | null; // index in the record's quotes
  time: boolean;
  place: boolean;
  residue: boolean;
}

export interface Paragraph {
  pieces: Piece[];
  isTitle: boolean;
}

const inside = (at: number, [begin, end]: Span) => at >= begin && at < end;
const overlaps = (a: Span, b: Span) => a[0] < b[1] && b[0] < a[1];

/** The text cut wherever a mark begins or ends, in paragraphs. */
export function paragraphs(record: ArticleRecord): Paragraph[] {
  const points = Array.from(record.text);
  const mentions = record.entities.flatMap((e) => e.mentions.map((m) => ({ span: m.span, entity: e.id })));
  const places = record.places.flatMap((p) => p.mentions ?? []);
  const triggers = record.events.filter((e) => e.trigger?.[1] > e.trigger?.[0]);
  const cuts = new Set<number>([0, points.length]);
  const spans: Span[] = [...mentions.map((m) => m.span), ...places, ...record.times.map((t) => t.span), ...record.quotes.map((q) => q.span), ...(record.residue ?? []), ...triggers.map((e) => e.trigger)];
  for (const [begin, end] of spans) cuts.add(begin).add(end);
  // The words of the other parts of events are lit as they are, so they must be pieces of their own as well.
  for (const event of record.events) for (const { span } of parts(record, event, points)) cuts.add(span[0]).add(span[1]);
  points.forEach((c, i) => c === "\n" && cuts.add(i).add(i + 1));
  const sorted = [...cuts].filter((c) => c >= 0 && c <= points.length).sort((a, b) => a - b);
  const out: Paragraph[] = [{ pieces: [], isTitle: true }];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [begin, end] = [sorted[i], sorted[i + 1]];
    const text = points.slice(begin, end).join("");
    if (text === "\n") {
      if (out[out.length - 1].pieces.length) out.push({ pieces: [], isTitle: false });
      continue;
    }
    const quote = record.quotes.findIndex((q) => inside(begin, q.span));
    // Of mentions one in another, the shortest.
    const mention = mentions.filter((m) => inside(begin, m.span)).sort((a, b) => a.span[1] - a.span[0] - (b.span[1] - b.span[0]))[0];
    out[out.length - 1].pieces.push({
      text, begin, end,
      triggers: triggers.filter((e) => inside(begin, e.trigger)),
      entity: mention?.entity ?? null,
      quote: quote < 0 ? null : quote,
      time: record.times.some((t) => inside(begin, t.span)),
      place: places.some((p) => inside(begin, p)),
      residue: (record.residue ?? []).some((r) => inside(begin, r)),
    });
  }
  return out.filter((p) => p.pieces.length);
}

/** Where the text says who, to whom, when, where, according to whom, and how sure. */
export function parts(record: ArticleRecord, event: RecordEvent, given?: string[]): { span: Span; role: Role }[] {
  const points = given ?? Array.from(record.text);
  const evidence: Span[] = event.evidence?.length ? event.evidence : event.sentence ? [event.sentence] : [];
  const within = (span: Span) => evidence.some((e) => overlaps(e, span));
  const out: { span: Span; role: Role }[] = [{ span: event.trigger, role: "act" }];
  const add = (ids: string[], role: Role) => {
    for (const id of ids ?? []) {
      const all = record.entities.find((e) => e.id === id)?.mentions.map((m) => m.span) ?? [];
      const near = all.filter(within);
      // Named elsewhere: the last time before the event, else the first.
      const chosen = near.length ? near : [all.filter((s) => s[1] <= event.trigger[0]).at(-1) ?? all[0]];
      for (const span of chosen) if (span) out.push({ span, role });
    }
  };
  add(event.actor, "who");
  add(event.recipient, "whom");
  add(event.according_to, "says");
  for (const p of event.positions ?? []) if (p.span && p.span[0] !== null) out.push({ span: p.span, role: "stance" });
  const date = event.date ?? "";
  const times = record.times.filter((t) => within(t.span) && t.value && date && (t.value.startsWith(date) || date.startsWith(t.value.slice(0, 10))));
  for (const t of times.length || event.time_basis !== "text" ? times : record.times.filter((t) => within(t.span))) out.push({ span: t.span, role: "when" });
  if (event.place) {
    const known = record.places.find((p) => p.name === event.place!.name)?.mentions?.filter(within) ?? [];
    if (known.length) out.push(...known.map((span) => ({ span, role: "where" as Role })));
    else out.push(...named(points, event.place.name, evidence).map((span) => ({ span, role: "where" as Role })));
  }
  return out;
}

function named(points: string[], name: string, evidence: Span[]): Span[] {
  const letters = Array.from(name);
  for (const [begin, end] of evidence) {
    for (let at = begin; at + letters.length <= end; at++) {
      if (letters.every((c, i) => points[at + i] === c)) return [[at, at + letters.length]];
    }
  }
  return [];
}

export function roleAt(found: { span: Span; role: Role }[], piece: Piece): Role | null {
  return found.find((p) => overlaps(p.span, [piece.begin, piece.end]))?.role ?? null;
}
