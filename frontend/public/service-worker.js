/**
 * Tells the person what the server pushed, while paios is not open.
 *
 * It hears no request and, by its scope, comes between no page and the server. What is pushed is one word:
 * nothing of what is asked was sent here, so nothing of it can be shown.
 */
const INBOX = "/inbox";
const SAID = {
  question: { title: "paios asks you something", body: "A question waits for your answer." },
  test: { title: "paios reaches this device", body: "This is how you will be told of a question." },
};

const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });

function wordOf(data) {
  try {
    const { word } = data.json();
    return word in SAID ? word : "question";
  } catch {
    return "question";
  }
}

async function tell(word) {
  const seen = (await windows()).some((each) => each.visibilityState === "visible");
  if (seen && word !== "test") return; // who looks at paios sees the question there
  const { title, body } = SAID[word];
  await self.registration.showNotification(title, {
    body,
    tag: `paios.${word}`,
    renotify: true,
    icon: "/assets/icon-192.png",
  });
}

async function open() {
  const [first] = await windows();
  if (first === undefined) return void (await self.clients.openWindow(INBOX));
  first.postMessage({ open: INBOX });
  await first.focus();
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("push", (event) => event.waitUntil(tell(wordOf(event.data))));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open());
});
