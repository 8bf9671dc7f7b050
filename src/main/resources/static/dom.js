export function byId(id) {
	return document.getElementById(id);
}

export function template(id) {
	return byId(id).content.firstElementChild.cloneNode(true);
}
