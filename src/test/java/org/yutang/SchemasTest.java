package org.yutang;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the migrated database must look like, whatever the rooms put into it.
class SchemasTest extends ServerTest {

  @Autowired JdbcClient sql;

  @Test
  void noForeignKeyLeavesItsRoom() {
    assertThat(
            sql.sql(
                    """
                    select c.conname from pg_constraint c
                    join pg_class a on a.oid = c.conrelid join pg_class b on b.oid = c.confrelid
                    where c.contype = 'f' and a.relnamespace <> b.relnamespace
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }

  @Test
  void everyKeyOfAShardedTableBeginsWithTheShard() {
    assertThat(
            sql.sql(
                    """
                    select i.indrelid::regclass || ' ' || i.indexrelid::regclass from pg_index i
                    join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
                    join pg_attribute a on a.attrelid = t.oid and a.attname = 'shard_key' and not a.attisdropped
                    where i.indisunique and n.nspname not like 'pg%' and i.indkey[0] <> a.attnum
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }

  @Test
  void noTriggersAndNoKeylessTables() {
    assertThat(
            sql.sql("select tgname from pg_trigger where not tgisinternal")
                .query(String.class)
                .list())
        .isEmpty();
    assertThat(
            sql.sql(
                    """
                    select t.oid::regclass::text from pg_class t join pg_namespace n on n.oid = t.relnamespace
                    where t.relkind in ('r', 'p') and n.nspname not like 'pg%' and n.nspname <> 'information_schema'
                    and not exists (select 1 from pg_index i where i.indrelid = t.oid and i.indisprimary)
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }
}
