package org.yutang.store;

import java.util.function.Supplier;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Runs work in one database transaction; joins the one that the thread has open, if any. Any exception rolls it back.
@Component
public class Transactions {

  private final TransactionTemplate template;

  Transactions(JdbcTransactionManager manager) {
    this.template = new TransactionTemplate(manager);
  }

  public <T> T call(Supplier<T> work) {
    return template.execute(status -> work.get());
  }

  public void run(Runnable work) {
    template.executeWithoutResult(status -> work.run());
  }

  /// Whether this thread has a transaction open. The ledger refuses to be called then.
  public static boolean isOpen() {
    return TransactionSynchronizationManager.isActualTransactionActive();
  }
}
