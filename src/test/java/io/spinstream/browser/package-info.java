/**
 * Tests of the page in a real browser.
 */
@NullMarked
package io.spinstream.browser;

import org.jspecify.annotations.NullMarked;
