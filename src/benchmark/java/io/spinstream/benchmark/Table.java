package io.spinstream.benchmark;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints rows as a table, grouped by the number of streams.
 */
final class Table {

	private static final String GAP = "  ";

	private final List<Row> rows;

	private final List<Column> columns = List.of(new Column("server", Row::server), new Column("format", Row::format),
			new Column("streams", (row) -> number("%,.0f", row.streams())),
			new Column("CPU us/frame", (row) -> number("%.2f", row.cpuMicros())),
			new Column("x " + Row.FLOOR, (row) -> number("%.2f", row.cpuMicros() / floor(row))),
			new Column("kB/stream", (row) -> number("%.1f", row.kilobytes())),
			new Column("gap p50 ms", (row) -> number("%.1f", row.gapMedian())),
			new Column("gap p99 ms", (row) -> number("%.1f", row.gapTail())),
			new Column("first p50 ms", (row) -> number("%.1f", row.firstMedian())),
			new Column("frames/s", (row) -> number("%,.0f", row.framesPerSecond())), new Column("check", Row::check));

	Table(List<Row> rows) {
		this.rows = rows;
	}

	private static String number(String format, double value) {
		return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
	}

	private double floor(Row row) {
		return this.rows.stream()
			.filter((other) -> other.isFloorOf(row))
			.mapToDouble(Row::cpuMicros)
			.findFirst()
			.orElse(Double.NaN);
	}

	@Override
	public String toString() {
		Collection<String> groups = this.rows.stream()
			.collect(Collectors.groupingBy(Row::streams, TreeMap::new,
					Collectors.mapping(this::line, Collectors.joining("\n"))))
			.values();
		return cells(Column::head) + "\n" + String.join("\n\n", groups);
	}

	private String line(Row row) {
		return cells((column) -> column.cell().apply(row));
	}

	private String cells(Function<Column, String> cell) {
		return this.columns.stream()
			.map((column) -> aligned(column, cell.apply(column)))
			.collect(Collectors.joining(GAP))
			.stripTrailing();
	}

	private String aligned(Column column, String text) {
		String blanks = " ".repeat(Math.max(0, width(column) - text.length()));
		return column.isText() ? text + blanks : blanks + text;
	}

	private int width(Column column) {
		return Stream.concat(Stream.of(column.head()), this.rows.stream().map(column.cell()))
			.mapToInt(String::length)
			.max()
			.orElseThrow();
	}

	/** A column: its head, with the unit, and what it says of a row. */
	private record Column(String head, Function<Row, String> cell) {

		boolean isText() {
			return List.of("server", "format", "check").contains(this.head);
		}

	}

}
