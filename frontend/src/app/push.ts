/**
 * This device's side of Web Push: whether the browser can, asking it to, and giving it up again.
 *
 * The browser is asked for permission only from `subscribe`, which a switch calls.
 */
export interface PushAddress {
  readonly endpoint: string;
  readonly key: string;
  readonly secret: string;
}

/** `install`: only once paios is on the home screen. `blocked`: the browser says no. `missing`: it knows no push. */
export type PushAbility = "ready" | "install" | "blocked" | "missing";

const WORKER = "/service-worker.js";
/** Below which there is no page, so that the worker comes between none of them and the server. */
const SCOPE = "/told/";

export function pushAbility(): PushAbility {
  if (isSecureContext && "serviceWorker" in navigator && "PushManager" in globalThis)
    return Notification.permission === "denied" ? "blocked" : "ready";
  const apart = (navigator as { standalone?: boolean }).standalone;
  return isSecureContext && apart === false ? "install" : "missing";
}

export function base64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const signs = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(signs, (sign) => sign.charCodeAt(0));
}

/** Once its worker runs: not before then does the browser subscribe. */
async function running(): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
  const coming = registration.installing ?? registration.waiting;
  if (registration.active === null && coming !== null)
    await new Promise<void>((resolve, reject) => {
      coming.addEventListener("statechange", () => {
        if (coming.state === "activated") resolve();
        if (coming.state === "redundant") reject(new Error("the worker could not be started"));
      });
    });
  return registration;
}

function keyOf(subscription: PushSubscription, name: PushEncryptionKeyName): string {
  const key = subscription.getKey(name);
  if (key === null) throw new Error(`the browser gave no ${name}`);
  return base64url(new Uint8Array(key));
}

/** Where this device is told, under the server's key. Throws what the browser throws when it will not. */
export async function subscribe(key: string): Promise<PushAddress> {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("it was not allowed");
  const registration = await running();
  await (await registration.pushManager.getSubscription())?.unsubscribe(); // it may be of another key
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: fromBase64url(key),
  });
  return { endpoint: subscription.endpoint, key: keyOf(subscription, "p256dh"), secret: keyOf(subscription, "auth") };
}

/** The browser forgets the address, so that nobody can be told there any more. */
export async function unsubscribe(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration(SCOPE);
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

/** Calls `go` when the person clicked what they were told; answers with how to stop. */
export function hearClicks(go: (path: string) => void): () => void {
  if (!("serviceWorker" in navigator)) return () => undefined;
  const { serviceWorker } = navigator;
  const onMessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "object" && data !== null && "open" in data && data.open === "/inbox") go(data.open);
  };
  serviceWorker.addEventListener("message", onMessage);
  serviceWorker.startMessages();
  return () => serviceWorker.removeEventListener("message", onMessage);
}
