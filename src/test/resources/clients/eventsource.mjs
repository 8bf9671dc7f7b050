// Prints each event that npm's eventsource reads, over all its connections: name|id|data.
import { EventSource } from "eventsource";

const source = new EventSource(process.argv[2]);
for (const name of ["spinner", "message", "progress", "answer", "failure"]) {
	source.addEventListener(name, (event) => console.log(`${event.type}|${event.lastEventId}|${event.data}`));
}
source.addEventListener("error", (event) => {
	if (source.readyState === EventSource.CLOSED) {
		console.log(`end||${event.code}`);
	}
});
