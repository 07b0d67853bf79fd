// Where the nodes of a network go: forces, then room for each; the same answer every time.
export interface Node {
  key: string;
  id: string;
  country: string | null;
  isShared: boolean; // others are called the same
  weight: number;
  x: number;
  y: number;
}

/** Places nodes on a drawing, none on another: `room(node)` is the radius of what each wants for itself, `side` and `top` are
 * left free for names. Quadratic: some hundred nodes take some tens of milliseconds. */
export function place(nodes: Node[], edges: { from: number; to: number; weight: number }[], width: number, height: number, side: number, top: number, room: (node: Node) => number) {
  const n = nodes.length;
  if (!n) return;
  pull(nodes, edges);
  spread(nodes);
  // As wide and as high as the drawing.
  const fit = (key: "x" | "y", from: number, to: number) => {
    const all = nodes.map((v) => v[key]), low = Math.min(...all), high = Math.max(...all);
    for (const v of nodes) v[key] = high > low ? from + ((v[key] - low) / (high - low)) * (to - from) : (from + to) / 2;
  };
  fit("x", side, width - side);
  fit("y", top, height - top);
  const rooms = nodes.map(room);
  for (let round = 0; round < 80; round++) {
    let moved = false;
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        const x = nodes[j].x - nodes[i].x, y = nodes[j].y - nodes[i].y, wanted = rooms[i] + rooms[j];
        if (Math.abs(x) >= wanted || Math.abs(y) >= wanted) continue;
        const distance = Math.hypot(x, y) || 1e-3, lack = wanted - distance;
        if (lack <= 0.5) continue;
        moved = true;
        // The larger one moves less.
        const part = (rooms[j] / wanted) * lack, other = lack - part;
        nodes[i].x -= (x / distance) * part;
        nodes[i].y -= (y / distance) * part;
        nodes[j].x += (x / distance) * other;
        nodes[j].y += (y / distance) * other;
      }
    }
    for (const v of nodes) {
      v.x = Math.min(width - side, Math.max(side, v.x));
      v.y = Math.min(height - top, Math.max(top, v.y));
    }
    if (!moved) break;
  }
}

// Links draw together, all else pushes apart, and everything falls towards the middle (Fruchterman, Reingold 1991).
function pull(nodes: Node[], edges: { from: number; to: number; weight: number }[]) {
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
}

// Half of what lies close together in the middle and far apart at the rim is evened out.
function spread(nodes: Node[]) {
  const n = nodes.length;
  const mx = nodes.reduce((sum, v) => sum + v.x, 0) / n, my = nodes.reduce((sum, v) => sum + v.y, 0) / n;
  const far = nodes.map((v) => Math.hypot(v.x - mx, v.y - my));
  const most = Math.max(1e-6, ...far);
  const order = nodes.map((_, i) => i).sort((a, b) => far[a] - far[b] || a - b);
  order.forEach((i, rank) => {
    const factor = far[i] > 1e-9 ? (0.5 * (far[i] / most) + 0.5 * Math.sqrt((rank + 0.5) / n)) / far[i] : 0;
    nodes[i].x = (nodes[i].x - mx) * factor;
    nodes[i].y = (nodes[i].y - my) * factor;
  });
}

/** Where the names of nodes go, in the units of the nodes: above, below, right or left, whichever no other name nor
 * node covers and the drawing holds; nodes without such a place have no name.
 * The first come first, and rather cover smaller nodes than have none. */
export function labels(nodes: { x: number; y: number; r: number; text: string }[], size: number, width: number, height: number): ({ x: number; y: number } | null)[] {
  const taken: { left: number; right: number; top: number; bottom: number }[] = [];
  const box = (x: number, y: number, w: number) => ({ left: x - w / 2 - 2, right: x + w / 2 + 2, top: y - size, bottom: y + 3 });
  const inside = (b: (typeof taken)[number]) => b.left >= 0 && b.right <= width && b.top >= 0 && b.bottom <= height;
  const free = (b: (typeof taken)[number]) => taken.every((t) => b.right < t.left || t.right < b.left || b.bottom < t.top || t.bottom < b.top);
  const covers = (b: (typeof taken)[number], o: (typeof nodes)[number]) => b.left < o.x + o.r && o.x - o.r < b.right && b.top < o.y + o.r && o.y - o.r < b.bottom;
  const first = 12;
  return nodes.map((v, i) => {
    const w = v.text.length * size * 0.56;
    const spots = [[v.x, v.y - v.r - 4], [v.x, v.y + v.r + size], [v.x + v.r + w / 2 + 4, v.y + size / 3], [v.x - v.r - w / 2 - 4, v.y + size / 3]].filter(([x, y]) => inside(box(x, y, w)) && free(box(x, y, w)));
    const clear = (from: number) => spots.find(([x, y]) => nodes.every((o, j) => j === i || j >= from || !covers(box(x, y, w), o)));
    const spot = clear(nodes.length) ?? (i < first ? clear(i) : undefined);
    if (!spot) return null;
    taken.push(box(spot[0], spot[1], w));
    return { x: spot[0], y: spot[1] };
  });
}
