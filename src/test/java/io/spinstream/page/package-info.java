/**
 * The page in a real browser.
 */
@NullMarked
package io.spinstream.page;

import org.jspecify.annotations.NullMarked;
