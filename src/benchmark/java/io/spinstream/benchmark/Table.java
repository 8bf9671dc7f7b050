package io.spinstream.benchmark;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints rows as a table, grouped by their load, and an empty line after it; nothing if
 * there are no rows.
 */
final class Table<R extends Row> {

	private static final String GAP = "  ";

	private final List<R> rows;

	private final List<Column<R>> columns;

	/**
	 * Create a table.
	 * @param load head of the column of the load
	 * @param cpu head of the column of the CPU time
	 * @param others the columns between the ratio to the floor and the check
	 * @param rows the rows
	 */
	Table(String load, String cpu, List<Column<R>> others, List<R> rows) {
		this.rows = rows;
		this.columns = Stream.of(
				List.<Column<R>>of(Column.text("server", (row) -> row.contender().server()),
						Column.text("format", (row) -> row.contender().format()), Column.number(load, "%,.0f", R::load),
						Column.number(cpu, "%.2f", R::cpuMicros),
						Column.number("x " + Row.FLOOR, "%.2f", (row) -> row.cpuMicros() / floor(row))),
				others, List.<Column<R>>of(Column.text("check", R::check)))
			.flatMap(List::stream)
			.toList();
	}

	private double floor(R row) {
		return this.rows.stream()
			.filter((other) -> other.isFloorOf(row))
			.mapToDouble(Row::cpuMicros)
			.findFirst()
			.orElse(Double.NaN);
	}

	@Override
	public String toString() {
		Collection<String> groups = this.rows.stream()
			.collect(Collectors.groupingBy(Row::load, TreeMap::new,
					Collectors.mapping(this::line, Collectors.joining("\n"))))
			.values();
		return this.rows.isEmpty() ? "" : cells(Column::head) + "\n" + String.join("\n\n", groups) + "\n\n";
	}

	private String line(R row) {
		return cells((column) -> column.cell().apply(row));
	}

	private String cells(Function<Column<R>, String> cell) {
		return this.columns.stream()
			.map((column) -> aligned(column, cell.apply(column)))
			.collect(Collectors.joining(GAP))
			.stripTrailing();
	}

	private String aligned(Column<R> column, String text) {
		String blanks = " ".repeat(Math.max(0, width(column) - text.length()));
		return column.isText() ? text + blanks : blanks + text;
	}

	private int width(Column<R> column) {
		return Stream.concat(Stream.of(column.head()), this.rows.stream().map(column.cell()))
			.mapToInt(String::length)
			.max()
			.orElseThrow();
	}

}
