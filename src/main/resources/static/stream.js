const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/**
 * One stream: an EventSource, and a new one whenever the browser gives up on it. It knows
 * its run, so whatever happens to a connection, the answer is not lost.
 *
 * It tells its listener started(object, kept) for each connection, where kept says of all
 * but the first whether the run is still the same; then frame(text); and once, as the last of
 * all, answered(text), failed(reason) or refused(detail). In between come lost() when the
 * browser retries by itself, or waiting(status, time) and reopened() when this does. Before
 * each of those that are an event on the wire, heard(event).
 */
export class Stream {

	#query;
	#listener;
	#source = null;
	#timer = 0;
	#run = "";
	#refusals = 0;

	constructor(query, listener) {
		this.#query = query;
		this.#listener = listener;
	}

	/** Connect, or connect anew: to the run that is known, if there is one. */
	open() {
		this.close();
		const source = new EventSource(this.#url());
		this.#source = source;
		this.#on("spinner", (event) => this.#started(event));
		this.#on("message", (event) => this.#listener.frame(event.data));
		this.#on("answer", (event) => this.#end(() => this.#listener.answered(event.data)));
		this.#on("failure", (event) => this.#end(() => this.#listener.failed(event.data)));
		source.addEventListener("error", () => this.#interrupted(source));
	}

	close() {
		this.#source?.close();
		this.#source = null;
		clearTimeout(this.#timer);
	}

	get hasRun() {
		return this.#run !== "";
	}

	#url() {
		const query = new URLSearchParams(this.#query);
		if (this.hasRun) {
			query.set("lastEventId", this.#run);
		}
		return `spin?${query}`;
	}

	#on(name, then) {
		this.#source.addEventListener(name, (event) => {
			this.#listener.heard(event);
			then(event);
		});
	}

	#started(event) {
		const kept = this.hasRun ? this.#run === event.lastEventId : undefined;
		this.#run = event.lastEventId;
		this.#refusals = 0;
		this.#listener.started(event.data, kept);
	}

	#end(tell) {
		this.close();
		tell();
	}

	#interrupted(source) {
		if (source.readyState === EventSource.CONNECTING) {
			this.#listener.lost();
		}
		else {
			this.#refused(source);
		}
	}

	async #refused(source) {
		const refusal = await learn(this.#url());
		if (source !== this.#source) {
			return;
		}
		if (refusal.detail) {
			this.#end(() => this.#listener.refused(refusal.detail));
		}
		else {
			this.#retry(refusal);
		}
	}

	#retry({ status, seconds }) {
		const time = backOff(seconds * 1_000, this.#refusals++);
		this.#listener.waiting(status, time);
		this.#timer = setTimeout(() => this.#reopen(), time);
	}

	#reopen() {
		this.open();
		this.#listener.reopened();
	}

}

/** Ask why an EventSource was refused, which it cannot tell. HEAD starts no run. */
async function learn(url) {
	try {
		const { status, headers } = await fetch(url, { method: "HEAD" });
		const seconds = Number(headers.get("Retry-After"));
		return { status, seconds, detail: isFinal(status) ? await detail(url) : "" };
	}
	catch (unreachable) {
		return { status: 0, seconds: 0, detail: "" };
	}
}

function isFinal(status) {
	return status >= 400 && status < 500 && status !== 429;
}

async function detail(url) {
	const response = await fetch(url);
	const problem = await response.json().catch(() => ({}));
	return problem.detail ?? `refused with status ${response.status}`;
}

/** Not before the server allows it, longer each time, and not all at the same moment. */
function backOff(least, refusals) {
	const time = Math.min(Math.max(least, SHORTEST_WAIT) * 1.5 ** refusals, LONGEST_WAIT);
	return Math.max(time, least) * (1 + Math.random() / 3);
}
