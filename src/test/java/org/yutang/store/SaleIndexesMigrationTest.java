package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;

/// The second migration of `giving` finds in other ways what two indexes of sales found before. Its
/// data are made in the tables as the first version had them, in a database of its own.
class SaleIndexesMigrationTest extends ServerTest {

  @Autowired DataSource database;

  private FreshDatabase fresh;

  @BeforeEach
  void createADatabase() throws SQLException {
    fresh = FreshDatabase.beside(database, 2);
  }

  @AfterEach
  void dropIt() throws SQLException {
    fresh.close();
  }

  @Test
  void chunksThatAreOpenAreScatteredAndEachPledgeKnowsItsLastDay() {
    fresh.migrate("giving", "1");
    JdbcClient sql = fresh.sql();
    UUID open = chunk(sql, 3, "null");
    UUID settled = chunk(sql, 3, "now()");
    UUID pledge = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    sell(sql, 3, open, pledge, "2026-02-03");
    sell(sql, 3, settled, pledge, "2026-03-01");
    sell(sql, 3, settled, pledge, "2026-01-01");
    sell(sql, 7, settled, other, "2025-12-31");
    fresh.migrate("giving", "2");
    assertThat(sql.sql("select id from giving.chunk where scattered").query(UUID.class).list())
        .containsExactly(open);
    assertThat(lastDay(sql, 3, pledge)).isEqualTo("2026-03-01");
    assertThat(lastDay(sql, 7, other)).isEqualTo("2025-12-31");
    assertThat(sql.sql("select count(*) from giving.pledge_day").query(Long.class).single())
        .isEqualTo(2);
    fresh.migrate("giving", "latest");
  }

  private static LocalDate lastDay(JdbcClient sql, int shard, UUID pledge) {
    return sql.sql(
            "select last_day from giving.pledge_day where shard_key = :shard and pledge = :pledge")
        .param("shard", shard)
        .param("pledge", pledge)
        .query(LocalDate.class)
        .single();
  }

  private static UUID chunk(JdbcClient sql, int shard, String settled) {
    UUID id = UUID.randomUUID();
    sql.sql(
            "insert into giving.chunk (shard_key, id, sales, settled_at) values (:shard, :id, 1, "
                + settled
                + ")")
        .param("shard", shard)
        .param("id", id)
        .update();
    return id;
  }

  private static void sell(JdbcClient sql, int shard, UUID chunk, UUID pledge, String day) {
    sql.sql(
            """
            insert into giving.sale (shard_key, id, merchant, order_number, chunk, pledge, project, programme, sold_at, business_date, amount, donation,
              gross_from, transfer, salt, booked_at)
            values (:shard, :id, :pledge, :order, :chunk, :pledge, :pledge, 'breadwinners-insurance', now(), cast(:day as date), 100, 2, 0, :id,
              decode(repeat('00', 32), 'hex'), now())
            """)
        .param("shard", shard)
        .param("id", UUID.randomUUID())
        .param("order", day)
        .param("chunk", chunk)
        .param("pledge", pledge)
        .param("day", day)
        .update();
  }
}
