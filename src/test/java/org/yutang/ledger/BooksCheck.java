package org.yutang.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.springframework.jdbc.core.simple.JdbcClient;

/// What must hold of the books at any time, asked of the tables.
public final class BooksCheck {

  private BooksCheck() {}

  public static void check(JdbcClient sql) {
    assertThat(Reckoning.differences(sql)).isEmpty();
  }
}
