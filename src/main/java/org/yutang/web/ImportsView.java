package org.yutang.web;

import java.util.List;
import java.util.Optional;
import org.yutang.kernel.Page;
import org.yutang.register.ImportReport;
import org.yutang.register.ImportRequest;
import org.yutang.store.Jobs;

/// Bringing files in: the form, the list, one import.
public final class ImportsView {

  /// Columns of the file of bad rows.
  private static final int REASON_ZH = 4;

  private static final int REASON_EN = 5;

  private ImportsView() {}

  /// @param mappings that can be chosen instead of uploading one
  /// @param form what was typed before
  public record Listed(
      List<One> recent, Page<Jobs.Job> page, String sort, List<Choice> mappings, Form form) {
    public Listed {
      recent = List.copyOf(recent);
      mappings = List.copyOf(mappings);
    }
  }

  /// A mapping that is here already: the name of a shipped one, or the id of the import that used
  /// it.
  public record Choice(String key, String label) {}

  /// @param file digest of a file that was uploaded before, so that it need not be sent again; or
  ///   an empty text
  /// @param mapping the text of a mapping that has to be mended, or an empty text
  public record Form(
      String kind,
      String file,
      String fileName,
      String mapping,
      String maxBad,
      String problem,
      String field) {
    public static final Form EMPTY = new Form("register", "", "", "", "5", "", "");

    public String problemOf(String asked) {
      return field.equals(asked) ? problem : "";
    }
  }

  /// @param report once it has ended well
  /// @param badRows the beginning of the file of bad rows, its heading first
  public record One(
      Jobs.Job job,
      ImportRequest request,
      Optional<ImportReport> report,
      List<List<String>> badRows,
      boolean hasErrorFile) {
    public One {
      badRows = List.copyOf(badRows);
    }

    /// Whether so many rows are bad that nothing would be written.
    public boolean tooManyBad() {
      return report
          .filter(done -> done.good() == 0 || done.bad() > request.maxBadShare() * done.rows())
          .isPresent();
    }

    /// The beginning of the file of bad rows in the reader's language: row, column, value, reason.
    public List<List<String>> badCells(boolean chinese) {
      return badRows.stream()
          .skip(1)
          .filter(row -> row.size() >= REASON_EN + 1)
          .map(
              row ->
                  List.of(
                      row.get(0), row.get(1), row.get(2), row.get(chinese ? REASON_ZH : REASON_EN)))
          .toList();
    }
  }
}
