import { byId, template } from "./dom.js";

const EVENTS_WITH_ID = ["spinner", "answer", "failure"];
const MOST_EVENTS = 100;

/** Show an event as it came on the wire. */
export function showEvent(name, { type, lastEventId, data }) {
	const row = template("event");
	row.querySelector(".origin").textContent = name;
	row.querySelector(".event").textContent = type === "message" ? "" : `event: ${type}`;
	row.querySelector(".id").textContent = EVENTS_WITH_ID.includes(type) ? `id: ${lastEventId}` : "";
	row.querySelector(".data").textContent = data.split("\n").map((line) => `data: ${line}`).join("\n");
	append(byId("events"), row);
}

function append(events, row) {
	const isAtEnd = events.scrollTop + events.clientHeight >= events.scrollHeight - 8;
	events.append(row);
	while (events.childElementCount > MOST_EVENTS) {
		events.firstElementChild.remove();
	}
	if (isAtEnd) {
		events.scrollTop = events.scrollHeight;
	}
}
