/**
 * A model that plays scripted answers in OpenAI's wire format, to work on the pages with. Not shipped.
 *
 *   node dev/model.mjs [port]      then set paios up with http://127.0.0.1:<port>/v1 and the model "scripted"
 *
 * The words of the question choose the scene; the number of results since then, its next step.
 */
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const PORT = Number(process.argv[2] ?? 11999);

const call = (name, args) => ({ name, args });
const LONG = Array.from({ length: 60 }, (_, index) => `${index + 1}. Step ${index + 1} of the long plan`).join("\n");

const SCENES = [
  [
    /boiler/i,
    [
      [call("vault_search", { query: "boiler decision" })],
      [
        call("vault_read", { path: "House/Boiler decision.md" }),
        call("vault_read", { path: "House/Boiler quotes.md" }),
      ],
      "You decided on 14 October to **repair the boiler, not to replace it** [1]: a new circulation pump, fitted by [[Marta Feld]], for 480 €.\n\n" +
        "What would change your mind [2]:\n\n- a second fault before April\n- more than 150 m³ of gas in one month more than last year\n\n" +
        "You look at it again after the winter, on 10 April 2027 [1]. The offers are in [[Boiler quotes]].",
    ],
  ],
  [
    /shopping|oat/i,
    [
      [call("vault_write", { path: "Shopping list.md", content: "- oat milk", mode: "append" })],
      "Oat milk is on your shopping list now.",
    ],
  ],
  [
    /hidden/i,
    [
      [
        call("vault_write", {
          path: "Reference/Invoice \u202Egpj.md",
          content: "Pay to DE12\u200B 3456\nand \u202Eevil\u202C words\u2066.\n",
          mode: "create",
        }),
      ],
      "Written.",
    ],
  ],
  [
    /long plan/i,
    [
      [call("vault_write", { path: "Projects/Long plan.md", content: `# Long plan\n\n${LONG}\n`, mode: "create" })],
      "The plan is written.",
    ],
  ],
  [/delete/i, [[call("vault_delete", { path: "Recipes/Dog biscuits.md" })], "It is in the trash."]],
  [
    /newsletter|garden/i,
    [
      [call("vault_read", { path: "Reference/Pasted mail - garden newsletter.md" })],
      "The newsletter says that the dahlias should come in before the frost [1].",
    ],
  ],
  [/fail/i, ["!"]],
  [/slow/i, ["~I took my time, and here is the answer."]],
  [
    /markdown/i,
    [
      "# A heading\n\nSome **bold**, *slanted* and `code`, a [link](https://example.com/page), a [named link](https://example.org), " +
        "![a chart](https://tracker.example/pixel.png) and <b onclick=alert(1)>raw HTML</b>.\n\n" +
        '```python\ndef greet(name: str) -> str:\n    return f"Hello, {name}, this line is rather long so that it must scroll on a narrow screen"\n```\n\n' +
        "> A quotation.\n\n1. One\n2. Two\n   - nested\n\n- [x] done\n- [ ] open\n\n---\n\nמה החלטנו על הדוד?\n\nAnd [javascript](javascript:alert(1)).",
    ],
  ],
  [/.*/, ["That is a good question. I found nothing about it in your notes.\n\nShall I write a note about it?"]],
];

const chunk = (delta, finish = null) =>
  `data: ${JSON.stringify({ id: "x", object: "chat.completion.chunk", model: "scripted", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

async function speak(response, text) {
  for (const piece of text.match(/\S+\s*|\s+/g) ?? []) {
    response.write(chunk({ content: piece }));
    await sleep(25);
  }
  response.write(chunk({}, "stop"));
}

async function play(step, response) {
  if (step === "!") {
    response
      .writeHead(500, { "content-type": "application/json" })
      .end('{"error":{"message":"The scripted model fails here."}}');
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  await sleep(typeof step === "string" && step.startsWith("~") ? 26_000 : 700);
  if (typeof step === "string") await speak(response, step.replace(/^~/, ""));
  else {
    for (const [index, { name, args }] of step.entries())
      response.write(
        chunk({
          tool_calls: [
            {
              index,
              id: `call_${Date.now()}_${index}`,
              type: "function",
              function: { name, arguments: JSON.stringify(args) },
            },
          ],
        }),
      );
    response.write(chunk({}, "tool_calls"));
  }
  response.end("data: [DONE]\n\n");
}

createServer((request, response) => {
  if (request.url?.endsWith("/models")) {
    response.writeHead(200, { "content-type": "application/json" }).end('{"object":"list","data":[{"id":"scripted"}]}');
    return;
  }
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    const { messages } = JSON.parse(body);
    const last = messages.findLastIndex((message) => message.role === "user");
    const said = String(messages[last]?.content ?? "");
    const turns = messages.slice(last + 1).filter((message) => message.role === "assistant").length;
    const [, steps] = SCENES.find(([pattern]) => pattern.test(said)) ?? [];
    void play(steps[Math.min(turns, steps.length - 1)], response);
  });
}).listen(PORT, "127.0.0.1", () => process.stdout.write(`scripted model on http://127.0.0.1:${PORT}/v1\n`));
