package io.spinstream.fleet;

/**
 * A run that was taken over.
 *
 * @param token the token of the new owner
 * @param inputs what to compute
 */
public record Claim(long token, Inputs inputs) {
}
