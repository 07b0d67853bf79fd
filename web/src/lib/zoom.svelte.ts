// A part of a drawing: wheel, buttons and keys make it larger, drag and arrows move it.
export class Zoom {
  scale = $state(1);
  x = $state(0);
  y = $state(0);
  private drag: { x: number; y: number; fromX: number; fromY: number } | null = null;
  moved = false;

  constructor(
    private width: number,
    private height: number,
    private most = 40,
  ) {}

  get box(): string {
    return `${this.x} ${this.y} ${this.width / this.scale} ${this.height / this.scale}`;
  }
  by(factor: number, px = 0.5, py = 0.5) {
    const scale = Math.min(this.most, Math.max(1, this.scale * factor));
    this.x += (this.width / this.scale - this.width / scale) * px;
    this.y += (this.height / this.scale - this.height / scale) * py;
    this.scale = scale;
    this.keep();
  }
  move(dx: number, dy: number) {
    this.x += dx / this.scale;
    this.y += dy / this.scale;
    this.keep();
  }
  reset() {
    this.scale = 1;
    this.x = this.y = 0;
  }
  private keep() {
    this.x = Math.min(this.width - this.width / this.scale, Math.max(0, this.x));
    this.y = Math.min(this.height - this.height / this.scale, Math.max(0, this.y));
  }
  wheel = (event: WheelEvent) => {
    event.preventDefault();
    const box = (event.currentTarget as Element).getBoundingClientRect();
    this.by(event.deltaY < 0 ? 1.25 : 0.8, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  };
  down = (event: PointerEvent) => {
    this.moved = false;
    this.drag = { x: event.clientX, y: event.clientY, fromX: this.x, fromY: this.y };
  };
  over = (event: PointerEvent) => {
    if (!this.drag || !event.buttons) return;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const dx = event.clientX - this.drag.x, dy = event.clientY - this.drag.y;
    if (Math.abs(dx) + Math.abs(dy) > 4) this.moved = true;
    this.x = this.drag.fromX - (dx / box.width) * (this.width / this.scale);
    this.y = this.drag.fromY - (dy / box.height) * (this.height / this.scale);
    this.keep();
  };
  up = () => (this.drag = null);
}
