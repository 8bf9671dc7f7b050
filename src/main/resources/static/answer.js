const FILE = /^\d+ bytes of [^\s/]+\/\S+$/;
const TOKENS = /"(?:[^"\\]+|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|[^\s{}[\],:"]+/g;
const LONGEST_INDENTED = 200_000;
const DEEPEST = 16;

/** Tell whether a text stands for an answer that is no text. */
export function isFile(answer) {
	return FILE.test(answer);
}

/** Indent an answer that is a JSON object or array. */
export function readable(answer) {
	return answer.length <= LONGEST_INDENTED && isStructure(answer) ? indented(answer) : answer;
}

function isStructure(text) {
	try {
		return JSON.parse(text) instanceof Object;
	}
	catch {
		return false;
	}
}

/** Token by token, since JSON.stringify rounds numbers and sorts keys. */
function indented(json) {
	let depth = 0;
	const newLine = (step) => `\n${"  ".repeat(Math.min(depth += step, DEEPEST))}`;
	const spaced = (token) => {
		switch (token) {
			case "{": case "[": return token + newLine(1);
			case "}": case "]": return newLine(-1) + token;
			case ",": return token + newLine(0);
			case ":": return ": ";
			default: return token.replace(/^([{[])\s*/, "$1");
		}
	};
	return json.match(TOKENS).map(spaced).join("");
}
