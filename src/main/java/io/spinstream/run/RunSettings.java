package io.spinstream.run;

import java.time.Duration;

/**
 * The limits and times of a registry of runs.
 *
 * @param maxRuns how many runs may be computed at a time
 * @param resumeWindow how long a resumable run is computed without a reader
 * @param keepAnswer how long the outcome of a resumable run is kept after its end
 * @param keptBytes heap that all kept outcomes may take; beyond it, the outcome that has
 * been unread for the longest time is dropped
 */
public record RunSettings(int maxRuns, Duration resumeWindow, Duration keepAnswer, long keptBytes) {
}
