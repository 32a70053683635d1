package org.yutang.ledger;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;

/// What is made of things that went wrong while writing.
final class Failures {

  private Failures() {}

  /// Whether it is not the batch's fault: the database is gone, full or shutting down, or the house
  /// refuses to write at all.
  static boolean isOutage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal) return true;
      if (cause instanceof SQLException sql) return isOutage(sql.getSQLState());
    }
    return false;
  }

  /// Waits for the future. Refusals are thrown as they are, anything else as an
  /// [IllegalStateException] with its cause.
  static <T> T join(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Refusal refusal) throw refusal;
      throw new IllegalStateException("the ledger could not write", e.getCause());
    }
  }

  /// Whether the same again may succeed at once: PostgreSQL ended it in favour of another.
  static boolean isConflict(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause())
      if (cause instanceof SQLException sql && sql.getSQLState() != null)
        return sql.getSQLState().startsWith("40");
    return false;
  }

  /// Connection exceptions, insufficient resources, operator intervention, system errors, a lock
  /// that somebody keeps; none where no connection could be had at all.
  private static boolean isOutage(@Nullable String state) {
    return state == null || state.matches("(08|53|57|58).*|55P03");
  }
}
