package org.yutang.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;

/// How fast a county's register comes in through the job that everybody uses, beside a bare binary
/// COPY of every row that it wrote into the same tables with the same indexes, emptied before. Both
/// as a new server does it: durable, one transaction.
@Component
class ImportBench implements Bench {

  private static final int REPEATS = 5;
  private static final String SCHEMA = "register";

  private final BenchRegister county;
  private final BenchAccounts accounts;
  private final JdbcClient sql;
  private final DataSource database;

  ImportBench(BenchRegister county, BenchAccounts accounts, JdbcClient sql, DataSource database) {
    this.county = county;
    this.accounts = accounts;
    this.sql = sql;
    this.database = database;
  }

  @Override
  public String name() {
    return "import";
  }

  @Override
  public List<Measure> run(Consumer<String> say) throws Exception {
    String digest = county.list();
    List<String> emptyBefore =
        tables().entrySet().stream()
            .filter(table -> table.getValue() == 0)
            .map(Map.Entry::getKey)
            .toList();
    Path folder = Files.createTempDirectory("yutang-bench");
    try {
      return List.of(measure(digest, emptyBefore, folder, say));
    } finally {
      try (var left = Files.walk(folder)) {
        for (Path each : left.sorted(java.util.Comparator.reverseOrder()).toList())
          Files.delete(each);
      }
    }
  }

  private Measure measure(
      String digest, List<String> emptyBefore, Path folder, Consumer<String> say) throws Exception {
    Actor actor = accounts.fresh(Role.ADMINISTRATOR);
    double[] ours = new double[REPEATS];
    double[] bare = new double[REPEATS];
    Map<String, Long> written = Map.of();
    for (int i = -1;
        i < REPEATS;
        i++) { // the first round warms up and writes down the rows for COPY
      empty(emptyBefore);
      checkpoint();
      double import1 = county.importOnce(actor, digest);
      if (i < 0) {
        written = tables();
        written.keySet().retainAll(emptyBefore);
        written.values().removeIf(rows -> rows == 0);
        for (String table : written.keySet()) copyOut(table, folder.resolve(table));
      }
      empty(emptyBefore);
      double copy = copyIn(written.keySet(), folder);
      say.accept(
          "%s: import %.2f s, bare COPY %.2f s"
              .formatted(i < 0 ? "warm-up" : "round " + (i + 1), import1, copy));
      if (i < 0) continue;
      ours[i] = import1;
      bare[i] = copy;
    }
    empty(emptyBefore);
    double rows = BenchCounty.PERSONS;
    String note =
        "%,d persons in %.1f s; rows written: %s"
            .formatted(BenchCounty.PERSONS, Measure.median(ours), written);
    return Measure.rate(
        "import.rows",
        "rows/s",
        rows / Measure.median(ours),
        "bare COPY of all rows written, same indexes",
        rows / Measure.median(bare),
        REPEATS,
        note);
  }

  private double copyIn(Iterable<String> tables, Path folder) throws SQLException, IOException {
    checkpoint();
    long start = System.nanoTime();
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      for (String table : tables)
        try (InputStream in = Files.newInputStream(folder.resolve(table))) {
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy " + qualified(table) + " from stdin (format binary)", in, 1 << 16);
        }
      connection.commit();
      connection.setAutoCommit(true);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void copyOut(String table, Path file) throws SQLException, IOException {
    try (Connection connection = database.getConnection();
        OutputStream out = Files.newOutputStream(file)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("copy " + qualified(table) + " to stdout (format binary)", out);
    }
  }

  /// The register's tables with their numbers of rows, those that others refer to first.
  private Map<String, Long> tables() {
    Map<String, Long> counts = new LinkedHashMap<>();
    List<String> names =
        sql.sql(
                """
                select c.relname from pg_class c where c.relnamespace = cast(:schema as regnamespace) and c.relkind in ('r', 'p')
                order by (select count(*) from pg_constraint k where k.contype = 'f' and k.confrelid = c.oid) desc, c.relname
                """)
            .param("schema", SCHEMA)
            .query(String.class)
            .list();
    for (String name : names)
      counts.put(
          name, sql.sql("select count(*) from " + qualified(name)).query(Long.class).single());
    return counts;
  }

  private void empty(List<String> tables) {
    sql.sql(
            "truncate "
                + tables.stream().map(ImportBench::qualified).collect(Collectors.joining(", ")))
        .update();
  }

  private void checkpoint() {
    sql.sql("checkpoint").update();
  }

  private static String qualified(String table) {
    return SCHEMA + "." + table;
  }
}
