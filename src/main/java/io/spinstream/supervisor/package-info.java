/**
 * Who shows it: three ways to spin while a slow answer is being computed.
 */
@NullMarked
package io.spinstream.supervisor;

import org.jspecify.annotations.NullMarked;
