import { isFile, readable } from "./answer.js";
import { ProgressNews } from "./news.js";
import { NOTABLE_SILENCE, Pace, TICK } from "./pace.js";
import { Stream } from "./stream.js";
import { Tape } from "./tape.js";

const DEADLY_SILENCE = 15_000;
const SLOW_MOTION = 1_000;
const LONGEST_NEWS = 300;

const OVER = ["ready", "answered", "failed", "refused", "stopped", "unknown"];

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
 * clock is the calls of tick(), so a page that sleeps does not take its own silence for the
 * network's.
 */
export class Lane {

	state = "";
	object = "";
	first = "";

	/** Whether frames show where the work is, instead of the message. */
	hasProgress = false;

	#page;
	#stream;
	#pace = new Pace();
	#tape;
	#progressNews = new ProgressNews((text) => this.#tell(text));
	#began = 0;
	#drawn = -SLOW_MOTION;
	#trouble = "";
	#retryAt = 0;

	/**
	 * @param kind the supervisor, if it is not left to the query
	 * @param run the name of the run to join, or nothing for a new one
	 */
	constructor(kind, query, run, page) {
		this.kind = kind;
		this.#page = page;
		this.#stream = new Stream(query, run, this);
		this.element = document.getElementById("lane").content.firstElementChild.cloneNode(true);
		this.#tape = new Tape(this.element.querySelector("path"));
		this.#show("name", kind || "spinner");
	}

	get run() {
		return this.#stream.run;
	}

	get isOver() {
		return OVER.includes(this.state);
	}

	/** Whether the run goes on, as far as is known here. */
	get isOpen() {
		return !this.isOver || (this.state === "refused" && this.run !== "");
	}

	start() {
		this.#began = performance.now();
		this.#become("connecting");
		this.#stream.open();
	}

	/** Ask for the inputs without which no run begins. */
	miss(inputs) {
		this.#become("ready");
		this.#note(`Fill in ${inputs.join(", ")} below, then start.`);
	}

	/** Stop the run as soon as it has a name. Called again in a silence, leave it. */
	stop() {
		if (this.run || this.state === "connecting") {
			this.#become("stopping");
			this.#rest("");
			if (this.run) {
				this.#stream.stop();
			}
		}
		else if (this.state !== "stopping") {
			this.#leave();
		}
		else if (this.#trouble) {
			this.pause();
			this.unstopped();
		}
	}

	#leave() {
		this.pause();
		this.#end("stopped");
	}

	/** Show the same run by another query. */
	look(query) {
		if (this.isOver) {
			this.#part("frame").hidden = false;
			this.#part("outcome").hidden = true;
			this.#become("connecting");
		}
		this.first = "";
		this.#retryAt = 0;
		this.#pace.rest();
		this.#stream.ask(query);
	}

	/** Let go of the connection, but not of the run. */
	pause() {
		this.#stream.close();
	}

	resume() {
		const isStopping = this.#isStopping();
		if (!this.isOver) {
			this.#become(isStopping ? "stopping" : "reconnecting");
			this.reopened();
			this.#stream.open();
		}
	}

	/** Whether the run is to stop. One that has no name when its connection fails is left at once. */
	#isStopping() {
		const isStopping = this.state === "stopping";
		if (isStopping && !this.run) {
			this.#leave();
		}
		return isStopping;
	}

	/** Let the time of a tick pass. */
	tick() {
		if (this.isOver) {
			return;
		}
		this.#pace.tick();
		this.#progressNews.tick();
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
		if (silence >= DEADLY_SILENCE && this.run) {
			this.resume();
		}
		else if (silence >= NOTABLE_SILENCE && this.state !== "reconnecting") {
			this.#note(`Nothing has come for ${Math.floor(silence / 1_000)} s.`);
			this.#trouble = "silence";
		}
	}

	heard(event) {
		if (event.type !== "progress") {
			this.#pace.hear(this.#page.interval());
		}
		this.#part("held").hidden = !this.#pace.isBunched;
		this.#tape.mark(performance.now() - this.#began);
		this.#page.heard(this.kind, event);
	}

	started(object, kept) {
		this.object = object;
		this.#show("object", object);
		this.#show("name", this.kind || (kindOf(object) ?? "spinner"));
		this.#trouble = "";
		this.hasProgress = false;
		this.#showStart(this.#noteOf(kept));
		if (this.state === "stopping") {
			this.stop();
		}
		else {
			this.#become("thinking");
		}
	}

	#showStart(note) {
		this.#note(note);
		if (["reconnecting", "busy"].includes(this.state)) {
			this.#tell(note || "Started.");
		}
	}

	#noteOf(kept) {
		if (kept === false) {
			return "The run had ended meanwhile, so a new one began.";
		}
		return kept && this.state !== "thinking" ? "Resumed: the same run goes on." : "";
	}

	progress(text) {
		this.hasProgress = text !== "";
		this.#progressNews.hear(text);
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
		const answer = text.replace(/^Answer: /, "");
		this.#outcome("Answer:", answer);
		this.#linkToOriginal(isFile(answer));
		this.#end("answered");
	}

	#linkToOriginal(isFile) {
		const link = this.#part("original");
		link.hidden = false;
		link.href = `spin/${this.run}/answer`;
		link.textContent = isFile ? "Download" : "Open as it is";
		link.toggleAttribute("download", isFile);
	}

	failed(reason) {
		const isStopped = reason === "stopped";
		this.#outcome(isStopped ? "Ended:" : "Failed:", reason);
		this.#end(isStopped ? "stopped" : "failed");
	}

	refused(detail) {
		this.#outcome("Refused:", detail);
		this.#end("refused");
	}

	unknown() {
		this.#outcome("Unknown:", "this run is not known any more");
		this.#end("unknown");
		this.#note("Start begins a new one.");
	}

	unstopped() {
		this.#outcome("Not stopped:", "the server could not be told, so the run may go on");
		this.#end("failed");
	}

	lost() {
		if (!this.#isStopping() && this.#begin("reconnecting")) {
			this.#note("Connection lost. The browser retries, and the run goes on without it.");
		}
	}

	waiting(status, time) {
		if (this.#isStopping()) {
			return;
		}
		this.#retryAt = performance.now() + time;
		this.#trouble = [503, 429, 200].includes(status) ? "Busy"
			: status ? `Refused with status ${status}` : "No connection";
		this.#begin(this.#trouble === "Busy" ? "busy" : "reconnecting");
		this.#countDown();
	}

	reopened() {
		this.#rest("Trying another connection.");
	}

	/** Count neither silence nor the time until a retry. */
	#rest(note) {
		this.#trouble = "";
		this.#retryAt = 0;
		this.#pace.rest();
		this.#note(note);
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
		this.#fit("answer", readable(text));
		this.#tell(`${label} ${shortened(text)}`);
	}

	#end(state) {
		this.#showElapsed(2);
		this.#tape.draw();
		this.#note("");
		this.#become(state);
	}

	#tell(text) {
		this.#page.news(this.kind ? `${this.kind}. ${text}` : text);
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
		this.#part(name).style.setProperty("--lines", text.split("\n").length);
	}

	#show(name, text) {
		this.#part(name).textContent = text;
	}

	#part(name) {
		return this.element.querySelector(`.${name}`);
	}

}

function shortened(text) {
	return text.length > LONGEST_NEWS ? `${text.slice(0, LONGEST_NEWS)}…` : text;
}

/** Roughly the terminal columns of a text's longest line: enough to choose a size of type. */
function columns(text) {
	return text.split("\n").map(width).reduce((widest, next) => Math.max(widest, next), 1);
}

function width(line) {
	return [...line].reduce((sum, character) => sum + (character < "\u2e80" ? 1 : 2), 0);
}
