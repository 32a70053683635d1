package org.yutang.register;

import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.store.FileStore;
import org.yutang.store.Jobs;
import org.yutang.store.Transactions;

/// Carries one import through. The calling thread reads the file and works out the mapping; a
/// second one holds the only transaction, copies chunk after chunk into staging tables, judges what
/// only the whole file can tell, and merges set by set. Nothing is written outside that
/// transaction, so that a process that dies leaves nothing behind.
@Component
class ImportRun {

  private static final int PREVIEW_ROWS = 20;

  private final JdbcClient sql;
  private final DataSource database;
  private final Transactions transactions;
  private final FileStore files;
  private final Access access;
  private final Audit audit;
  private final IdNumbers idNumbers;
  private final Clock clock;

  ImportRun(
      JdbcClient sql,
      DataSource database,
      Transactions transactions,
      FileStore files,
      Access access,
      Audit audit,
      IdNumbers idNumbers,
      Clock clock) {
    this.sql = sql;
    this.database = database;
    this.transactions = transactions;
    this.files = files;
    this.access = access;
    this.audit = audit;
    this.idNumbers = idNumbers;
    this.clock = clock;
  }

  /// What an import is about, settled before the first row is read.
  private record Plan(
      UUID job,
      Actor actor,
      ImportRequest request,
      Mapping mapping,
      List<PlaceCode> tops,
      PlaceLookup places,
      Instant start) {
    UUID source() {
      return Uuids.named("source", mapping.source().id(), request.file());
    }
  }

  /// Undoes the transaction of a preview and carries its report out.
  private static final class Undone extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient ImportReport report;

    Undone(ImportReport report) {
      super("preview", null, false, false);
      this.report = report;
    }
  }

  ImportReport run(UUID job, Actor actor, ImportRequest request, Jobs.Progress progress)
      throws IOException {
    progress.step("job.import.checking", 0, 0);
    Mapping mapping = Mapping.read(request.mapping());
    if (mapping.kind() != request.kind())
      throw new Refusal(
          RegisterRefusal.WRONG_KIND,
          Map.of(
              "asked",
              request.kind().name().toLowerCase(java.util.Locale.ROOT),
              "found",
              mapping.kind().name().toLowerCase(java.util.Locale.ROOT)));
    List<PlaceCode> tops = access.places(actor, Permission.EDIT_REGISTER);
    Plan plan =
        new Plan(job, actor, request, mapping, tops, new PlaceLookup(sql, tops), clock.instant());
    try (TableFile file = TableFile.open(files.get(request.file()), mapping.format())) {
      requireColumns(mapping, file);
      return read(plan, file, progress);
    }
  }

  private static void requireColumns(Mapping mapping, TableFile file) {
    List<String> missing = new ArrayList<>(mapping.columns());
    missing.removeAll(file.columns());
    if (!missing.isEmpty())
      throw new Refusal(
          RegisterRefusal.WRONG_COLUMNS,
          Map.of(
              "missing", String.join(", ", missing), "found", String.join(", ", file.columns())));
  }

  private ImportReport read(Plan plan, TableFile file, Jobs.Progress progress) {
    Cells cells = new Cells(file.columns(), plan.mapping.format().empty());
    RowReading reading = new RowReading(cells);
    long[] count = {0};
    List<Map<String, String>> first = new ArrayList<>();
    try (Conveyor conveyor = new Conveyor()) {
      var writing = conveyor.start(chunks -> write(plan, chunks, count, first));
      try {
        Rows rows = rows(plan, cells, reading);
        conveyor.put(declared(plan));
        Chunk chunk = conveyor.take();
        Reading each =
            new Reading(plan, cells, rows, conveyor, chunk, count, first, file, progress);
        file.forEach(each);
        conveyor.put(each.chunk);
        if (count[0] == 0) throw new Refusal(RegisterRefusal.NO_ROWS);
        progress.step("job.import.merging", file.total(), file.total());
        conveyor.end();
      } catch (Conveyor.Broken e) {
        // The writing thread ended early; what it says below is the cause.
      } catch (RuntimeException | Error e) {
        conveyor.abandon();
        throw e;
      }
      return writing.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Undone undone) return undone.report;
      if (e.getCause() instanceof RuntimeException known) throw known;
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Takes the rows of the file, one after the other.
  private static final class Reading implements TableFile.RowReader {
    private final Plan plan;
    private final Cells cells;
    private final Rows rows;
    private final Conveyor conveyor;
    private final long[] count;
    private final List<Map<String, String>> first;
    private final TableFile file;
    private final Jobs.Progress progress;
    private Chunk chunk;

    Reading(
        Plan plan,
        Cells cells,
        Rows rows,
        Conveyor conveyor,
        Chunk chunk,
        long[] count,
        List<Map<String, String>> first,
        TableFile file,
        Jobs.Progress progress) {
      this.plan = plan;
      this.cells = cells;
      this.rows = rows;
      this.conveyor = conveyor;
      this.chunk = chunk;
      this.count = count;
      this.first = first;
      this.file = file;
      this.progress = progress;
    }

    @Override
    public void row(int number, List<String> fields) {
      cells.fill(number, fields);
      rows.row(chunk);
      chunk.countRow();
      count[0]++;
      if (plan.request.preview() && first.size() < PREVIEW_ROWS) first.add(rows.preview());
      if (!chunk.isFull()) return;
      conveyor.put(chunk);
      chunk = conveyor.take();
      progress.step("job.import.reading", file.done(), file.total());
    }
  }

  private Rows rows(Plan plan, Cells cells, RowReading reading) {
    if (plan.mapping.kind() == ImportKind.PLACES)
      return new PlaceRows(
          plan.mapping, reading, cells, plan.places, new PlaceFinder(sql, plan.tops));
    LocalDate today = BusinessDay.of(plan.start);
    return new RegisterRows(
        plan.mapping, plan.request.file(), today, cells, reading, plan.places, idNumbers.sealer());
  }

  /// What the mapping itself brings, in a chunk of its own: its places, which count as row 0, and
  /// what its facts are.
  private Chunk declared(Plan plan) {
    Chunk chunk = new Chunk();
    RegisterRows.defineFacts(plan.mapping, chunk);
    for (Mapping.NewPlace place : plan.mapping.places()) {
      PlaceLookup.Known parent =
          plan.places
              .find(place.parent().text())
              .orElseThrow(
                  () ->
                      new Refusal(
                          RegisterRefusal.UNKNOWN_PLACE, Map.of("place", place.parent().text())));
      if (!plan.places.make(place.code().text(), parent, place.level())) continue;
      if (!parent.allowed()) access.require(plan.actor, Permission.EDIT_REGISTER, place.parent());
      chunk
          .places
          .row()
          .integer(0)
          .text(place.code().text())
          .text(place.parent().text())
          .small(place.level().ordinal())
          .text(place.zh())
          .text(place.en().orElse(null));
    }
    return chunk;
  }

  private ImportReport write(
      Plan plan, Conveyor.Chunks chunks, long[] count, List<Map<String, String>> first) {
    return transactions.call(
        () -> {
          sql.sql("set local work_mem = '64MB'").update();
          sql.sql(Chunk.TABLES).update();
          var connection = DataSourceUtils.getConnection(database);
          for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            chunk.send(connection);
            chunks.giveBack(chunk);
          }
          ImportReport report = merge(plan, count[0], first);
          if (plan.request.preview()) throw new Undone(report);
          return report;
        });
  }

  private ImportReport merge(Plan plan, long rows, List<Map<String, String>> first) {
    sql.sql("select turn from register.merge_turn for update").query(Integer.class).single();
    BadRows bad = new BadRows(sql, files, plan.places);
    PlaceMerge places = new PlaceMerge(sql, plan.source(), plan.tops);
    RegisterMerge register =
        new RegisterMerge(sql, plan.source(), plan.start, plan.mapping.person().isPresent());
    places.judge();
    if (plan.mapping.kind() == ImportKind.REGISTER) register.judge();
    refuseTooManyBad(plan, rows, bad);
    writeSource(plan);
    Map<String, ImportReport.Counts> done = new LinkedHashMap<>();
    done.put("places", places.merge());
    done.put("placeFacts", places.mergeFacts());
    if (plan.mapping.kind() == ImportKind.REGISTER) {
      register.prepare();
      register.countBefore();
      done.put("households", register.mergeHouseholds());
      done.put("persons", register.mergePersons());
      register.moveMembers();
      done.put("facts", register.mergeFacts());
      register.countAfter();
      register.requireHouseholds();
    }
    refuseTooManyBad(plan, rows, bad);
    long badRows = bad.count();
    record(plan, rows, badRows);
    double seconds = (clock.millis() - plan.start.toEpochMilli()) / 1000.0;
    return new ImportReport(
        plan.request.preview(),
        rows,
        rows - badRows,
        badRows,
        bad.reasons(),
        done.get("places"),
        done.getOrDefault("households", ImportReport.Counts.NONE),
        done.getOrDefault("persons", ImportReport.Counts.NONE),
        done.getOrDefault("facts", done.get("placeFacts")),
        seconds,
        Math.round(rows / Math.max(seconds, 0.001)),
        badRows == 0 ? null : bad.keep(),
        first);
  }

  private void refuseTooManyBad(Plan plan, long rows, BadRows bad) {
    long badRows = bad.count();
    if (plan.request.preview() || badRows <= rows * plan.request.maxBadShare()) return;
    throw new Refusal(
        RegisterRefusal.TOO_MANY_BAD_ROWS,
        Map.of(
            "rows",
            rows,
            "bad",
            badRows,
            "share",
            percent((double) badRows / rows),
            "maxShare",
            percent(plan.request.maxBadShare()),
            "errorFile",
            bad.keep()));
  }

  private static String percent(double share) {
    return String.format(java.util.Locale.ROOT, "%.1f %%", share * 100);
  }

  private void writeSource(Plan plan) {
    Mapping.About about = plan.mapping.source();
    sql.sql(
            """
            insert into register.source (id, title, licence, described, file_digest, file_name, imported_by, imported_at)
            values (:id, :title, :licence, :described, :digest, :name, :by, :at) on conflict do nothing
            """)
        .param("id", plan.source())
        .param("title", about.title())
        .param("licence", about.licence())
        .param("described", about.date())
        .param("digest", plan.request.file())
        .param("name", plan.request.fileName())
        .param("by", plan.actor.name())
        .param("at", Timestamp.from(plan.start))
        .update();
  }

  private void record(Plan plan, long rows, long bad) {
    if (plan.request.preview()) return;
    Map<String, Object> facts =
        Map.of(
            "kind",
            plan.request.kind().name(),
            "file",
            plan.request.file(),
            "source",
            plan.mapping.source().id(),
            "rows",
            rows,
            "bad",
            bad);
    for (PlaceCode top : Set.copyOf(plan.tops))
      audit.record(plan.actor, "register.import", top, plan.job.toString(), facts);
  }
}
