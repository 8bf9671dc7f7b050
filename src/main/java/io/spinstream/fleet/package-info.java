/**
 * Runs that several replicas share: any of them serves any run, and one may die.
 */
@NullMarked
package io.spinstream.fleet;

import org.jspecify.annotations.NullMarked;
