package org.yutang.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The least that a durable, idempotent ledger could do on these tables: a loop of `insert … select
/// from unnest … on conflict do nothing`, one aggregated update of the balances, commit. Nothing is
/// looked up, checked, digested or answered. Its rows are those that the ledger has just written,
/// read back, and go into copies of its tables.
final class BareLoop {

  private static final String LINES = "transfer";
  private static final String ACCOUNTS = "account";

  private final DataSource database;
  private final LedgerTables tables;

  BareLoop(DataSource database) {
    this.database = database;
    this.tables = new LedgerTables(JdbcClient.create(database));
  }

  /// How the loop is run.
  ///
  /// @param connections with more than one, one inserts while another commits; the balances are
  ///   updated by one at a time, since two would deadlock
  record Shape(int batch, int connections) {

    /// What to begin with, before the shapes are tried.
    static final Shape FIRST = new Shape(4000, 2);

    /// The shapes that are tried.
    static List<Shape> all() {
      return Arrays.stream(new int[] {1000, 2000, 4000, 8000})
          .boxed()
          .flatMap(batch -> IntStream.rangeClosed(1, 2).mapToObj(n -> new Shape(batch, n)))
          .toList();
    }

    @Override
    public String toString() {
      return "batches of %,d on %d connection%s"
          .formatted(batch, connections, connections > 1 ? "s" : "");
    }
  }

  /// A column of the lines: an array of ids, of numbers, or one value that all rows share.
  private sealed interface Values {
    record Ids(UUID[] all) implements Values {}

    record Numbers(long[] all) implements Values {}

    record Shared(@Nullable String text) implements Values {}
  }

  /// Lines read back from the ledger, column by column.
  record Lines(Map<LedgerTables.Column, Values> columns, int rows) {

    private UUID[] ids(String name) {
      return ((Values.Ids) named(name)).all();
    }

    private long[] numbers(String name) {
      return switch (named(name)) {
        case Values.Numbers numbers -> numbers.all();
        case Values.Shared shared -> {
          long[] all = new long[rows];
          Arrays.fill(all, Long.parseLong(Objects.requireNonNull(shared.text())));
          yield all;
        }
        case Values.Ids ids -> throw new IllegalStateException(name + " holds ids");
      };
    }

    private Values named(String name) {
      return columns.entrySet().stream()
          .filter(each -> each.getKey().name().equals(name))
          .findFirst()
          .orElseThrow()
          .getValue();
    }
  }

  /// Makes the copies in the schema `bench`, with the ledger's accounts as they are now.
  void create() {
    tables.copyShape(LINES);
    tables.copyShape(ACCOUNTS);
    tables.copyRows(ACCOUNTS);
  }

  /// The lines of one round, with partitions for them.
  Lines read(LedgerLoad.Round round) throws SQLException {
    tables.copyNewParts(LINES);
    List<LedgerTables.Column> columns = tables.columns(LINES);
    String names =
        columns.stream().map(LedgerTables.Column::name).collect(Collectors.joining(", "));
    Object[][] values = new Object[columns.size()][round.transfers()];
    int rows = 0;
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select %s from %s where id >= ? and id < ? and memo = ? order by id"
                    .formatted(names, LedgerTables.original(LINES)))) {
      connection.setAutoCommit(false);
      query.setFetchSize(10_000);
      query.setObject(1, round.first());
      query.setObject(2, round.last());
      query.setString(3, LedgerLoad.MEMO); // others may write lines of the same milliseconds
      try (ResultSet found = query.executeQuery()) {
        for (; found.next(); rows++)
          for (int i = 0; i < columns.size(); i++)
            values[i][rows] = value(found, i + 1, columns.get(i).type());
      }
      connection.rollback();
      connection.setAutoCommit(true);
    }
    if (rows != round.transfers())
      throw new IllegalStateException(rows + " of " + round.transfers() + " lines were found");
    Map<LedgerTables.Column, Values> read = new java.util.LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) read.put(columns.get(i), column(values[i]));
    return new Lines(read, rows);
  }

  private static @Nullable Object value(ResultSet row, int column, String type)
      throws SQLException {
    return switch (type) {
      case "uuid" -> row.getObject(column, UUID.class);
      case "bigint" -> row.getObject(column, Long.class);
      default -> row.getString(column);
    };
  }

  /// Texts, days and times are the same in all rows of a load, or may be taken as such.
  private static Values column(@Nullable Object[] values) {
    Object first = values[0];
    boolean differ = !Arrays.stream(values).allMatch(each -> Objects.equals(each, first));
    if (differ && first instanceof UUID)
      return new Values.Ids(Arrays.copyOf(values, values.length, UUID[].class));
    if (differ && first instanceof Long)
      return new Values.Numbers(Arrays.stream(values).mapToLong(each -> (Long) each).toArray());
    return new Values.Shared(first == null ? null : first.toString());
  }

  /// The shape that is the fastest now, tried with the first of the lines; leaves no line behind.
  Shape best(Lines lines, int tried, Consumer<String> say) throws Exception {
    Shape best = Shape.FIRST;
    double bestRate = 0;
    for (Shape shape : Shape.all()) {
      tables.empty(LINES);
      long start = System.nanoTime();
      run(lines, tried, shape);
      double rate = tried / ((System.nanoTime() - start) / 1e9);
      say.accept("bare loop, %s: %,.0f/s".formatted(shape, rate));
      if (rate < bestRate) continue;
      best = shape;
      bestRate = rate;
    }
    tables.empty(LINES);
    return best;
  }

  /// Writes lines and balances; returns how many lines.
  long run(Lines lines, Shape shape) throws Exception {
    run(lines, lines.rows(), shape);
    return lines.rows();
  }

  private void run(Lines lines, int end, Shape shape) throws Exception {
    AtomicInteger next = new AtomicInteger();
    ReentrantLock balances = new ReentrantLock();
    Callable<Void> work =
        () -> {
          try (Connection connection = database.getConnection();
              Batches batches = new Batches(connection, lines)) {
            for (int from = next.getAndAdd(shape.batch());
                from < end;
                from = next.getAndAdd(shape.batch()))
              batches.write(from, Math.min(from + shape.batch(), end), balances);
          }
          return null;
        };
    try (ExecutorService writers = Executors.newFixedThreadPool(shape.connections())) {
      for (Future<Void> done :
          writers.invokeAll(java.util.Collections.nCopies(shape.connections(), work))) done.get();
    }
  }

  /// The two statements on one connection.
  private static final class Batches implements AutoCloseable {

    private final Connection connection;
    private final PGConnection driver;
    private final Lines lines;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final UUID[] debits;
    private final UUID[] credits;
    private final long[] amounts;

    Batches(Connection connection, Lines lines) throws SQLException {
      this.connection = connection;
      this.driver = connection.unwrap(PGConnection.class);
      this.lines = lines;
      this.debits = same(lines, "debit");
      this.credits = same(lines, "credit");
      this.amounts = lines.numbers("amount");
      connection.setAutoCommit(false);
      this.insert = connection.prepareStatement(insert(lines));
      this.update =
          connection.prepareStatement(
              """
              update bench.account a set balance = a.balance + c.change, movements = a.movements + c.lines
              from unnest(?, ?, ?) as c (id, change, lines) where a.shard_key = 0 and a.id = c.id
              """);
    }

    private static UUID[] same(Lines lines, String name) {
      if (!(lines.named(name) instanceof Values.Shared shared)) return lines.ids(name);
      UUID[] all = new UUID[lines.rows()];
      Arrays.fill(all, UUID.fromString(Objects.requireNonNull(shared.text())));
      return all;
    }

    private static String insert(Lines lines) {
      List<String> names = new ArrayList<>();
      List<String> selected = new ArrayList<>();
      List<String> arrays = new ArrayList<>();
      lines
          .columns()
          .forEach(
              (column, values) -> {
                names.add(column.name());
                if (values instanceof Values.Shared shared)
                  selected.add(
                      shared.text() == null
                          ? "null"
                          : "cast('%s' as %s)"
                              .formatted(shared.text().replace("'", "''"), column.type()));
                else {
                  selected.add("u." + column.name());
                  arrays.add(column.name());
                }
              });
      return "insert into bench.transfer (%s) select %s from unnest(%s) as u (%s) on conflict do nothing"
          .formatted(
              String.join(", ", names),
              String.join(", ", selected),
              String.join(", ", java.util.Collections.nCopies(arrays.size(), "?")),
              String.join(", ", arrays));
    }

    void write(int from, int to, ReentrantLock balances) throws SQLException {
      int parameter = 1;
      for (Values values : lines.columns().values())
        switch (values) {
          case Values.Ids ids ->
              insert.setArray(
                  parameter++,
                  driver.createArrayOf("uuid", Arrays.copyOfRange(ids.all(), from, to)));
          case Values.Numbers numbers ->
              insert.setArray(
                  parameter++,
                  driver.createArrayOf("int8", Arrays.copyOfRange(numbers.all(), from, to)));
          case Values.Shared shared -> {}
        }
      require(insert.executeUpdate(), to - from);
      Map<UUID, long[]> changes = HashMap.newHashMap(2 * (to - from));
      for (int i = from; i < to; i++) {
        change(changes, debits[i], -amounts[i]);
        change(changes, credits[i], amounts[i]);
      }
      setChanges(changes);
      balances.lock();
      try {
        require(update.executeUpdate(), changes.size());
        connection.commit();
      } finally {
        balances.unlock();
      }
    }

    private static void change(Map<UUID, long[]> changes, UUID account, long amount) {
      long[] sums = changes.computeIfAbsent(account, fresh -> new long[2]);
      sums[0] += amount;
      sums[1]++;
    }

    private void setChanges(Map<UUID, long[]> changes) throws SQLException {
      UUID[] accounts = changes.keySet().toArray(UUID[]::new);
      long[] sums = new long[accounts.length];
      long[] counts = new long[accounts.length];
      for (int i = 0; i < accounts.length; i++) {
        long[] change = Objects.requireNonNull(changes.get(accounts[i]));
        sums[i] = change[0];
        counts[i] = change[1];
      }
      update.setArray(1, driver.createArrayOf("uuid", accounts));
      update.setArray(2, driver.createArrayOf("int8", sums));
      update.setArray(3, driver.createArrayOf("int8", counts));
    }

    private static void require(int found, int expected) {
      if (found != expected)
        throw new IllegalStateException(found + " of " + expected + " rows were written");
    }

    @Override
    public void close() throws SQLException {
      insert.close();
      update.close();
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
