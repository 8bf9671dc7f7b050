const SHORTEST_TAPE = 4_000;
const MOST_MARKS = 1_000;

/** A mark for each event along the time, which is halved in size whenever its end is reached. */
export class Tape {

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
