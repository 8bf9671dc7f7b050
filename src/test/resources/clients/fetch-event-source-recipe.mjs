// Runs the recipe for npm's @microsoft/fetch-event-source, and prints each event that it shows: name|id|data.
import { createRequire } from "node:module";

const { fetchEventSource } = createRequire(import.meta.url)("@microsoft/fetch-event-source");
const [url, question, recipe] = process.argv.slice(2);
const AsyncFunction = (async () => {}).constructor;

// It is written for browsers.
globalThis.window = globalThis;
globalThis.document = { addEventListener() {}, removeEventListener() {} };

await new AsyncFunction("fetchEventSource", "question", "show", recipe.replace('"/spin"', JSON.stringify(url)))(
	fetchEventSource,
	JSON.parse(question),
	(event) => console.log(`${event.event || "message"}|${event.id}|${event.data}`),
).then(
	() => console.log("end||closed"),
	(refused) => console.log(`end||${refused.message}`),
);
