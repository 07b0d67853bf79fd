// Questions to the server this page came from, and to no other.
import { onMount } from "svelte";

export class Problem extends Error {
  constructor(
    public status: number,
    detail: string,
  ) {
    super(detail);
  }
}

/** What the server wants shown, kept for as long as the tab lives; `asked` when it wants one. */
export const token = $state({ value: sessionStorage.getItem("token") ?? "", asked: false });
/** Counts changes of the store: what reads it in an effect is asked again. */
export const store = $state({ version: 0 });

export function useToken(value: string) {
  token.value = value;
  token.asked = false;
  sessionStorage.setItem("token", value);
  store.version++;
}

function address(path: string, parameters: Record<string, string> = {}): string {
  const query = new URLSearchParams(parameters).toString();
  return new URL(`api/v1/${path}${query ? "?" + query : ""}`, document.baseURI).href;
}

async function send(url: string, options: RequestInit = {}): Promise<Response> {
  const headers = new Headers(options.headers);
  if (token.value) headers.set("Authorization", `Bearer ${token.value}`);
  const answer = await fetch(url, { ...options, headers });
  if (answer.ok) return answer;
  if (answer.status === 401) token.asked = true;
  let detail = answer.statusText;
  try {
    detail = (await answer.json()).detail ?? detail;
  } catch {
    // no problem that speaks for itself
  }
  throw new Problem(answer.status, detail);
}

export async function get<T>(path: string, parameters: Record<string, string> = {}, signal?: AbortSignal): Promise<T> {
  return (await send(address(path, parameters), { signal })).json();
}

export async function code<T>(text: string): Promise<T> {
  const type = /^\s*<(!doctype|html|head|body|!--)/i.test(text) ? "text/html" : "text/plain";
  return (await send(address("code"), { method: "POST", body: text, headers: { "Content-Type": type } })).json();
}

const all = new Set<{ answer: object | undefined }>();
/** The answers that the view shows now, as far as it does. */
export function whatIsShown(): object[] {
  return [...all].flatMap((one) => (one.answer ? [one.answer] : []));
}
/** A part of a view tells what it shows, until it goes. */
export function show() {
  const one: { answer: object | undefined } = { answer: undefined };
  onMount(() => {
    all.add(one);
    return () => all.delete(one);
  });
  return { set: (answer: object | undefined) => void (one.answer = answer) };
}

/** A file that the page makes itself. */
export function save(text: string, type: string, name: string) {
  const link = document.createElement("a");
  link.download = name;
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** A file of the API, saved by the browser. With a token it is fetched first: a link cannot carry one. */
export async function download(path: string, parameters: Record<string, string>, name: string) {
  const link = document.createElement("a");
  link.download = name;
  const object = token.value ? URL.createObjectURL(await (await send(address(path, parameters))).blob()) : "";
  link.href = object || address(path, parameters);
  link.click();
  if (object) setTimeout(() => URL.revokeObjectURL(object), 1000);
}

export { address };

/** Hears of changes of the store, and goes on trying. */
export async function listen() {
  for (;;) {
    try {
      const answer = await send(address("news"));
      const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        if (value.includes("event: change")) store.version++;
      }
    } catch {
      // asked again below
    }
    await new Promise((r) => setTimeout(r, 5000));
  }
}
