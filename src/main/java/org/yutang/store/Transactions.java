package org.yutang.store;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Runs work in one database transaction; joins the one that the thread has open, if any. Any
/// exception rolls it back.
@Component
public class Transactions {

  private final TransactionTemplate template;

  private final Space space;

  Transactions(JdbcTransactionManager manager, Space space) {
    this.template = new TransactionTemplate(manager);
    this.space = space;
  }

  /// Refuses with [StoreRefusal#DISK_FULL] when the disk is full or nearly so; nothing was changed
  /// then.
  public <T extends @Nullable Object> T call(Supplier<T> work) {
    if (!isOpen()) space.require();
    try {
      return template.execute(status -> work.get());
    } catch (DataAccessException | TransactionException e) {
      throw Disk.isFull(e) ? Disk.full(e) : e;
    }
  }

  /// As [#call], without a result.
  public void run(Runnable work) {
    this.<@Nullable Void>call(
        () -> {
          work.run();
          return null;
        });
  }

  /// Whether this thread has a transaction open. The ledger refuses to be called then.
  public static boolean isOpen() {
    return TransactionSynchronizationManager.isActualTransactionActive();
  }
}
