/**
 * HTTP: requests, refusals, renderings and the wire; the only package that sees Spring.
 */
@NullMarked
package io.spinstream.web;

import org.jspecify.annotations.NullMarked;
