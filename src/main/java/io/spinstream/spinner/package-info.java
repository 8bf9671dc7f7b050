/**
 * What is shown: styles, messages and the updates that a stream can say.
 */
@NullMarked
package io.spinstream.spinner;

import org.jspecify.annotations.NullMarked;
