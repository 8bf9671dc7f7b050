/**
 * The life of an answer: a run computes it once, however many readers come and go.
 */
@NullMarked
package io.spinstream.run;

import org.jspecify.annotations.NullMarked;
