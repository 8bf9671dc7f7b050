const SHORTEST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
const LONGEST_STOP = 5_000;

/**
 * One stream: an EventSource, and a new one whenever the browser gives up on it. It knows
 * its run, so whatever happens to a connection, the answer is not lost. A stream that was
 * given a run joins it, and never begins another.
 *
 * It tells its listener started(object, kept) for each connection, where kept says whether
 * the run is the one that was known before, if one was; then frame(text) and progress(text);
 * and once, as the last of all, answered(text), failed(reason), refused(detail), unknown() or
 * unstopped(). In between come lost() when the browser retries by itself, or
 * waiting(status, time) and reopened() when this stream does. heard(event) comes before each
 * call that an event on the wire causes.
 */
export class Stream {

	#query;
	#listener;
	#source = null;
	#timer = 0;
	#run;
	#mayBegin;
	#isStale = false;
	#refusals = 0;

	constructor(query, run, listener) {
		this.#query = query;
		this.#run = run;
		this.#mayBegin = run === "";
		this.#listener = listener;
	}

	/** The name of the run, or nothing before it is known. */
	get run() {
		return this.#run;
	}

	/** Connect, or connect anew: to the run that is known, if there is one. */
	open() {
		this.close();
		const source = new EventSource(this.#url());
		this.#source = source;
		this.#isStale = false;
		this.#on("spinner", (event) => this.#started(event));
		this.#on("message", (event) => this.#listener.frame(event.data));
		this.#on("progress", (event) => this.#listener.progress(event.data));
		this.#on("answer", (event) => this.#end(() => this.#listener.answered(event.data)));
		this.#on("failure", (event) => this.#end(() => this.#listener.failed(event.data)));
		source.addEventListener("error", () => this.#interrupted(source));
	}

	close() {
		this.#source?.close();
		this.#source = null;
		clearTimeout(this.#timer);
	}

	/** Join the run again by another query, as soon as its name is known. */
	ask(query) {
		this.#query = query;
		this.#mayBegin = !this.#run;
		if (this.#run) {
			this.open();
		}
		else {
			this.#isStale = true;
		}
	}

	/** Stop the run, whose name must be known. The stream then tells its end. */
	async stop() {
		this.#mayBegin = false;
		const status = await statusOfDelete(`spin/${this.#run}`);
		if (status === 204 && this.#source?.readyState === EventSource.CLOSED) {
			this.#reopen();
		}
		else if (status !== 204 && this.#source) {
			this.#end(() => status === 404 ? this.#listener.unknown() : this.#listener.unstopped());
		}
	}

	#url() {
		const query = new URLSearchParams(this.#query);
		if (!this.#mayBegin) {
			return `spin/${this.#run}?${query}`;
		}
		if (this.#run) {
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
		const kept = this.#run ? this.#run === event.lastEventId : undefined;
		this.#run = event.lastEventId;
		this.#refusals = 0;
		this.#listener.started(event.data, kept);
		if (this.#isStale) {
			this.ask(this.#query);
		}
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
		if (refusal.status === 404 && !this.#mayBegin) {
			this.#end(() => this.#listener.unknown());
		}
		else if (refusal.detail) {
			this.#end(() => this.#listener.refused(refusal.detail));
		}
		else {
			this.#retry(refusal);
		}
	}

	#retry({ status, seconds }) {
		const time = backOff(seconds * 1_000, this.#refusals++);
		this.#timer = setTimeout(() => this.#reopen(), time);
		this.#listener.waiting(status, time);
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
		const seconds = Number(headers.get("Retry-After")) || 0;
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

/** The request is sent even if its page is closed at once. */
async function statusOfDelete(url) {
	try {
		const signal = AbortSignal.timeout(LONGEST_STOP);
		return (await fetch(url, { method: "DELETE", keepalive: true, signal })).status;
	}
	catch (unreachable) {
		return 0;
	}
}

/** Not before the server allows it, longer each time, and not all at the same moment. */
function backOff(least, refusals) {
	const time = Math.min(Math.max(least, SHORTEST_WAIT) * 1.5 ** refusals, LONGEST_WAIT);
	return Math.max(time, least) * (1 + Math.random() / 3);
}
