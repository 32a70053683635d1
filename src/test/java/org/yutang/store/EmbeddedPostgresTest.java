package org.yutang.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

@Tag("slow")
class EmbeddedPostgresTest {

  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  @ParameterizedTest
  @EnumSource(Privilege.class)
  void startsStopsAndKeepsRowsAsWhomeverItRuns(Privilege privilege) throws Exception {
    assumeTrue(ROOT == (privilege != Privilege.OURSELVES), "needs another user: " + privilege);
    Home home = Home.at(Houses.folder());
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home, privilege)) {
      assertThat(ask(server, "show fsync")).isEqualTo("on");
      assertThat(ask(server, "show server_encoding")).isEqualTo("UTF8");
      assertThat(
              ask(
                  server,
                  "select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'postgres'"))
          .isEqualTo("b C.UTF-8");
      assertThat(
              ask(
                  server,
                  "select count(*)::text from pg_hba_file_rules where auth_method <> 'scram-sha-256'"))
          .isEqualTo("0");
      run(server, "create extension pg_trgm");
      assertThat(ask(server, "select cardinality(show_trgm('中'))::text")).isNotEqualTo("0");
      run(server, "create table kept as select 7 as n");
      assertThatThrownBy(() -> DriverManager.getConnection(server.url(), server.user(), "guess"))
          .isInstanceOf(SQLException.class);
    }
    assertThat(Files.getPosixFilePermissions(home.postgres().resolve("password")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(home.postgres().resolve("data/postmaster.pid")).doesNotExist();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home, privilege)) {
      assertThat(ask(server, "select n::text from kept")).isEqualTo("7");
    }
  }

  @Test
  void aLaterStartOfTheStoreWithAllMigrationsTakesALittleTime() throws Exception {
    Path dir = Houses.folder();
    Duration first = timed(dir);
    Duration later = timed(dir);
    System.out.println(
        "store: first start " + first.toMillis() + " ms, later start " + later.toMillis() + " ms");
    assertThat(later).isLessThan(Duration.ofSeconds(10));
  }

  private static Duration timed(Path dir) {
    long began = System.nanoTime();
    AnnotationConfigApplicationContext house = Houses.openEmbedded(dir);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    house.close();
    return took;
  }

  @Test
  void rootMayChangeFromNobodyToANamespaceAndBack() throws Exception {
    assumeTrue(ROOT, "only root changes users");
    Home home = Home.at(Houses.folder());
    EmbeddedPostgres.start(home, Privilege.NOBODY_USER).close();
    EmbeddedPostgres.start(home, Privilege.NAMESPACE).close();
    EmbeddedPostgres.start(home, Privilege.NOBODY_USER).close();
  }

  @Test
  void aHalfMadeClusterIsMadeAgain() throws Exception {
    Home home = Home.at(Houses.folder());
    Path half = home.postgres().resolve("unfinished/data");
    Files.createDirectories(half);
    Files.writeString(half.resolve("PG_VERSION"), "18\n");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home)) {
      assertThat(ask(server, "select 'up'")).isEqualTo("up");
    }
    assertThat(home.postgres().resolve("unfinished")).doesNotExist();
  }

  @Test
  void aClusterOfANewerPostgresqlIsRefusedAndLeftAlone() throws Exception {
    Home home = Home.at(Houses.folder());
    EmbeddedPostgres.start(home).close();
    Files.writeString(home.postgres().resolve("data/PG_VERSION"), "99\n");
    assertThatThrownBy(() -> EmbeddedPostgres.start(home))
        .hasMessageContaining("store.folder-is-newer")
        .hasMessageContaining("PostgreSQL 99");
    Files.writeString(home.postgres().resolve("data/PG_VERSION"), "12\n");
    assertThatThrownBy(() -> EmbeddedPostgres.start(home)).hasMessageContaining("PostgreSQL 12");
  }

  @Test
  void aPidFileWhoseNumberBelongsToSomebodyElseIsNoObstacle() throws Exception {
    Home home = Home.at(Houses.folder());
    EmbeddedPostgres.start(home).close();
    Path pidFile = home.postgres().resolve("data/postmaster.pid");
    Files.writeString(
        pidFile, ProcessHandle.current().pid() + "\n" + pidFile.getParent() + "\n1\n5432\n\n\n\n");
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home)) {
      assertThat(ask(server, "select 'up'")).isEqualTo("up");
    }
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void aServerThatAKilledProcessLeftBehindIsStoppedAndItsRowsAreThere() throws Exception {
    Home home = Home.at(Houses.folder());
    EmbeddedPostgres left = EmbeddedPostgres.start(home); // never closed, as after kill -9
    run(left, "create table kept as select 7 as n");
    ProcessHandle postmaster = ProcessHandle.of(left.pid()).orElseThrow();
    left.abandon();
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home)) {
      postmaster.onExit().get(5, TimeUnit.SECONDS);
      assertThat(ask(server, "select n::text from kept")).isEqualTo("7");
    }
  }

  @Test
  void aServerThatDiesIsStartedAgainOnItsPort() throws Exception {
    Home home = Home.at(Houses.folder());
    try (EmbeddedPostgres server = EmbeddedPostgres.start(home)) {
      run(server, "create table kept as select 7 as n");
      LeftOver.signal(server.pid(), "KILL");
      long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (!"7".equals(tryAsk(server, "select n::text from kept")) && System.nanoTime() < limit)
        Thread.sleep(50);
      assertThat(ask(server, "select n::text from kept")).isEqualTo("7");
    }
  }

  @Test
  void aSecondServerOnTheFolderIsRefused() throws Exception {
    Home home = Home.at(Houses.folder());
    try (FolderLock _ = FolderLock.take(home)) {
      assertThatThrownBy(() -> FolderLock.take(home)).hasMessageContaining("store.folder-in-use");
    }
    FolderLock.take(home).close();
  }

  private static String tryAsk(EmbeddedPostgres server, String question) {
    try {
      return ask(server, question);
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String ask(EmbeddedPostgres server, String question) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password());
        ResultSet row = connection.createStatement().executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void run(EmbeddedPostgres server, String statement)
      throws SQLException, IOException {
    try (Connection connection =
        DriverManager.getConnection(server.url(), server.user(), server.password())) {
      connection.createStatement().execute(statement);
    }
  }
}
