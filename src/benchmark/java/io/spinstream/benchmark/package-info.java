/**
 * A benchmark of the CPU time of a frame and the memory of a stream, with two baselines:
 * plain WebFlux, and Netty alone. {@code mvn -Pbenchmark verify} compiles and runs it.
 */
@NullMarked
package io.spinstream.benchmark;

import org.jspecify.annotations.NullMarked;
