/**
 * Why the service can be trusted: what networks, clients, upstreams and operators may do
 * to it.
 */
@NullMarked
package io.spinstream.trust;

import org.jspecify.annotations.NullMarked;
