/** Time between two calls of tick(), in ms. */
export const TICK = 100;

/** A pause of the events that is worth a word, in ms. */
export const NOTABLE_SILENCE = 1_000;

/** Counts the ticks between events, and notices when events come many at a time. */
export class Pace {

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
