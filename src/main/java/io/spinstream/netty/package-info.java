/**
 * Cheap frames and the detection of dead peers, by means of Netty. Optional: without this
 * package the bytes are the same.
 */
@NullMarked
package io.spinstream.netty;

import org.jspecify.annotations.NullMarked;
