package org.yutang.register;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One row as the mapping's expressions see it: cells by column name, trimmed; what counts as empty
/// is empty. One object serves all rows of a file, one after the other: it is refilled, so whoever
/// keeps a cell copies it.
final class Cells extends AbstractMap<String, String> {

  private final List<String> columns;
  private final Map<String, Integer> index = new HashMap<>();
  private final Set<String> empty;
  private final String[] values;
  private int row;
  private boolean tooMany;

  Cells(List<String> columns, Set<String> empty) {
    this.columns = columns;
    this.empty = empty;
    this.values = new String[columns.size()];
    for (int i = 0; i < columns.size(); i++) index.putIfAbsent(columns.get(i), i);
  }

  /// @param row as a spreadsheet counts: the heading is row 1
  void fill(int row, List<String> fields) {
    this.row = row;
    this.tooMany = fields.size() > values.length;
    for (int i = 0; i < values.length; i++) {
      String value = i < fields.size() ? fields.get(i).strip() : "";
      values[i] = empty.contains(value) ? "" : value;
    }
  }

  int row() {
    return row;
  }

  boolean hasTooMany() {
    return tooMany;
  }

  @Override
  public @Nullable String get(@Nullable Object column) {
    Integer at = index.get(column);
    return at == null ? null : values[at];
  }

  @Override
  public boolean containsKey(@Nullable Object column) {
    return index.containsKey(column);
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    Map<String, String> all = new LinkedHashMap<>();
    columns.forEach(column -> all.put(column, values[index.getOrDefault(column, 0)]));
    return all.entrySet();
  }
}
