/**
 * Starts the service.
 */
@NullMarked
package io.spinstream;

import org.jspecify.annotations.NullMarked;
