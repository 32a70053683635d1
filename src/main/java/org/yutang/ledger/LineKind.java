package org.yutang.ledger;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a line is; the code stands in the database.
enum LineKind {
  TRANSFER(1),
  RESERVE(2),
  POST(3),
  VOID(4),
  /// A void that the ledger wrote itself, because the time was up.
  EXPIRE(5),
  /// The head of a linked group; it moves nothing.
  GROUP(6);

  final int code;

  LineKind(int code) {
    this.code = code;
  }

  static LineKind of(int code) {
    return values()[code - 1];
  }

  static Optional<LineKind> find(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean moves() {
    return this == TRANSFER || this == POST;
  }
}
