import { byId } from "./dom.js";

const TICKS_BETWEEN_NEWS = 50;

/** Tell something to screen readers. */
export function tell(text) {
	const line = document.createElement("p");
	line.textContent = text;
	byId("news").append(line);
}

/** Tells the latest progress, with a pause after each: a voice is slower than frames. */
export class ProgressNews {

	#tell;
	#latest = "";
	#told = "";
	#pause = 0;

	constructor(tell) {
		this.#tell = tell;
	}

	hear(text) {
		this.#latest = text;
		this.#tellLatest();
	}

	tick() {
		this.#pause = Math.max(0, this.#pause - 1);
		this.#tellLatest();
	}

	#tellLatest() {
		if (this.#latest && this.#latest !== this.#told && !this.#pause) {
			this.#told = this.#latest;
			this.#pause = TICKS_BETWEEN_NEWS;
			this.#tell(this.#latest);
		}
	}

}
