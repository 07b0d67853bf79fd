// Where the nodes of a network go: forces, the same answer every time.
export interface Node {
  id: string;
  country: string | null;
  weight: number;
  x: number;
  y: number;
}

/** Places nodes in a square of -1 to 1. Quadratic: some hundred nodes take some tens of milliseconds. */
export function place(nodes: Node[], edges: { from: number; to: number; weight: number }[]) {
  const n = nodes.length;
  const golden = Math.PI * (3 - Math.sqrt(5));
  nodes.forEach((node, i) => {
    const r = Math.sqrt((i + 0.5) / n);
    node.x = r * Math.cos(i * golden);
    node.y = r * Math.sin(i * golden);
  });
  const ideal = 1.1 / Math.sqrt(Math.max(1, n));
  const dx = new Float64Array(n), dy = new Float64Array(n);
  const rounds = n > 150 ? 120 : 200;
  for (let round = 0; round < rounds; round++) {
    dx.fill(0);
    dy.fill(0);
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        const x = nodes[i].x - nodes[j].x, y = nodes[i].y - nodes[j].y;
        const f = (ideal * ideal) / Math.max(1e-4, x * x + y * y);
        dx[i] += x * f; dy[i] += y * f; dx[j] -= x * f; dy[j] -= y * f;
      }
      dx[i] -= nodes[i].x * ideal * 0.6;
      dy[i] -= nodes[i].y * ideal * 0.6;
    }
    for (const e of edges) {
      const x = nodes[e.from].x - nodes[e.to].x, y = nodes[e.from].y - nodes[e.to].y;
      const f = (Math.hypot(x, y) / ideal) * 0.12 * (1 + Math.log1p(e.weight) * 0.3);
      dx[e.from] -= x * f; dy[e.from] -= y * f; dx[e.to] += x * f; dy[e.to] += y * f;
    }
    const heat = 0.12 * (1 - round / rounds) + 0.002;
    for (let i = 0; i < n; i++) {
      const length = Math.hypot(dx[i], dy[i]) || 1;
      nodes[i].x += (dx[i] / length) * Math.min(length, heat);
      nodes[i].y += (dy[i] / length) * Math.min(length, heat);
    }
  }
  const most = Math.max(1e-6, ...nodes.map((v) => Math.max(Math.abs(v.x), Math.abs(v.y))));
  for (const v of nodes) {
    v.x /= most;
    v.y /= most;
  }
}

/** Where the names of nodes go, in the units of the nodes: above, below, right or left, whichever no other name nor
 * node covers and the drawing holds; nodes without such a place have no name. The first come first, and cover smaller nodes. */
export function labels(nodes: { x: number; y: number; r: number; text: string }[], size: number, width: number, height: number): ({ x: number; y: number } | null)[] {
  const taken: { left: number; right: number; top: number; bottom: number }[] = [];
  const box = (x: number, y: number, w: number) => ({ left: x - w / 2 - 2, right: x + w / 2 + 2, top: y - size, bottom: y + 3 });
  const inside = (b: (typeof taken)[number]) => b.left >= 0 && b.right <= width && b.top >= 0 && b.bottom <= height;
  const free = (b: (typeof taken)[number]) => taken.every((t) => b.right < t.left || t.right < b.left || b.bottom < t.top || t.bottom < b.top);
  const first = 25;
  return nodes.map((v, i) => {
    const w = v.text.length * size * 0.56;
    for (const [x, y] of [[v.x, v.y - v.r - 4], [v.x, v.y + v.r + size], [v.x + v.r + w / 2 + 4, v.y + size / 3], [v.x - v.r - w / 2 - 4, v.y + size / 3]]) {
      const b = box(x, y, w);
      if (!inside(b) || !free(b) || nodes.some((o, j) => j !== i && (i >= first || j < i) && b.left < o.x + o.r && o.x - o.r < b.right && b.top < o.y + o.r && o.y - o.r < b.bottom)) continue;
      taken.push(b);
      return { x, y };
    }
    return null;
  });
}
