/**
 * Measures what a frame and a stream cost, beside two yardsticks: plain WebFlux, and
 * Netty alone. Not a test: {@code mvn -Pbenchmark verify} runs it.
 */
@NullMarked
package io.spinstream.benchmark;

import org.jspecify.annotations.NullMarked;
