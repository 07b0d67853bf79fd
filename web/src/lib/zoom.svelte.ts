// A part of a drawing: wheel, buttons, keys and two fingers make it larger, drag and arrows move it. It stands in the
// address as "zoom=scale,x,y".
import { router } from "./route.svelte";

export class Zoom {
  scale = $state(1);
  x = $state(0);
  y = $state(0);
  private fingers = new Map<number, { x: number; y: number }>();
  private writing = 0;
  moved = false;

  constructor(
    private width: number,
    private height: number,
    private most = 40,
  ) {
    const [scale, x, y] = router.get("zoom").split(",").map(Number);
    if (!(scale > 1 && Number.isFinite(x) && Number.isFinite(y))) return;
    this.scale = Math.min(most, scale);
    this.x = x;
    this.y = y;
    this.keep();
  }

  get box(): string {
    return `${this.x} ${this.y} ${this.width / this.scale} ${this.height / this.scale}`;
  }
  /** A finger alone scrolls the page where there is nothing to move. */
  get touch(): string {
    return this.scale > 1 ? "none" : "pan-y";
  }
  by(factor: number, px = 0.5, py = 0.5) {
    const scale = Math.min(this.most, Math.max(1, this.scale * factor));
    this.x += (this.width / this.scale - this.width / scale) * px;
    this.y += (this.height / this.scale - this.height / scale) * py;
    this.scale = scale;
    this.keep();
    this.write();
  }
  move(dx: number, dy: number) {
    this.x += dx / this.scale;
    this.y += dy / this.scale;
    this.keep();
    this.write();
  }
  reset() {
    this.scale = 1;
    this.x = this.y = 0;
    this.write();
  }
  private keep() {
    this.x = Math.min(this.width - this.width / this.scale, Math.max(0, this.x));
    this.y = Math.min(this.height - this.height / this.scale, Math.max(0, this.y));
  }
  // Not at each step of a drag.
  private write() {
    clearTimeout(this.writing);
    const view = router.now.view;
    this.writing = setTimeout(() => {
      if (router.look().view === view) router.set({ zoom: this.scale > 1 ? [this.scale, this.x, this.y].map((n) => Number(n.toFixed(2))).join(",") : "" }, true);
    }, 300);
  }
  wheel = (event: WheelEvent) => {
    // At its smallest the drawing lets the page scroll on.
    if (event.deltaY > 0 && this.scale === 1) return;
    event.preventDefault();
    const box = (event.currentTarget as Element).getBoundingClientRect();
    this.by(event.deltaY < 0 ? 1.25 : 0.8, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  down = (event: PointerEvent) => {
    if (this.fingers.size === 0) this.moved = false;
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  over = (event: PointerEvent) => {
    const last = this.fingers.get(event.pointerId);
    if (!last || !event.buttons) return;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const [other] = [...this.fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    if (other) {
      const before = Math.hypot(last.x - other.x, last.y - other.y), now = Math.hypot(event.clientX - other.x, event.clientY - other.y);
      this.moved = true;
      if (before > 0) this.by(now / before, ((event.clientX + other.x) / 2 - box.left) / box.width, ((event.clientY + other.y) / 2 - box.top) / box.height);
    } else {
      const dx = event.clientX - last.x, dy = event.clientY - last.y;
      if (!this.moved && Math.abs(dx) + Math.abs(dy) <= 4) return;
      this.moved = true;
      this.x -= (dx / box.width) * (this.width / this.scale);
      this.y -= (dy / box.height) * (this.height / this.scale);
      this.keep();
      this.write();
    }
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  up = (event: PointerEvent) => {
    this.fingers.delete(event.pointerId);
  };
}
