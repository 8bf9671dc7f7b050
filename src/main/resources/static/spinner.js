import { calm, kindOf, Lane, TICK } from "./lane.js";

const KINDS = ["threads", "virtual-threads", "reactive"];
const CHOICES = ["message", "style", "supervisor"];
const USUAL_INTERVAL = 100;
const MOST_EVENTS = 100;
const RETRY = 1_000;

const COMMANDS = [
	["The terminal animation", "curl -N -H 'Accept: text/plain'"],
	["Server-Sent Events", "curl"],
	["The answer alone, for scripts", "curl -H 'Accept: application/json'"],
];

const form = byId("choice");
const message = byId("message");

/** What is chosen, and nothing else: the query of this page is the query of /spin. */
let choice = chosen();
let styles = [];
let lanes = [];

form.addEventListener("submit", spin);
form.addEventListener("input", (event) => choose(event.target));
form.addEventListener("change", (event) => keep(event.target));
byId("toggle").addEventListener("click", () => isRunning() ? stop() : start());
addEventListener("keydown", press);
addEventListener("popstate", restore);
addEventListener("pagehide", () => lanes.forEach((lane) => lane.pause()));
addEventListener("pageshow", (event) => event.persisted && lanes.forEach((lane) => lane.resume()));
setInterval(() => lanes.forEach((lane) => lane.tick()), TICK);

restore();
loadStyles();

/* Starting and stopping. */

function start() {
	stop();
	lanes = isRace() ? KINDS.map((kind) => lane(kind, { supervisor: kind })) : [lane("", {})];
	byId("lanes").replaceChildren(...lanes.map((each) => each.element));
	byId("news").replaceChildren();
	tell(isRace() ? "Three supervisors started." : "Started.");
	lanes.forEach((each) => each.start());
}

function stop() {
	lanes.forEach((each) => each.stop());
}

function isRunning() {
	return lanes.some((each) => !each.isOver);
}

function isRace() {
	return location.hash === "#race";
}

function lane(name, more) {
	const query = { ...Object.fromEntries(choice), ...more };
	return new Lane(name, query, { interval, changed: showState, heard: showEvent, news: tell });
}

function press(event) {
	if (event.key === "Escape") {
		stop();
	}
	else if (event.key === "Enter" && event.target === document.body) {
		start();
	}
}

function spin(event) {
	event.preventDefault();
	start();
}

/* The choice: in the address, in the form, in the commands. */

function chosen() {
	const address = new URLSearchParams(location.search);
	return new Map(CHOICES.filter((name) => address.get(name)).map((name) => [name, address.get(name)]));
}

function choose({ name, value }) {
	choice.delete(name);
	if (value) {
		choice.set(name, value);
	}
	showRequest();
}

function keep({ name, type }) {
	const hash = name === "supervisor" ? "" : location.hash;
	history.pushState(null, "", location.pathname + query() + hash);
	if (type === "radio") {
		showRequest();
		start();
	}
}

function restore() {
	choice = chosen();
	form.reset();
	message.value = choice.get("message") ?? "";
	choice.forEach((value, name) => check(name, value));
	showRequest();
	start();
}

function query() {
	return choice.size ? `?${new URLSearchParams([...choice])}` : "";
}

function showRequest() {
	byId("to-race").setAttribute("aria-current", isRace());
	byId("to-solo").setAttribute("aria-current", !isRace());
	const url = new URL(`spin${query()}`, document.baseURI);
	byId("request").textContent = `${isRace() ? "3 × " : ""}GET ${url.pathname}${url.search}`;
	byId("commands").replaceChildren(...COMMANDS.map(([title, curl]) => command(title, `${curl} ${quoted(url.href)}`)));
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
	button.addEventListener("click", () => copy(code, button));
	return row;
}

async function copy(code, button) {
	getSelection().selectAllChildren(code);
	try {
		await navigator.clipboard.writeText(code.textContent);
		button.textContent = "Copied";
		tell("Copied.");
	}
	catch (refused) {
		button.textContent = "Ctrl+C";
	}
}

/* The styles, each moving beside its name. */

async function loadStyles() {
	try {
		[...styles] = await (await fetch("styles")).json();
	}
	catch {
		return setTimeout(loadStyles, RETRY);
	}
	byId("styles").replaceChildren(...styles.map(styleOption));
	showState();
}

function styleOption({ name, frames, interval }) {
	const option = template("style");
	option.querySelector("input").value = name;
	option.querySelector(".title").textContent = name;
	animate(option.querySelector(".preview"), frames, interval);
	return option;
}

function animate(preview, frames, interval) {
	let tick = 0;
	const draw = () => preview.textContent = frames[tick++ % frames.length];
	draw();
	setInterval(draw, calm(interval));
}

/* What the server chose where nothing was chosen here: its first frame and object tell. */

function defaultStyle() {
	return styles.find(({ frames }) => lanes[0]?.first.startsWith(`${frames[0]} `));
}

function interval() {
	const style = styles.find(({ name }) => name === choice.get("style")) ?? defaultStyle();
	return style?.interval ?? USUAL_INTERVAL;
}

function showDefaults() {
	const style = defaultStyle();
	if (style) {
		message.placeholder = lanes[0].first.slice(style.frames[0].length + 1);
	}
	check("style", choice.get("style") ?? style?.name);
	check("supervisor", choice.get("supervisor") ?? (isRace() ? "" : kindOf(lanes[0].object)));
}

function check(name, value) {
	form.querySelectorAll(`[type=radio][name=${name}]`).forEach((input) => input.checked = input.value === value);
}

/* What lanes tell. */

function showState() {
	showDefaults();
	byId("toggle").textContent = isRunning() ? "Stop" : lanes.every(({ state }) => state === "stopped") ? "Start" : "Again";
	document.title = isRace() ? "The race · Spinstream" : `${lanes[0].state} · Spinstream`;
}

function tell(text) {
	const line = document.createElement("p");
	line.textContent = text;
	byId("news").append(line);
}

function showEvent(name, { type, lastEventId, data }) {
	const row = template("event");
	const isNamed = type !== "message";
	row.querySelector(".origin").textContent = name;
	row.querySelector(".event").textContent = isNamed ? `event: ${type}` : "";
	row.querySelector(".id").textContent = isNamed ? `id: ${lastEventId}` : "";
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

function byId(id) {
	return document.getElementById(id);
}

function template(id) {
	return byId(id).content.firstElementChild.cloneNode(true);
}
