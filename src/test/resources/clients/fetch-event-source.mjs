// Prints each event that npm's @microsoft/fetch-event-source reads, over all its connections: name|id|data.
import { createRequire } from "node:module";

const { fetchEventSource } = createRequire(import.meta.url)("@microsoft/fetch-event-source");
const [url, body] = process.argv.slice(2);

// It is written for browsers.
globalThis.window = globalThis;
globalThis.document = { addEventListener() {}, removeEventListener() {} };

await fetchEventSource(url, {
	...(body && { method: "POST", body, headers: { "Content-Type": "application/json" } }),
	openWhenHidden: true,
	onmessage: (event) => console.log(`${event.event || "message"}|${event.id}|${event.data}`),
	onclose: () => console.log("end||closed"),
});
