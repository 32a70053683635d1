package org.yutang.market;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What came of a file that a shop read in, or would come of it.
///
/// @param fresh orders or rows that are new
/// @param known that were read in before, exactly so
/// @param refused that were not taken
/// @param errors why, the first [#MOST_ERRORS]
public record FileImport(
    UUID id,
    UUID shop,
    Kind kind,
    String name,
    boolean preview,
    int fresh,
    int known,
    int refused,
    List<Bad> errors,
    Instant at) {

  public static final int MOST_ERRORS = 1000;

  /// The most rows of a file.
  public static final int MAX_ROWS = 20_000;

  public FileImport {
    errors = List.copyOf(errors);
  }

  public enum Kind {
    ORDERS,
    PRODUCTS
  }

  /// Why a row was not taken.
  ///
  /// @param row as a spreadsheet counts: the heading is row 1
  /// @param column of the mapping or of the sheet; may be empty
  /// @param code such as `sold-out`; its words are `market.file.CODE`
  /// @param value what stood there
  public record Bad(int row, String column, String code, String value) {}
}
