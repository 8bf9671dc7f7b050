import { Stream } from "./stream.js";

/** Time between two calls of Lane.tick, in ms. */
export const TICK = 100;

const NOTABLE_SILENCE = 1_000;
const DEADLY_SILENCE = 15_000;
const SLOW_MOTION = 1_000;
const SHORTEST_TAPE = 4_000;
const MOST_MARKS = 1_000;

const OVER = ["answered", "failed", "stopped"];

const KINDS = { Thread: "threads", VirtualThread: "virtual-threads", Subscription: "reactive" };

const slow = matchMedia("(prefers-reduced-motion: reduce)");

/** Slow down for those who want less motion. */
export function calm(interval) {
	return slow.matches ? Math.max(interval, SLOW_MOTION) : interval;
}

/** Name the supervisor whose mechanism a spinner object is. */
export function kindOf(object) {
	return KINDS[object.match(/(\w+)\[/)?.[1]];
}

/**
 * Draws one stream, and tells its page changed(), heard(name, event) and news(text). Its only
 * clock are the calls of tick(), so a page that sleeps does not take its own silence for the
 * network's.
 */
export class Lane {

	state = "";
	object = "";
	first = "";

	#name;
	#page;
	#stream;
	#pace = new Pace();
	#tape;
	#began = 0;
	#drawn = -SLOW_MOTION;
	#trouble = "";
	#retryAt = 0;

	constructor(name, query, page) {
		this.#name = name;
		this.#page = page;
		this.#stream = new Stream(query, this);
		this.element = document.getElementById("lane").content.firstElementChild.cloneNode(true);
		this.#tape = new Tape(this.element.querySelector("path"));
		this.#show("name", name || "spinner");
	}

	get isOver() {
		return OVER.includes(this.state);
	}

	start() {
		this.#began = performance.now();
		this.#become("connecting");
		this.#stream.open();
	}

	stop() {
		if (!this.isOver) {
			this.#stream.close();
			this.#end("stopped");
		}
	}

	/** Let go of the connection, but not of the run. */
	pause() {
		this.#stream.close();
	}

	resume() {
		if (!this.isOver) {
			this.#become("reconnecting");
			this.reopened();
			this.#stream.open();
		}
	}

	/** Let the time of a tick pass. */
	tick() {
		if (this.isOver) {
			return;
		}
		this.#pace.tick();
		this.#showElapsed(1);
		if (this.#retryAt) {
			this.#countDown();
		}
		else {
			this.#mindSilence(this.#pace.quiet * TICK - this.#page.interval());
		}
	}

	#countDown() {
		const seconds = Math.max(0, Math.ceil((this.#retryAt - performance.now()) / 1_000));
		this.#note(`${this.#trouble}, trying again in ${seconds} s.`);
	}

	#mindSilence(silence) {
		if (silence >= DEADLY_SILENCE && this.#stream.hasRun) {
			this.resume();
		}
		else if (silence >= NOTABLE_SILENCE && this.state !== "reconnecting") {
			this.#note(`Nothing has come for ${Math.floor(silence / 1_000)} s.`);
			this.#trouble = "silence";
		}
	}

	heard(event) {
		this.#pace.hear(this.#page.interval());
		this.#part("held").hidden = !this.#pace.isBunched;
		this.#tape.mark(performance.now() - this.#began);
		this.#page.heard(this.#name, event);
	}

	started(object, kept) {
		this.object = object;
		this.#show("object", object);
		this.#show("name", this.#name || (kindOf(object) ?? "spinner"));
		this.#trouble = "";
		this.#note(kept === undefined ? "" : kept ? "Resumed: the same run goes on."
			: "The run had ended meanwhile, so a new one began.");
		this.#become("thinking");
	}

	frame(text) {
		if (this.#trouble) {
			this.#trouble = "";
			this.#note("");
		}
		if (!this.first) {
			this.first = text;
			this.#page.changed();
		}
		if (performance.now() - this.#drawn >= calm(0)) {
			this.#draw(text);
		}
	}

	#draw(text) {
		this.#drawn = performance.now();
		this.#fit("frame", text);
		this.#tape.draw();
	}

	answered(text) {
		this.#outcome("Answer:", text.replace(/^Answer: /, ""));
		this.#end("answered");
	}

	failed(reason) {
		this.#outcome("Failed:", reason);
		this.#end("failed");
	}

	refused(detail) {
		this.#outcome("Refused:", detail);
		this.#end("failed");
	}

	lost() {
		if (this.#begin("reconnecting")) {
			this.#note("Connection lost. The browser retries, and the run goes on without it.");
		}
	}

	waiting(status, time) {
		this.#retryAt = performance.now() + time;
		this.#trouble = status === 503 || status === 200 ? "Busy"
			: status ? `Refused with status ${status}` : "No connection";
		this.#begin(this.#trouble === "Busy" ? "busy" : "reconnecting");
		this.#countDown();
	}

	reopened() {
		this.#retryAt = 0;
		this.#pace.rest();
		this.#note("Trying another connection.");
	}

	#begin(trouble) {
		const isNew = this.state !== trouble;
		if (isNew) {
			this.#become(trouble);
			this.#tell(trouble === "busy" ? "Busy, trying again." : "Connection lost, trying again.");
		}
		return isNew;
	}

	#outcome(label, text) {
		this.#part("frame").hidden = true;
		this.#part("outcome").hidden = false;
		this.#show("label", label);
		this.#fit("answer", text);
		this.#tell(`${label} ${text}`);
	}

	#end(state) {
		this.#showElapsed(2);
		this.#tape.draw();
		this.#note("");
		this.#become(state);
	}

	#tell(text) {
		this.#page.news(this.#name ? `${this.#name}. ${text}` : text);
	}

	#become(state) {
		this.state = state;
		this.element.dataset.state = state;
		this.#show("state", state);
		this.#page.changed();
	}

	#showElapsed(digits) {
		this.#show("elapsed", `${((performance.now() - this.#began) / 1_000).toFixed(digits)} s`);
	}

	#note(text) {
		this.#show("note", text);
		this.#part("note").hidden = !text;
	}

	#fit(name, text) {
		this.#show(name, text);
		this.#part(name).style.setProperty("--columns", columns(text));
	}

	#show(name, text) {
		this.#part(name).textContent = text;
	}

	#part(name) {
		return this.element.querySelector(`.${name}`);
	}

}

/** Roughly the terminal columns of a text's longest line: enough to choose a size of type. */
function columns(text) {
	return text.split("\n").map(width).reduce((widest, next) => Math.max(widest, next), 1);
}

function width(line) {
	return [...line].reduce((sum, character) => sum + (character < "\u2e80" ? 1 : 2), 0);
}

/** Counts the ticks between events, and notices when events come many at a time. */
class Pace {

	isBunched = false;
	quiet = 0;

	#events = 0;
	#ticks = 0;
	#bunches = 0;
	#burst = Infinity;

	tick() {
		this.quiet++;
		this.#ticks++;
	}

	rest() {
		this.quiet = 0;
	}

	hear(interval) {
		if (this.quiet * TICK >= NOTABLE_SILENCE) {
			this.#burst = 0;
			this.#ticks = 0;
		}
		this.quiet = 0;
		this.#events++;
		if (this.#ticks < 2 && ++this.#burst === crowd(interval)) {
			this.#bunch();
		}
	}

	/** Once may be chance, unless nothing at all came before. */
	#bunch() {
		this.#bunches++;
		this.isBunched = this.#bunches > 1 || this.#events === this.#burst;
	}

}

/** More events than two ticks can bring when they come one by one. */
function crowd(interval) {
	return 3 + Math.ceil((2 * TICK) / interval);
}

/** A mark for each event along the time, which is halved in size whenever its end is reached. */
class Tape {

	#path;
	#marks = [];

	constructor(path) {
		this.#path = path;
	}

	mark(time) {
		this.#marks.push(time);
		this.#marks.splice(0, this.#marks.length - MOST_MARKS);
	}

	draw() {
		const length = SHORTEST_TAPE * 2 ** Math.ceil(Math.log2(Math.max(1, this.#marks.at(-1) / SHORTEST_TAPE)));
		this.#path.setAttribute("d", this.#marks.map((time) => `M${2 + (996 * time) / length} 0v10`).join(""));
	}

}
