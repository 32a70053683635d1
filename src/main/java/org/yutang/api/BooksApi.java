package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Finding;
import org.yutang.ledger.Held;
import org.yutang.ledger.JournalEntry;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.LedgerCheck;
import org.yutang.ledger.LedgerDays;
import org.yutang.ledger.LedgerRefusal;
import org.yutang.ledger.Line;
import org.yutang.ledger.Span;
import org.yutang.ledger.TrialBalance;
import org.yutang.store.Json;

/// The books as a whole, for auditors: whether they balance, what was recorded when, what belongs
/// together, the check of all of them and their days as files.
@RestController
@RequestMapping("/api/v1/ledger")
@Tag(name = "Ledger", description = "Accounts and what moved between them")
class BooksApi {

  /// The most lines of one answer.
  private static final int MOST_LINES = 200;

  private final Ledger ledger;
  private final LedgerCheck check;
  private final LedgerDays days;
  private final Access access;
  private final Audit audit;

  BooksApi(Ledger ledger, LedgerCheck check, LedgerDays days, Access access, Audit audit) {
    this.ledger = ledger;
    this.check = check;
    this.days = days;
    this.access = access;
    this.audit = audit;
  }

  @Operation(
      summary =
          "All accounts of each unit added up: those below zero as debits, the others as credits")
  @GetMapping("/trial-balance")
  List<TrialView> trialBalance(Actor actor) {
    require(actor);
    return ledger.trialBalance().stream().map(TrialView::of).toList();
  }

  record TrialView(
      String unit,
      long accounts,
      String debits,
      String credits,
      String reserved,
      boolean balances) {
    static TrialView of(TrialBalance trial) {
      return new TrialView(
          trial.unit().code(),
          trial.accounts(),
          trial.unit().plain(trial.debits()),
          trial.unit().plain(trial.credits()),
          trial.unit().plain(trial.reserved()),
          trial.balances());
    }
  }

  @Operation(
      summary =
          "What all accounts recorded from one moment on and before another, the oldest first; ask on with after = the last number")
  @GetMapping("/lines")
  List<LedgerApi.LineView> lines(
      Actor actor,
      @RequestParam Instant from,
      @RequestParam Instant before,
      @RequestParam(defaultValue = "0") long after,
      @RequestParam(defaultValue = "50") int size,
      @RequestParam(defaultValue = "0") int shard) {
    require(actor);
    return views(
        ledger.recorded(
            shard, new Span.Recorded(from, before), after, Math.clamp(size, 1, MOST_LINES)));
  }

  @Operation(summary = "The transfers of a linked group, which happened all together")
  @GetMapping("/groups/{id}")
  List<LedgerApi.LineView> group(Actor actor, @PathVariable UUID id) {
    require(actor);
    List<Line> members = ledger.members(id);
    if (members.isEmpty()) throw unknown(id);
    return views(members);
  }

  @Operation(summary = "A reservation and what became of it")
  @GetMapping("/reservations/{id}")
  HeldView reservation(Actor actor, @PathVariable UUID id) {
    require(actor);
    return ledger.findHeld(id).map(HeldView::of).orElseThrow(() -> unknown(id));
  }

  record HeldView(
      LedgerApi.LineView reserve, LedgerApi.@Nullable LineView ended, @Nullable Instant expiresAt) {
    static HeldView of(Held held) {
      return new HeldView(
          LedgerApi.LineView.of(held.reserve()),
          held.ended().map(LedgerApi.LineView::of).orElse(null),
          held.expiresAt().orElse(null));
    }
  }

  @Operation(summary = "The batch of the journal that a line was written in, with its digest")
  @GetMapping("/transfers/{id}/batch")
  JournalEntry batch(Actor actor, @PathVariable UUID id) {
    require(actor);
    return ledger.findTransfer(id).flatMap(ledger::findEntry).orElseThrow(() -> unknown(id));
  }

  /// @param step what is done now, with `done` of `total` lines where that is known
  /// @param finding its kind, with `facts`
  /// @param checked in the last line, and only there: an answer without it broke off
  record CheckLine(
      @Nullable String step,
      @Nullable Long done,
      @Nullable Long total,
      @Nullable String finding,
      @Nullable Map<String, String> facts,
      @Nullable CheckedView checked) {}

  record CheckedView(long accounts, long lines, long batches, Map<String, Integer> findings) {}

  @Operation(
      summary =
          "Compute the whole ledger again and tell what differs, as lines of JSON: progress, findings, and at the end what was checked")
  @GetMapping(value = "/check", produces = "application/x-ndjson")
  void check(Actor actor, HttpServletResponse response) throws IOException {
    require(actor);
    Lines out = new Lines(response);
    LedgerCheck.Checked checked = check.check(out);
    audit.record(
        actor,
        "ledger.checked",
        access.places(actor, Permission.SEE_LEDGER).getFirst(),
        "check",
        Map.of(
            "lines",
            checked.lines(),
            "findings",
            checked.findings().values().stream().mapToInt(Integer::intValue).sum()));
    Map<String, Integer> findings = new TreeMap<>();
    checked.findings().forEach((kind, count) -> findings.put(Choices.word(kind), count));
    out.write(
        new CheckLine(
            null,
            null,
            null,
            null,
            null,
            new CheckedView(checked.accounts(), checked.lines(), checked.batches(), findings)));
  }

  /// Sends each line at once, so that whoever waits sees how far it is.
  private static final class Lines implements LedgerCheck.Listener {
    private final HttpServletResponse response;

    Lines(HttpServletResponse response) {
      this.response = response;
    }

    @Override
    public void at(String step, long done, long total) {
      write(new CheckLine(step, done, total, null, null, null));
    }

    @Override
    public void found(Finding finding) {
      write(new CheckLine(null, null, null, Choices.word(finding.kind()), finding.facts(), null));
    }

    void write(CheckLine line) {
      try {
        if (!response.isCommitted()) {
          response.setContentType("application/x-ndjson");
          response.setHeader("Cache-Control", "no-store");
        }
        OutputStream out = response.getOutputStream();
        out.write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e); // whoever asked has gone, and the check ends
      }
    }
  }

  @Operation(
      summary =
          "What the file of a day holds: the lines that were recorded on that day of China's time, which must be over")
  @GetMapping("/days/{day}")
  LedgerDays.Day day(
      Actor actor, @PathVariable LocalDate day, @RequestParam(defaultValue = "0") int shard) {
    require(actor);
    return days.get(shard, day);
  }

  @Operation(
      summary =
          "The lines that were recorded on a day, as CSV compressed with gzip; the same bytes whenever it is asked for")
  @GetMapping(value = "/days/{day}/lines.csv.gz", produces = "application/gzip")
  void lines(
      Actor actor,
      @PathVariable LocalDate day,
      @RequestParam(defaultValue = "0") int shard,
      HttpServletResponse response)
      throws IOException {
    require(actor);
    LedgerDays.Day asked = days.get(shard, day);
    String file = "ledger-" + day + (ledger.shards() > 1 ? "-" + shard : "") + ".csv.gz";
    audit.record(
        actor,
        "access.list-exported",
        access.places(actor, Permission.SEE_LEDGER).getFirst(),
        day.toString(),
        Map.of("file", file, "rows", asked.rows()));
    response.setContentType("application/gzip");
    response.setHeader("Content-Disposition", "attachment; filename=\"" + file + "\"");
    GZIPOutputStream out = new GZIPOutputStream(response.getOutputStream(), 1 << 16);
    days.write(asked, out);
    out.finish(); // only now: what broke off before has no end that would make it look whole
  }

  private static List<LedgerApi.LineView> views(List<Line> lines) {
    return lines.stream().map(LedgerApi.LineView::of).toList();
  }

  private static Refusal unknown(UUID id) {
    return new Refusal(LedgerRefusal.UNKNOWN_TRANSFER, Map.of("transfer", id.toString()));
  }

  /// The books belong to no place, so the permission counts wherever it is held.
  private void require(Actor actor) {
    access.requireSomewhere(actor, Permission.SEE_LEDGER);
  }
}
