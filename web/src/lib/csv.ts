// Rows of the API as a table: RFC 4180. What is a list in a row is told row by row, the row's own values before it.
type Row = Record<string, unknown>;

const cell = (value: unknown) => {
  const text = value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** `positions` of a dispute make a line each; every other list stays in its cell. */
export function csv(rows: Row[]): string {
  const lines = rows.flatMap((row): Row[] => {
    const { positions, ...rest } = row;
    return Array.isArray(positions) && positions.length ? positions.map((p: Row) => ({ ...rest, ...Object.fromEntries(Object.entries(p).map(([k, v]) => ["position_" + k, v])) })) : [rest];
  });
  const names = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  return [names, ...lines.map((line) => names.map((name) => line[name]))].map((line) => line.map(cell).join(",") + "\r\n").join("");
}
