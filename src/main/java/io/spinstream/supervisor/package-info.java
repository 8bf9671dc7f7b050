/**
 * Who shows it: three ways to spin while a slow answer is being computed, and the runs
 * that keep the answer.
 */
@NullMarked
package io.spinstream.supervisor;

import org.jspecify.annotations.NullMarked;
