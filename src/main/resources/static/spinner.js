import { copy, showCommands } from "./commands.js";
import { byId, template } from "./dom.js";
import { showEvent } from "./events.js";
import { calm, kindOf, Lane } from "./lane.js";
import { tell } from "./news.js";
import { TICK } from "./pace.js";

const LOOK = ["message", "style", "supervisor"];
const USUAL_INTERVAL = 100;
const RETRY = 1_000;

const form = byId("choice");
const message = byId("message");
const nav = document.querySelector("nav");

const { supervisors, parameters } = await load("form", showDelay);
const names = [...LOOK, ...parameters];

/** What the form shows: the query of the next request to /spin. */
let choice = new Map();

/** What was asked for: with the names of the runs, the query of this page. */
let asked = new Map();
let styles = [];
let lanes = [];

form.addEventListener("submit", spin);
form.addEventListener("input", (event) => choose(event.target));
form.addEventListener("change", (event) => event.target.type === "radio" && apply(viewOf(event.target)));
byId("toggle").addEventListener("click", () => isRunning() ? stop() : start());
byId("copy-link").addEventListener("click", copyLink);
nav.addEventListener("click", turn);
addEventListener("keydown", press);
addEventListener("popstate", restore);
addEventListener("pagehide", () => lanes.forEach((lane) => lane.pause()));
addEventListener("pageshow", (event) => event.persisted && lanes.forEach((lane) => lane.resume()));
setInterval(() => lanes.forEach((lane) => lane.tick()), TICK);

showForm();
restore();
byId("toggle").disabled = false;
loadStyles();

/* Beginning, joining and stopping. */

function start() {
	if (isOpen() || form.reportValidity()) {
		apply(location.hash);
	}
}

/** Begin new runs. Those that are shown are left, not stopped. */
function begin(view) {
	asked = new Map(choice);
	visit([], view);
	show([]);
}

/** Join the runs of the address, or begin new ones. */
function join(runs) {
	if (areShown(runs)) {
		lanes.filter(({ isOpen }) => isOpen).forEach((each) => each.look(query(each.kind)));
	}
	else {
		show(runs);
	}
}

function areShown(runs) {
	return isOpen() && lanes.length === kinds().length && runs.join("") === runNames().join("");
}

function show(runs) {
	lanes.forEach((each) => each.pause());
	lanes = kinds().map((kind, i) => lane(kind, runs[i] ?? ""));
	byId("lanes").replaceChildren(...lanes.map((each) => each.element));
	byId("news").replaceChildren();
	const missing = runs.length ? [] : parameters.filter((name) => !asked.get(name));
	if (missing.length) {
		lanes.forEach((each) => each.miss(missing));
	}
	else {
		tell(`${runs.length ? "Joined" : "Started"}${isRace() ? `: ${supervisors.join(", ")}` : ""}.`);
		lanes.forEach((each) => each.start());
	}
}

function stop() {
	lanes.filter(({ isOver }) => !isOver).forEach((each) => each.stop());
}

function isRunning() {
	return lanes.some(({ isOver }) => !isOver);
}

function isOpen() {
	return lanes.some((each) => each.isOpen);
}

function isRace() {
	return location.hash === "#race" && supervisors.length > 1;
}

function kinds() {
	return isRace() ? supervisors : [""];
}

function runNames() {
	return lanes.map(({ run }) => run);
}

function lane(kind, run) {
	return new Lane(kind, query(kind), run, { interval, changed: showState, heard: showEvent, news: tell });
}

function query(kind) {
	return given(kind ? new Map([...asked, ["supervisor", kind]]) : asked);
}

function press(event) {
	if (event.key === "Escape" && !event.isComposing && !event.repeat) {
		stop();
	}
	else if (event.key === "Enter" && event.target === document.body && !isRunning()) {
		start();
	}
}

function spin(event) {
	event.preventDefault();
	if (parameters.every((name) => choice.get(name) === asked.get(name))) {
		apply(location.hash);
	}
	else {
		begin(location.hash);
	}
}

/* The choice: in the address, in the form, in the commands. */

function choose({ name, value }) {
	choice.set(name, value);
	showRequest();
}

/** The pairs that are not empty, in one order. */
function given(values) {
	return names.filter((name) => values.get(name)).map((name) => [name, values.get(name)]);
}

/** Look at the runs that go on, or begin new ones. */
function apply(view) {
	if (isOpen()) {
		joinAgain(view);
	}
	else {
		begin(view);
	}
}

function joinAgain(view) {
	LOOK.forEach((name) => asked.set(name, choice.get(name)));
	const runs = view === location.hash ? runNames() : runsOf(choice.get("supervisor"));
	visit(runs, view);
	join(runs);
}

/** Empty before the run has a name. */
function runsOf(supervisor) {
	return runNames().filter((run, i) => run && lanes[i].kind === supervisor);
}

/** Who chooses a supervisor leaves the race. */
function viewOf({ name }) {
	return name === "supervisor" && isRace() ? "" : location.hash;
}

/** Without loading the page anew, unless the link is to be opened elsewhere. */
function turn(event) {
	if (!event.target.href || event.ctrlKey || event.metaKey || event.shiftKey) {
		return;
	}
	event.preventDefault();
	if (event.target.getAttribute("aria-current") === "false") {
		history.pushState(null, "", event.target.href);
		restore();
	}
}

function restore() {
	const address = new URLSearchParams(location.search);
	choice = new Map(given(address));
	asked = new Map(choice);
	form.querySelectorAll("[type=text]").forEach((input) => input.value = choice.get(input.name) ?? "");
	LOOK.forEach((name) => check(name, choice.get(name)));
	showRequest();
	join(address.getAll("run").map(harmless));
}

/** No name has such characters, and ".." would lead to another path. */
function harmless(run) {
	return run.replace(/[^\w-]/g, "-");
}

function address(runs, view = location.hash) {
	const query = new URLSearchParams([...given(asked), ...(runs.some(Boolean) ? runs.map((run) => ["run", run]) : [])]);
	return `${location.pathname}${query.size ? "?" : ""}${query}${view}`;
}

/** Each choice is an entry of the history, unless a run has no name yet. */
function visit(runs, view) {
	const next = address(runs, view);
	const isNew = runs.every((run, i) => run || lanes[i].isOver) && withoutRun(next) !== withoutRun(location);
	history[isNew ? "pushState" : "replaceState"](null, "", next);
	showRequest();
}

function withoutRun(address) {
	const url = new URL(address, location);
	url.searchParams.delete("run");
	return url.href;
}

function showRequest() {
	byId("to-race").setAttribute("aria-current", isRace());
	byId("to-solo").setAttribute("aria-current", !isRace());
	byId("to-race").href = address([], "#race");
	byId("to-solo").href = address([], "");
	const query = new URLSearchParams(given(choice));
	const url = new URL(`spin${query.size ? "?" : ""}${query}`, document.baseURI);
	byId("request").textContent = `${isRace() ? `${supervisors.length} × ` : ""}GET ${url.pathname}${url.search}`;
	showCommands(url.href);
}

function copyLink() {
	const link = byId("link");
	copy(location.href, byId("copy-link"), () => {
		link.hidden = false;
		link.value = location.href;
		link.select();
	});
}

/* What the server offers. */

/** Try until it comes. Only the first failure is told. */
async function load(path, failed = () => {}) {
	const { status, content } = await get(path);
	if (content) {
		return content;
	}
	failed(status);
	await new Promise((retry) => setTimeout(retry, RETRY));
	return load(path);
}

async function get(path) {
	const response = await fetch(path).catch(() => Response.error());
	return { status: response.status, content: response.ok && await response.json().catch(() => null) };
}

/** The lanes replace it. */
function showDelay(status) {
	const line = template("delay");
	line.textContent = `The server does not answer as it should (${status ? `status ${status}` : "no connection"}), trying again.`;
	byId("lanes").replaceChildren(line);
	tell(line.textContent);
}

function showForm() {
	form.querySelectorAll("[name=supervisor]")
		.forEach((input) => supervisors.includes(input.value) || input.closest("label").remove());
	byId("parameters").replaceChildren(...parameters.map(field));
	nav.hidden = supervisors.length < 2;
	byId("to-race").textContent = supervisors.length === 2 ? "Race both" : "Race all three";
}

function field(name) {
	const row = template("field");
	row.querySelector("span").textContent = name;
	row.querySelector("input").name = name;
	return row;
}

/* The styles, each moving beside its name. */

async function loadStyles() {
	styles = await load("styles");
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
	if (style && !asked.get("message") && !lanes[0].hasProgress) {
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
	byId("toggle").textContent = isRunning() ? "Stop" : lanes.every(isUnused) ? "Start" : "Again";
	document.title = isRace() ? "The race · Spinstream" : `${lanes[0].state} · Spinstream`;
	showRuns();
}

function isUnused({ state }) {
	return ["ready", "stopped", "unknown"].includes(state);
}

/** Name the runs in the address, so that a reload or a link joins them. */
function showRuns() {
	const isNamed = runNames().some(Boolean);
	const next = address(runNames());
	byId("copy-link").hidden = !runNames().every(Boolean) || lanes.every(({ state }) => state === "unknown");
	if (isNamed && next !== location.pathname + location.search + location.hash) {
		history.replaceState(null, "", next);
		byId("copy-link").textContent = "Copy link";
		byId("link").hidden = true;
	}
}
