package org.yutang.register;

import dev.cel.runtime.CelEvaluationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;

/// Tables of other rooms: CSV (UTF-8 or GB 18030, gzip) or XLSX, read from beginning to end with
/// little memory, plainly by heading or through a mapping file with expressions as those of the
/// register have. Immutable.
public final class MappedTable {

  private final Map<String, String> about;
  private final Mapping.Format format;
  private final Map<String, Expression> fields;

  private MappedTable(
      Map<String, String> about, Mapping.Format format, Map<String, Expression> fields) {
    this.about = about;
    this.format = format;
    this.fields = fields;
  }

  /// What a mapping has to say.
  ///
  /// @param kind the word that `kind` must be
  /// @param about keys with plain values, all wanted
  /// @param block the key under which the expressions stand
  public record Form(
      String kind, List<String> about, String block, Set<String> needed, List<String> all) {
    public Form {
      about = List.copyOf(about);
      needed = Set.copyOf(needed);
      all = List.copyOf(all);
    }
  }

  /// One row: what its fields say, as text; what is empty or nothing is not there.
  public interface Each {
    /// @param row as a spreadsheet counts: the heading is row 1
    /// @param wrong fields that could not be worked out
    void row(int row, Map<String, String> fields, Set<String> wrong);
  }

  /// Reads a mapping. Refuses with [RegisterRefusal#MAPPING_WRONG].
  public static MappedTable of(String yaml, Form form) {
    List<String> known = new java.util.ArrayList<>(form.about);
    known.addAll(List.of("kind", "format", form.block));
    YamlNode root = YamlNode.read(yaml).block(known.toArray(String[]::new));
    if (!root.get("kind").text().equals(form.kind))
      throw root.get("kind").wrong("kind must be '" + form.kind + "' here");
    Map<String, String> about = new LinkedHashMap<>();
    for (String each : form.about) {
      String text = root.get(each).text().strip();
      if (text.isEmpty() || text.length() > 60)
        throw root.get(each).wrong("1 to 60 characters are wanted here");
      about.put(each, text);
    }
    YamlNode block = root.get(form.block).block(form.all.toArray(String[]::new));
    Map<String, Expression> fields = new LinkedHashMap<>();
    for (String each : form.all) {
      Optional<YamlNode> node =
          form.needed.contains(each) ? Optional.of(block.get(each)) : block.find(each);
      node.ifPresent(found -> fields.put(each, found.expression(Expression.Gives.ANY)));
    }
    return new MappedTable(about, Mapping.format(root.find("format")), fields);
  }

  /// What the mapping says plainly under that key.
  public String about(String key) {
    return Optional.ofNullable(about.get(key)).orElseThrow();
  }

  /// Reads the file through the mapping. Refuses with [RegisterRefusal#WRONG_COLUMNS] and what
  /// cannot be read.
  public void read(Path file, Each each) throws IOException {
    try (TableFile table = TableFile.open(file, format)) {
      for (Expression expression : fields.values())
        for (String column : expression.columns())
          if (!table.columns().contains(column)) throw missing(column, table);
      Cells cells = new Cells(table.columns(), format.empty());
      table.forEach(
          (row, values) -> {
            cells.fill(row, values);
            Map<String, String> told = new LinkedHashMap<>();
            Set<String> wrong = new java.util.LinkedHashSet<>();
            fields.forEach((name, expression) -> put(cells, name, expression, told, wrong));
            each.row(row, told, wrong);
          });
    }
  }

  private static void put(
      Cells cells, String name, Expression of, Map<String, String> told, Set<String> wrong) {
    try {
      Object value = of.of(cells);
      if (value != null && !value.toString().isBlank()) told.put(name, text(value));
    } catch (CelEvaluationException e) {
      wrong.add(name);
    }
  }

  private static String text(Object value) {
    return value instanceof Double number
        ? new java.math.BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
        : value.toString().strip();
  }

  /// Reads a file whose heading has all these columns, and gives their cells.
  public static void plain(Path file, List<String> columns, Each each) throws IOException {
    Mapping.Format format = Mapping.format(Optional.empty());
    try (TableFile table = TableFile.open(file, format)) {
      for (String column : columns)
        if (!table.columns().contains(column)) throw missing(column, table);
      Cells cells = new Cells(table.columns(), format.empty());
      table.forEach(
          (row, values) -> {
            cells.fill(row, values);
            Map<String, String> told = new LinkedHashMap<>();
            for (String column : columns) {
              @Nullable String cell = cells.get(column);
              if (cell != null && !cell.isEmpty()) told.put(column, cell);
            }
            each.row(row, told, Set.of());
          });
    }
  }

  private static Refusal missing(String column, TableFile table) {
    String found = String.join(", ", table.columns());
    return new Refusal(
        RegisterRefusal.WRONG_COLUMNS,
        Map.of(
            "missing",
            column,
            "found",
            found.length() > 500 ? found.substring(0, 500) + "…" : found));
  }
}
