package org.yutang.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.access.Setup;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Unit;
import org.yutang.store.Json;
import tools.jackson.databind.JsonNode;

/// `ledger check` and `ledger export` against a server whose lines were recorded the day before
/// yesterday and yesterday.
@Tag("slow")
class LedgerVerbTest {

  private static final UUID WORLD = UUID.randomUUID();
  private static final UUID FUND = UUID.randomUUID();
  private static LocalDate today;
  private static LocalDate before;
  private static Path dir;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    today = BusinessDay.of(Instant.now());
    before = today.minusDays(2);
    dir =
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "ledger-verb")
            .toAbsolutePath();
    server =
        RunningServer.start(
            ServerPlan.of(
                new RunVerb().usage().parse(List.of("--port", "0", "--dir", dir.toString())),
                Map.of()));
    Setup setup = server.bean(Setup.class);
    setup.complete(setup.renew().orElseThrow(), "books-admin", "查账人", "a long enough password");
    Ledger ledger = server.bean(Ledger.class);
    ledger.open(
        List.of(
            new NewAccount(WORLD, "world, outside", Unit.CNY, true),
            new NewAccount(FUND, "fund", Unit.CNY, false)));
    ledger.execute(List.of(gift(7), gift(8)));
    Command.Reserve reserve =
        new Command.Reserve(
            fresh(), FUND, WORLD, 5, "back", today, "test", Instant.now().plus(Duration.ofDays(9)));
    ledger.execute(List.of(reserve, new Command.Post(fresh(), reserve.id(), 4)));
    recordedDaysAgo(2);
    ledger.execute(List.of(new Command.Linked(fresh(), List.of(gift(1), gift(2)))));
    recordedDaysAgo(1);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void soundBooksEndWithNothingAndOnesThatDifferWithOneAndTheReason() {
    Typed sound = verb("check");
    assertThat(sound.code()).as(sound.out() + sound.err()).isEqualTo(Exit.DONE);
    assertThat(sound.out()).contains("Nothing differs").contains("7 lines, 3 batches");
    JdbcClient sql = server.bean(JdbcClient.class);
    sql.sql("update ledger.account set balance = balance + 1 where id = ?").param(FUND).update();
    try {
      Typed differs = verb("check");
      assertThat(differs.code()).isEqualTo(Exit.REFUSED);
      assertThat(differs.out())
          .contains(
              "Account " + FUND + " (fund): the balance is 15, its lines sum to 14",
              "Unit CNY: all balances together are 1, not 0",
              "2 findings");
      assertThat(Typed.inChinese("ledger", "check", "--dir", dir.toString()).out())
          .contains("余额是 15，由账目算出的是 14", "发现 2 处差异");
    } finally {
      sql.sql("update ledger.account set balance = balance - 1 where id = ?").param(FUND).update();
    }
  }

  @Test
  void daysAreExportedWholeAndTheSameEachTime(@TempDir Path out) throws Exception {
    Typed typed = export(out, before, today.minusDays(1));
    assertThat(typed.code()).as(typed.err()).isEqualTo(Exit.DONE);
    assertThat(typed.out()).contains("2 days with 7 lines");
    assertThat(names(out)).containsExactly(file(before), file(today.minusDays(1)), "manifest.json");
    List<String> lines = lines(out.resolve(file(before)));
    assertThat(lines).hasSize(5);
    assertThat(lines.getFirst()).startsWith("batch,number,id,kind,");
    assertThat(lines.get(1)).startsWith("1,1,").contains(",transfer,", ",0.07,CNY,gift,");
    assertThat(lines.get(4)).contains(",post,").contains(",0.04,CNY,back,");
    JsonNode files =
        Json.read(Files.readString(out.resolve("manifest.json")), JsonNode.class).get("files");
    JsonNode first = files.get(0);
    assertThat(first.get("rows").asLong()).isEqualTo(4);
    byte[] packed = Files.readAllBytes(out.resolve(file(before)));
    assertThat(first.get("sha256").asString())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(packed)));
    assertThat(digest(new byte[32], lines)).isEqualTo(first.get("digest").asString());
    assertThat(
            digest(
                HexFormat.of().parseHex(first.get("digest").asString()),
                lines(out.resolve(file(today.minusDays(1))))))
        .isEqualTo(files.get(1).get("digest").asString());
    String manifest = Files.readString(out.resolve("manifest.json"));
    assertThat(export(out, before, before).code()).isEqualTo(Exit.DONE);
    assertThat(Files.readAllBytes(out.resolve(file(before)))).isEqualTo(packed);
    assertThat(Files.readString(out.resolve("manifest.json"))).isEqualTo(manifest);
  }

  @Test
  void aDayWithoutLinesIsAFileWithItsHeadOnly(@TempDir Path out) throws IOException {
    LocalDate quiet = today.minusDays(30);
    assertThat(export(out, quiet, quiet).code()).isEqualTo(Exit.DONE);
    assertThat(lines(out.resolve(file(quiet)))).hasSize(1);
  }

  @Test
  void aDayThatIsNotOverIsRefusedAndLeavesNothing(@TempDir Path out) throws IOException {
    Typed typed = export(out, before, today);
    assertThat(typed.code()).isEqualTo(Exit.REFUSED);
    assertThat(typed.err()).contains(today + " is not over yet");
    assertThat(names(out)).isEmpty();
  }

  @Test
  void aDayThatChangedSinceItsLastExportIsRefusedAndItsFileStays(@TempDir Path out)
      throws IOException {
    assertThat(export(out, before, before).code()).isEqualTo(Exit.DONE);
    byte[] kept = Files.readAllBytes(out.resolve(file(before)));
    JdbcClient sql = server.bean(JdbcClient.class);
    sql.sql("update ledger.transfer set amount = amount + 1 where line = 1").update();
    try {
      Typed typed = export(out, before, before);
      assertThat(typed.code()).isEqualTo(Exit.REFUSED);
      assertThat(typed.err()).contains("must not change");
      assertThat(Files.readAllBytes(out.resolve(file(before)))).isEqualTo(kept);
      assertThat(names(out)).containsExactly(file(before), "manifest.json");
    } finally {
      sql.sql("update ledger.transfer set amount = amount - 1 where line = 1").update();
    }
  }

  @Test
  void aDayWhoseLinesAreMissingBreaksOffAndLeavesNoFile(@TempDir Path out) throws IOException {
    JdbcClient sql = server.bean(JdbcClient.class);
    sql.sql("update ledger.transfer set line = -1 where line = 2").update();
    try {
      assertThat(export(out, before, before).code()).isNotEqualTo(Exit.DONE);
      assertThat(names(out)).isEmpty();
    } finally {
      sql.sql("update ledger.transfer set line = 2 where line = -1").update();
    }
  }

  @Test
  void whatMakesNoSenseEndsWithTwo() {
    for (String[] words :
        List.of(
            new String[] {"ledger"},
            new String[] {"ledger", "count"},
            new String[] {"ledger", "check", "--from", "2026-01-01"},
            new String[] {"ledger", "export", "--from", "2026-01-01"},
            new String[] {"ledger", "export", "--from", "soon", "--to", "later"},
            new String[] {
              "ledger", "export", "--from", "2026-01-02", "--to", "2026-01-01", "--to-dir", "x"
            })) assertThat(Typed.here(words).code()).isEqualTo(Exit.USAGE);
  }

  /// The journal's digest at the end of a file, by what the file says.
  private static String digest(byte[] first, List<String> lines) throws Exception {
    byte[] digest = first;
    List<String[]> rows =
        lines.subList(1, lines.size()).stream().map(line -> line.split(",", -1)).toList();
    for (String batch : rows.stream().map(row -> row[0]).distinct().toList()) {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(digest);
      for (String[] row : rows)
        if (row[0].equals(batch)) {
          sha.update(bytes(row[2]));
          sha.update(bytes(row[row.length - 1]));
        }
      digest = sha.digest();
    }
    return HexFormat.of().formatHex(digest);
  }

  private static byte[] bytes(String id) {
    UUID uuid = UUID.fromString(id);
    return ByteBuffer.allocate(16)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  /// Moves everything that was recorded today to another day.
  private static void recordedDaysAgo(int days) {
    JdbcClient sql = server.bean(JdbcClient.class);
    for (String table : List.of("journal", "transfer"))
      sql.sql(
              "update ledger.%s set recorded_at = recorded_at - %d * interval '1 day' where recorded_at > now() - interval '12 hours'"
                  .formatted(table, days))
          .update();
  }

  private static Command.Transfer gift(long amount) {
    return new Command.Transfer(fresh(), WORLD, FUND, amount, "gift", today);
  }

  private static UUID fresh() {
    return Uuids.fresh(Instant.now());
  }

  private static String file(LocalDate day) {
    return "ledger-" + day + ".csv.gz";
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static Typed export(Path out, LocalDate from, LocalDate to) {
    return verb(
        "export", "--from", from.toString(), "--to", to.toString(), "--to-dir", out.toString());
  }

  private static Typed verb(String... words) {
    List<String> all = new ArrayList<>(List.of("ledger"));
    all.addAll(List.of(words));
    all.addAll(List.of("--dir", dir.toString()));
    return Typed.here(all.toArray(String[]::new));
  }
}
