package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;

class DatabaseTest extends ServerTest {

  @Autowired JdbcClient sql;

  @Test
  void theServerIsDurableAndUnderstandsChinese() {
    assertThat(sql.sql("show fsync").query(String.class).single()).isEqualTo("on");
    assertThat(sql.sql("select lower('ÄÖ') || '鱼塘'").query(String.class).single())
        .isEqualTo("äö鱼塘");
  }
}
