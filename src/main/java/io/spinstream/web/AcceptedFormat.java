package io.spinstream.web;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Chooses a format by the header {@code Accept}: RFC 9110, section 12.5.1. The most
 * specific range that matches a format gives its quality.
 */
final class AcceptedFormat {

	/** A longer list is refused, since sorting it would cost too much. */
	private static final int MOST_RANGES = 50;

	private static final List<MediaType> TYPES = Stream.of(Format.values()).map(Format::mediaType).toList();

	private static final Comparator<Choice> BEST_FIRST = Comparator.comparingDouble(Choice::quality)
		.thenComparingInt(Choice::specificity)
		.reversed()
		.thenComparingInt(Choice::position);

	private AcceptedFormat() {
	}

	/**
	 * Choose a format.
	 * @param headers the headers of a request
	 * @return the format of the highest quality; if several have it, these rules decide,
	 * in this order: the more specific range, the earlier range, the order of formats
	 * @throws Refusal if there is none, or if the header is malformed
	 */
	static Format of(HttpHeaders headers) {
		List<MediaType> ranges = ranges(headers);
		return Stream.of(Format.values())
			.flatMap((format) -> choice(format, ranges).stream())
			.filter((choice) -> choice.quality() > 0)
			.min(BEST_FIRST)
			.orElseThrow(() -> Refusal.notAcceptable(headers, TYPES))
			.format();
	}

	private static List<MediaType> ranges(HttpHeaders headers) {
		try {
			List<MediaType> ranges = headers.getAccept();
			if (ranges.size() > MOST_RANGES) {
				throw Refusal.notAcceptable(headers, List.of());
			}
			return ranges.isEmpty() ? List.of(MediaType.ALL) : ranges;
		}
		catch (InvalidMediaTypeException malformed) {
			throw Refusal.notAcceptable(headers, List.of());
		}
	}

	private static Optional<Choice> choice(Format format, List<MediaType> ranges) {
		return IntStream.range(0, ranges.size())
			.filter((position) -> ranges.get(position).includes(format.mediaType()))
			.mapToObj((position) -> new Choice(format, ranges.get(position), position))
			.max(Comparator.comparingInt(Choice::specificity)
				.thenComparing(Choice::position, Comparator.reverseOrder()));
	}

	private record Choice(Format format, MediaType range, int position) {

		double quality() {
			return this.range.getQualityValue();
		}

		int specificity() {
			if (this.range.isWildcardType()) {
				return 0;
			}
			return this.range.isWildcardSubtype() ? 1 : 2;
		}

	}

}
