package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;

/// The thirteenth migration of `programme` drops the tables of claims where they are empty, and
/// touches nothing where they are not.
class ClaimsGoneMigrationTest extends ServerTest {

  @Autowired DataSource database;

  private FreshDatabase fresh;

  @BeforeEach
  void createADatabaseOfBefore() throws SQLException {
    fresh = FreshDatabase.beside(database, 2);
    fresh.migrate("programme", "12");
  }

  @AfterEach
  void dropIt() throws SQLException {
    fresh.close();
  }

  @Test
  void tablesWithoutClaimsGo() {
    fresh.migrate("programme", "13");
    assertThat(exists("claim")).isFalse();
    assertThat(exists("claim_payment")).isFalse();
    assertThat(exists("case_unique")).isTrue();
  }

  @Test
  void aClaimThatSomebodyTriedIsNotLostInSilence() {
    JdbcClient sql = fresh.sql();
    sql.sql(
            """
            insert into programme.claim (shard_key, id, programme, person, household, county, village, state, version, currency, photos, secrets, secrets_key,
              barred, last_day, changed_at)
            values (1, :id, 'breadwinners-insurance', :id, :id, 'CN-500236', 'CN-500236', 'DRAFT', 1, 'CNY', '{}', '', 1, '{}', now(), now())
            """)
        .param("id", UUID.randomUUID())
        .update();
    assertThatThrownBy(() -> fresh.migrate("programme", "13"))
        .hasStackTraceContaining("not carried over into cases");
    assertThat(sql.sql("select count(*) from programme.claim").query(Long.class).single())
        .isEqualTo(1);
    assertThat(exists("case_unique")).isFalse();
  }

  @Test
  void definitionsThatCannotBeReadAnyMoreAreSaidAtOnceAndNotOnEverybodysPage() {
    for (String old :
        new String[] {
          "id: mine\nsecondReviewAbove: \"10000.00\"\n",
          "versions:\n  - fromYear: 2017\n    benefit: &benefit\n      deductible: \"2500.00\"\n"
        }) {
      remember(old);
      assertThatThrownBy(() -> fresh.migrate("programme", "13"))
          .as(old)
          .hasStackTraceContaining("which this version cannot read");
      fresh.sql().sql("delete from programme.definition").update();
    }
    remember("versions:\n  - fromYear: 2017\n    kinds:\n      - name: a\n        benefit: {}\n");
    fresh.migrate("programme", "13");
    assertThat(exists("case_unique")).isTrue();
  }

  private void remember(String text) {
    fresh
        .sql()
        .sql(
            "insert into programme.definition (digest, programme, source, first_used_at) values (:digest, 'mine', :text, now())")
        .param("digest", "0".repeat(64))
        .param("text", text)
        .update();
  }

  private boolean exists(String table) {
    return fresh
        .sql()
        .sql("select to_regclass('programme.' || :table) is not null")
        .param("table", table)
        .query(Boolean.class)
        .single();
  }
}
