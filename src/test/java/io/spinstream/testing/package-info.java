/**
 * What the tests of several packages share: a raw HTTP client, a fake upstream, a TCP
 * proxy, and the service, reverse proxies and Redis as processes.
 */
@NullMarked
package io.spinstream.testing;

import org.jspecify.annotations.NullMarked;
