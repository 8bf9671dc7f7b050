/**
 * A benchmark of frames and of whole runs, their CPU time and memory, with two baselines:
 * plain WebFlux, and Netty alone. {@code mvn -Pbenchmark verify} compiles and runs it.
 */
@NullMarked
package io.spinstream.benchmark;

import org.jspecify.annotations.NullMarked;
