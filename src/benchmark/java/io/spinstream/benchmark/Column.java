package io.spinstream.benchmark;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A column of a table.
 *
 * @param head its head, with the unit
 * @param isText whether it is aligned to the left
 * @param cell what it says of a row
 */
record Column<R>(String head, boolean isText, Function<R, String> cell) {

	static <R> Column<R> text(String head, Function<R, String> cell) {
		return new Column<>(head, true, cell);
	}

	static <R> Column<R> number(String head, String format, ToDoubleFunction<R> value) {
		return new Column<>(head, false, (row) -> number(format, value.applyAsDouble(row)));
	}

	private static String number(String format, double value) {
		return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
	}

}
