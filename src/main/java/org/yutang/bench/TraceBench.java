package org.yutang.bench;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.trace.Capture;
import org.yutang.trace.Trace;

/// A million events of goods: how many are captured a second, from JSON-LD documents of 100,000;
/// how long one item takes backward and forward; how long a recall takes that reaches ten thousand
/// buyers; how much disk they take. Beside each a plain table of edges with recursive SQL.
@Component
class TraceBench implements Bench {

  /// @param groups of [TraceLoad#GROUP_EVENTS] events a document
  record Size(int documents, int groups, int questions, int buyers, int recalls) {
    static final Size USUAL = new Size(10, 2857, 2000, 10_000, 7);
  }

  private static final int WARM_UP = 200;
  private static final long SEED = 11;

  /// Every tenth box is one of the batch that went into very many.
  private static final int TENTH = 10;

  private final Trace trace;
  private final DataSource database;
  private final JdbcClient sql;

  TraceBench(Trace trace, DataSource database, JdbcClient sql) {
    this.trace = trace;
    this.database = database;
    this.sql = sql;
  }

  private interface Question {
    int ask(String item) throws Exception;
  }

  @Override
  public String name() {
    return "trace";
  }

  @Override
  public List<Measure> run(Consumer<String> say) throws Exception {
    return run(Size.USUAL, say);
  }

  List<Measure> run(Size size, Consumer<String> say) throws Exception {
    sql.sql("drop schema if exists bench cascade").update();
    sql.sql("create schema bench").update();
    try {
      EdgePeer peer = new EdgePeer(database);
      peer.create();
      List<Measure> measures = new ArrayList<>();
      measures.add(captures(size, peer, say));
      measures.add(disk(size));
      peer.analyze();
      sql.sql("analyze").update();
      measures.add(questions("trace.back", size, this::back, peer::back, false, say));
      measures.add(questions("trace.forward", size, this::forward, peer::forward, true, say));
      measures.add(recall(size, peer, say));
      return measures;
    } finally {
      sql.sql("drop schema bench cascade").update();
    }
  }

  private Measure captures(Size size, EdgePeer peer, Consumer<String> say) throws Exception {
    TraceLoad load = new TraceLoad();
    double[] ours = new double[size.documents()];
    double[] theirs = new double[size.documents()];
    int events = size.groups() * TraceLoad.GROUP_EVENTS;
    long heap = 0;
    Path file = Files.createTempFile("yutang-bench-events", ".json");
    try {
      for (int i = 0; i < size.documents(); i++) {
        load.write(file, i * size.groups(), size.groups());
        long start = System.nanoTime();
        capture(file, events);
        ours[i] = events / seconds(start);
        heap = Math.max(heap, used());
        start = System.nanoTime();
        peer.insert(load.takeEdges(), load.takeSold());
        theirs[i] = events / seconds(start);
        say.accept(
            "document %d: %,.0f events/s, edges alone %,.0f events/s"
                .formatted(i + 1, ours[i], theirs[i]));
      }
      load.writeBatch(file, batch(size), size.buyers());
      capture(file, 1 + 2 * size.buyers());
      peer.insert(load.takeEdges(), load.takeSold());
    } finally {
      Files.delete(file);
    }
    return Measure.rate(
        "trace.capture",
        "events/s",
        Measure.median(ours),
        "edges and buyers of the same events inserted from unnest, nothing read or checked",
        Measure.median(theirs),
        size.documents(),
        "JSON-LD documents of %,d events: read, checked, hashed, kept; heap in use after a document at most %,d MB"
            .formatted(events, heap >> 20));
  }

  private static int batch(Size size) {
    return size.documents() * size.groups() + 10;
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void capture(Path file, int events) throws Exception {
    try (InputStream document = Files.newInputStream(file)) {
      Capture capture =
          trace.capture(
              Actor.SYSTEM,
              Capture.Order.of(UUID.randomUUID(), false, Capture.OnError.PROCEED),
              document);
      if (capture.captured() != events)
        throw new IllegalStateException(
            capture.captured() + " of " + events + ": " + capture.errors());
    }
  }

  private Measure disk(Size size) {
    long events =
        (long) size.documents() * size.groups() * TraceLoad.GROUP_EVENTS + 1 + 2L * size.buyers();
    long ours = bytes("trace.event") + bytes("trace.appearance") + bytes("trace.declaration");
    long theirs = bytes("bench.edge") + bytes("bench.sold");
    return Measure.cost(
        "trace.disk",
        "bytes/event",
        (double) ours / events,
        "the edges and buyers alone",
        (double) theirs / events,
        1,
        "%,d events with indexes; the whole event as JSON is in it".formatted(events));
  }

  private long bytes(String table) {
    return sql.sql("select pg_total_relation_size(:table::regclass)")
        .param("table", table)
        .query(Long.class)
        .single();
  }

  private int back(String item) {
    return trace.back(Actor.SYSTEM, item, TraceLoad.after(1 << 22)).origins().size() + 1;
  }

  private int forward(String item) {
    return (int)
        trace.forward(Actor.SYSTEM, item).reached().stream().map(r -> r.item()).distinct().count();
  }

  private Measure questions(
      String name, Size size, Question ours, Question theirs, boolean lots, Consumer<String> say)
      throws Exception {
    Random random = new Random(SEED);
    double[] our = new double[size.questions()];
    double[] their = new double[size.questions()];
    long items = 0;
    for (int i = -WARM_UP; i < size.questions(); i++) {
      int group = random.nextInt(size.documents() * size.groups());
      String item =
          lots
              ? TraceLoad.lot(group, "A")
              : i % TENTH == 0
                  ? TraceLoad.batchBox(batch(size), random.nextInt(size.buyers()))
                  : TraceLoad.box(group, random.nextInt(12));
      long start = System.nanoTime();
      int found = ours.ask(item);
      double taken = seconds(start) * 1000;
      start = System.nanoTime();
      int plain = theirs.ask(item);
      double takenPlain = seconds(start) * 1000;
      if (found != plain)
        throw new IllegalStateException(item + ": " + found + " items, plainly " + plain);
      if (i < 0) continue;
      our[i] = taken;
      their[i] = takenPlain;
      items += found;
    }
    say.accept(
        "%s: p50 %.2f ms, p99 %.2f ms; plain p50 %.2f ms, p99 %.2f ms"
            .formatted(
                name,
                Measure.quantile(our, 0.5),
                Measure.quantile(our, 0.99),
                Measure.quantile(their, 0.5),
                Measure.quantile(their, 0.99)));
    return Measure.cost(
        name,
        "ms p99",
        Measure.quantile(our, 0.99),
        "recursive SQL over a table of edges, without times and shares",
        Measure.quantile(their, 0.99),
        size.questions(),
        "p50 %.2f ms beside %.2f ms; %.1f items an answer"
            .formatted(
                Measure.quantile(our, 0.5),
                Measure.quantile(their, 0.5),
                (double) items / size.questions()));
  }

  private Measure recall(Size size, EdgePeer peer, Consumer<String> say) throws Exception {
    String lot = TraceLoad.lot(batch(size), "Z");
    double[] ours = new double[size.recalls()];
    double[] theirs = new double[size.recalls()];
    for (int i = -1; i < size.recalls(); i++) {
      long start = System.nanoTime();
      int found = trace.recall(Actor.SYSTEM, lot).buyers().size();
      double taken = seconds(start);
      start = System.nanoTime();
      int plain = peer.buyers(lot);
      double takenPlain = seconds(start);
      say.accept("recall: %.3f s, plain %.3f s".formatted(taken, takenPlain));
      if (found != size.buyers() || plain != found)
        throw new IllegalStateException(found + " buyers, plainly " + plain);
      if (i < 0) continue;
      ours[i] = taken;
      theirs[i] = takenPlain;
    }
    return Measure.cost(
        "trace.recall",
        "s",
        Measure.median(ours),
        "recursive SQL over tables of edges and buyers",
        Measure.median(theirs),
        size.recalls(),
        "one lot in %,d boxes to as many buyers, with places, shipments and items"
            .formatted(size.buyers()));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
