package org.yutang.giving;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.kernel.Money;
import org.yutang.kernel.Refusal;
import org.yutang.store.FileStore;
import org.yutang.store.Jobs;
import org.yutang.store.Json;
import org.yutang.store.Words;

/// The job `giving.import`: a file of sales, a thousand at a time. May be killed at any moment and
/// run again from its beginning, because an order is booked once.
@Component
class SalesImport implements Jobs.Handler<SalesImport.Args> {

  static final String KIND = "giving.import";

  private static final long MAX_ERROR_BYTES = 200L << 20;
  private static final long MOST_ERRORS = 100_000;

  private final Giving giving;
  private final Access access;
  private final FileStore files;
  private final Jobs jobs;

  SalesImport(@Lazy Giving giving, Access access, FileStore files, Jobs jobs) {
    this.giving = giving;
    this.access = access;
    this.files = files;
    this.jobs = jobs;
  }

  /// @param file digest in the file store
  record Args(UUID merchant, String file) {}

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Class<Args> argsType() {
    return Args.class;
  }

  @Override
  public SalesImported run(UUID jobId, Args args, UUID account, Jobs.Progress progress)
      throws IOException {
    progress.step("job.giving.reading", 0, 0);
    Path file = files.get(args.file());
    long total;
    try (SalesTable table = new SalesTable(file)) {
      long[] rows = {0};
      table.forEach(row -> rows[0]++);
      total = rows[0];
    }
    Path draft = Files.createTempFile("bad-sales", ".csv");
    try (SalesTable table = new SalesTable(file);
        CsvWriter errors =
            CsvWriter.builder().build(Files.newBufferedWriter(draft, StandardCharsets.UTF_8))) {
      Tally tally = new Tally(args.merchant(), access.actor(account), errors);
      List<SalesTable.Row> chunk = new ArrayList<>(Giving.MAX_LINES);
      table.forEach(
          row -> {
            chunk.add(row);
            if (chunk.size() < Giving.MAX_LINES) return;
            tally.take(chunk);
            chunk.clear();
            progress.step("job.giving.booking", tally.rows, total);
          });
      if (!chunk.isEmpty()) tally.take(chunk);
      progress.step("job.giving.booking", tally.rows, total);
      errors.flush();
      return tally.result(keep(tally, draft));
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private @Nullable String keep(Tally tally, Path draft) throws IOException {
    if (tally.refused == 0) return null;
    try (InputStream in = Files.newInputStream(draft)) {
      return files.put(in, MAX_ERROR_BYTES).digest();
    }
  }

  @Override
  public void ended(UUID jobId, Args args) {
    boolean wanted =
        jobs.unfinished(KIND).stream()
            .map(job -> Json.read(job.argsJson(), Args.class).file())
            .anyMatch(args.file()::equals);
    if (!wanted) files.drop(args.file());
  }

  /// Books chunks and counts what came of them.
  private final class Tally {
    private final UUID merchant;
    private final Actor actor;
    private final CsvWriter errors;
    private final Words zh = Words.in(Words.Language.ZH);
    private final Words en = Words.in(Words.Language.EN);
    private final Map<String, Long> reasons = new TreeMap<>();
    private long rows;
    private long booked;
    private long repeated;
    private long refused;
    private Money given = Money.fen(0);

    Tally(UUID merchant, Actor actor, CsvWriter errors) {
      this.merchant = merchant;
      this.actor = actor;
      this.errors = errors;
      errors.writeRecord(
          "\uFEFF" + both("import.file-row"),
          both("import.file-column"),
          both("import.file-value"),
          both("import.file-code"),
          "原因",
          "reason");
    }

    void take(List<SalesTable.Row> chunk) {
      rows += chunk.size();
      List<SalesTable.Row> sound = new ArrayList<>(chunk.size());
      List<SaleNotice> notices = new ArrayList<>(chunk.size());
      for (SalesTable.Row row : chunk) {
        try {
          notices.add(row.notice());
          sound.add(row);
        } catch (Refusal why) {
          refuse(row, why);
        }
      }
      if (notices.isEmpty()) return;
      List<Sale.Result> results = giving.sell(actor, merchant, notices);
      for (int i = 0; i < results.size(); i++) {
        switch (results.get(i)) {
          case Sale.Result.Refused no -> refuse(sound.get(i), no.why());
          case Sale.Result.Booked yes when yes.repeated() -> repeated++;
          case Sale.Result.Booked yes -> {
            booked++;
            given = given.plus(yes.sale().donation());
          }
        }
      }
    }

    private void refuse(SalesTable.Row row, Refusal why) {
      refused++;
      reasons.merge(why.code().code(), 1L, Long::sum);
      if (refused > MOST_ERRORS) return;
      SalesTable.Column column = column(row, why);
      errors.writeRecord(
          String.valueOf(row.number()),
          String.join(" ", column.names.reversed()),
          guarded(row.cell(column)),
          why.code().code(),
          zh.refusal(why),
          en.refusal(why));
    }

    SalesImported result(@Nullable String errorFile) {
      return new SalesImported(rows, booked, repeated, refused, given, reasons, errorFile);
    }

    private String both(String key) {
      return zh.t(key) + " " + en.t(key);
    }
  }

  private static SalesTable.Column column(SalesTable.Row row, Refusal why) {
    return switch ((GivingRefusal) why.code()) {
      case BAD_TIME, IN_THE_FUTURE, TOO_OLD, NO_PLEDGE -> SalesTable.Column.TIME;
      case BAD_AMOUNT -> SalesTable.Column.AMOUNT;
      case FOREIGN_CURRENCY -> SalesTable.Column.CURRENCY;
      case ORIGIN_TOO_LARGE -> SalesTable.Column.ORIGIN;
      case REGION_TOO_SMALL -> SalesTable.Column.REGION;
      case UNKNOWN_PLACE ->
          row.cell(SalesTable.Column.ORIGIN).equals(String.valueOf(why.facts().get("place")))
              ? SalesTable.Column.ORIGIN
              : SalesTable.Column.REGION;
      default -> SalesTable.Column.ORDER;
    };
  }

  /// A cell that a spreadsheet would take for a formula is made plain text.
  private static String guarded(String cell) {
    return !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }
}
