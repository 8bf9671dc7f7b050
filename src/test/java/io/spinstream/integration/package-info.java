/**
 * Tests of the whole service over the network: what networks, clients, upstreams and
 * operators may do to it.
 */
@NullMarked
package io.spinstream.integration;

import org.jspecify.annotations.NullMarked;
