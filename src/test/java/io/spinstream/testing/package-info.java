/**
 * What the tests of several packages share: a raw HTTP client, a fake upstream, a TCP
 * proxy, and the service as a process.
 */
@NullMarked
package io.spinstream.testing;

import org.jspecify.annotations.NullMarked;
