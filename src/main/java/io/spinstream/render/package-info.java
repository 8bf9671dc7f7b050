/**
 * Updates as text, one class for each format.
 */
@NullMarked
package io.spinstream.render;

import org.jspecify.annotations.NullMarked;
