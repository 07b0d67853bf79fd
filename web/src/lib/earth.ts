// The Equal Earth projection (Šavrič, Patterson, Jenny 2018) and the coasts of world-atlas.
import type { GeometryCollection, Topology } from "topojson-specification";
import { feature } from "topojson-client";

export const width = 1000, height = 487;
const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
const scale = width / (2 * 2.7066297);

/** Degrees -> the drawing. */
export function project(lon: number, lat: number): [number, number] {
  const m = Math.sqrt(3) / 2;
  const t = Math.asin(m * Math.sin((lat * Math.PI) / 180)), t2 = t * t, t6 = t2 * t2 * t2;
  const x = (((lon * Math.PI) / 180) * Math.cos(t)) / (m * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)));
  const y = t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2));
  return [width / 2 + x * scale, height / 2 - y * scale];
}

type Point = number[];

// The part of a ring on one side of a meridian.
function side(ring: Point[], meridian: number, east: boolean): Point[] {
  const out: Point[] = [];
  const inside = (p: Point) => (east ? p[0] >= meridian : p[0] <= meridian);
  ring.forEach((p, i) => {
    const q = ring[(i + 1) % ring.length];
    if (inside(p)) out.push(p);
    if (inside(p) !== inside(q)) out.push([meridian, p[1] + ((meridian - p[0]) / (q[0] - p[0])) * (q[1] - p[1])]);
  });
  return out;
}

// The coasts run on over the day line; a flat map is cut there. A ring around a pole is closed along it.
function ring(points: Point[]): string {
  let turn = 0;
  const unrolled = points.map(([lon, lat], i) => {
    if (i && Math.abs(lon - points[i - 1][0]) > 180) turn += lon > points[i - 1][0] ? -360 : 360;
    return [lon + turn, lat];
  });
  const first = unrolled[0], last = unrolled[unrolled.length - 1];
  if (Math.abs(last[0] - first[0]) > 180) unrolled.push([last[0], -90], [first[0], -90]);
  return [-360, 0, 360]
    .map((shift) => side(side(unrolled.map(([lon, lat]) => [lon + shift, lat]), -180, true), 180, false))
    .filter((part) => part.length > 2)
    .map((part) => "M" + part.map(([lon, lat]) => project(lon, lat).map((n) => n.toFixed(1)).join(" ")).join("L") + "Z")
    .join("");
}

/** The outline of each country as a path. */
export async function countries(): Promise<string[]> {
  const atlas = (await import("world-atlas/countries-110m.json")).default as unknown as Topology<{ countries: GeometryCollection }>;
  return feature(atlas, atlas.objects.countries).features.map(({ geometry: g }) => {
    if (g.type === "Polygon") return g.coordinates.map(ring).join("");
    if (g.type === "MultiPolygon") return g.coordinates.flat().map(ring).join("");
    return "";
  });
}
