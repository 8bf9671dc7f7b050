import { byId, template } from "./dom.js";
import { tell } from "./news.js";

const COMMANDS = [
	["The terminal animation", "curl -N -H 'Accept: text/plain'"],
	["Server-Sent Events", "curl"],
	["The answer alone, for scripts", "curl -H 'Accept: application/json'"],
];

/** Show how curl asks for the same. */
export function showCommands(url) {
	byId("commands").replaceChildren(...COMMANDS.map(([title, curl]) => command(title, `${curl} ${quoted(url)}`)));
}

function quoted(url) {
	return url.includes("?") ? `'${url}'` : url;
}

function command(title, line) {
	const row = template("command");
	const code = row.querySelector("code");
	const button = row.querySelector("button");
	row.querySelector("dt").textContent = title;
	code.textContent = line;
	button.setAttribute("aria-label", `Copy: ${title}`);
	button.addEventListener("click", () => copy(line, button, () => getSelection().selectAllChildren(code)));
	return row;
}

/** Copy a text, or let it be selected where a page may not copy, as on plain HTTP. */
export async function copy(text, button, select) {
	try {
		await navigator.clipboard.writeText(text);
		button.textContent = "Copied";
	}
	catch (refused) {
		select();
		button.textContent = "Selected";
	}
	tell(`${button.textContent}.`);
}
