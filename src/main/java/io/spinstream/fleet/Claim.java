package io.spinstream.fleet;

/**
 * A run that was taken over.
 *
 * @param token the token of the new owner
 * @param losses how often the run was lost with its owner, this time included
 * @param inputs what to compute
 */
public record Claim(long token, int losses, Inputs inputs) {
}
