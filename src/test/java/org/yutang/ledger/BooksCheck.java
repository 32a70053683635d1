package org.yutang.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What must hold of the books at any time: what `./yutang ledger check` says.
public final class BooksCheck {

  private BooksCheck() {}

  public static void check(JdbcClient sql) {
    assertThat(findings(sql)).as("what differs in the books").isEmpty();
  }

  static List<Finding> findings(JdbcClient sql) {
    return new LedgerCheck(sql, List.of()).findings();
  }
}
