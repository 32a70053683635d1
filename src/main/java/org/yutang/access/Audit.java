package org.yutang.access;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

/// Who did what, when and why; append-only.
public interface Audit {

  /// Writes one row in the transaction that is open, or in one of its own.
  ///
  /// @param action such as `register.import` or `register.id-number-revealed`; has a message
  ///   `audit.<action>`
  /// @param subject the id of what it was done to
  /// @param facts without personal data
  void record(Actor actor, String action, PlaceCode place, String subject, Map<String, ?> facts);

  /// The longest list that is counted exactly; a longer one says this as its total.
  int MAX_COUNTED = 100_000;

  /// The newest first, within the places where the reader may see the audit.
  default Page<Row> list(Actor reader, Filter filter, Page.Wanted page) {
    return list(reader, filter, true, page);
  }

  Page<Row> list(Actor reader, Filter filter, boolean newestFirst, Page.Wanted page);

  record Filter(Optional<UUID> account, Optional<String> action, Optional<String> subject) {}

  record Row(
      long number,
      Instant at,
      UUID account,
      String accountName,
      String action,
      PlaceCode place,
      String subject,
      Map<String, Object> facts) {}
}
