/**
 * Tests of replicas that share their runs, each in a process of its own: what happens to
 * the readers when a replica, the store or the network between them fails.
 */
@NullMarked
package io.spinstream.integration.fleet;

import org.jspecify.annotations.NullMarked;
