/**
 * The shared store in Redis or Valkey.
 */
@NullMarked
package io.spinstream.redis;

import org.jspecify.annotations.NullMarked;
