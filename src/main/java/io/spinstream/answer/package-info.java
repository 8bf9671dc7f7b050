/**
 * Where answers come from, and what bounds any source of them.
 */
@NullMarked
package io.spinstream.answer;

import org.jspecify.annotations.NullMarked;
