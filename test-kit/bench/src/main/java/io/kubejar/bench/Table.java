package io.kubejar.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.IntStream;

/** The rows, set in columns; as Markdown understands it too. */
record Table(List<Row> rows) {
    void print(PrintStream out) {
        List<List<String>> lines = rows.stream()
                .map(row ->
                        List.of(row.what(), row.measured(), row.peer(), row.ratio(), row.budget(), row.verdict().text))
                .toList();
        List<String> head = List.of("what", "measured", "peer", "ratio", "budget", "");
        int[] widths = IntStream.range(0, head.size())
                .map(i -> Math.max(
                        head.get(i).length(),
                        lines.stream()
                                .mapToInt(line -> line.get(i).length())
                                .max()
                                .orElse(0)))
                .toArray();
        line(out, head, widths);
        line(out, IntStream.of(widths).mapToObj("-"::repeat).toList(), widths);
        lines.forEach(line -> line(out, line, widths));
    }

    private static void line(PrintStream out, List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            text.append(' ')
                    .append(cell)
                    .append(" ".repeat(widths[i] - cell.length()))
                    .append(" |");
        }
        out.println(text);
    }
}
