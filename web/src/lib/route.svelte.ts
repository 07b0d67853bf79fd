// Where the page is: "#/timeline?type=AID&from=2022" and back. All that a view shows follows from this.

export const filterNames = ["text", "type", "status", "country", "actor", "recipient", "dyad", "source", "denied-by", "place", "publisher", "language", "from", "to", "box", "once"] as const;
export type FilterName = (typeof filterNames)[number];

export interface Route {
  view: string;
  argument: string;
  parameters: URLSearchParams;
}

function read(): Route {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?", 2);
  const slash = path.indexOf("/");
  let argument = "";
  try {
    argument = slash < 0 ? "" : decodeURIComponent(path.slice(slash + 1));
  } catch {
    argument = "";
  }
  return { view: (slash < 0 ? path : path.slice(0, slash)) || "reader", argument, parameters: new URLSearchParams(query ?? "") };
}

class Router {
  now: Route = $state.raw(read());
  private address = location.hash;

  constructor() {
    addEventListener("hashchange", () => this.look());
  }

  /** Where the page is by now: a link that was followed stands in the address before its event comes. */
  look(): Route {
    if (this.address !== location.hash) {
      this.address = location.hash;
      this.now = read();
    }
    return this.now;
  }

  get(name: string): string {
    return this.now.parameters.get(name) ?? "";
  }

  /** The address of a view under the filters of now. */
  to(view: string, argument = "", changes: Record<string, string> = {}, keeps: "filters" | "nothing" = "filters"): string {
    const parameters = new URLSearchParams();
    if (keeps === "filters") {
      for (const name of filterNames) if (this.get(name)) parameters.set(name, this.get(name));
    }
    for (const [name, value] of Object.entries(changes)) value ? parameters.set(name, value) : parameters.delete(name);
    const query = parameters.toString();
    return `#/${view}${argument ? "/" + encodeURIComponent(argument) : ""}${query ? "?" + query : ""}`;
  }

  /** Other values of some parameters, the rest as it is; "" takes one away. */
  set(changes: Record<string, string>, replace = false) {
    const { view, argument, parameters: before } = this.look();
    const parameters = new URLSearchParams(before);
    for (const [name, value] of Object.entries(changes)) value ? parameters.set(name, value) : parameters.delete(name);
    const query = parameters.toString();
    const hash = `#/${view}${argument ? "/" + encodeURIComponent(argument) : ""}${query ? "?" + query : ""}`;
    if (hash === location.hash) return;
    if (replace) {
      history.replaceState(null, "", hash);
      this.look();
    } else {
      location.hash = hash;
    }
  }

  filters(without: string[] = []): Record<string, string> {
    const out: Record<string, string> = {};
    for (const name of filterNames) if (this.get(name) && !without.includes(name)) out[name] = this.get(name);
    return out;
  }
}

export const router = new Router();

/** The page of an actor: of those called so, the ones of that country, or of none. */
export function actorAddress(name: string, country: string | null | undefined): string {
  return router.to("actors", name, { of: country || "-" }, "nothing");
}
/** A filter that takes this actor alone, not all in whose names its own stands. */
export function whole(name: string, country: string | null | undefined): string {
  return `=${name}/${country ?? ""}`;
}
