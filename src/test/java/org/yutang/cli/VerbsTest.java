package org.yutang.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.yutang.access.Setup;
import org.yutang.store.Home;

/// The verbs that touch data, first with a server that runs on the folder, then without one.
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerbsTest {

  private static final String PLACES =
      """
      kind: places
      source: {id: verbs-test, title: A trial, licence: CC0-1.0, date: 2025-01-01}
      place:
        code: "'CN-' + row['code']"
        parent: "'CN-' + row['parent']"
        level: village
        zh: row['name']
      """;

  private static Path dir;
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    dir =
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "verbs")
            .toAbsolutePath();
    Files.writeString(dir.resolve("places.yaml"), PLACES);
    Files.writeString(
        dir.resolve("places.csv"),
        "code,parent,name\n500236001990,500236001,试验一村\n500236001991,500236001,试验二村\n");
    Files.writeString(
        dir.resolve("bad.csv"),
        "code,parent,name\n500236001992,500236001,试验三村\n500236100993,999999999,试验四村\n");
    server =
        RunningServer.start(
            ServerPlan.of(
                new RunVerb().usage().parse(List.of("--port", "0", "--dir", dir.toString())),
                Map.of()));
    Setup setup = server.bean(Setup.class);
    setup.complete(setup.renew().orElseThrow(), "verbs-admin", "试验管理员", "a long enough password");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @Order(1)
  void theServersFileIsForItsOwnerOnly() throws IOException {
    Path file = dir.resolve("run/server.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(ServerFile.find(Home.at(dir)).orElseThrow().port()).isEqualTo(server.port());
  }

  @Test
  @Order(1)
  void aTokenActsForTheAccountItNames() throws Exception {
    Typed typed = verb("token", "--account", "verbs-admin", "--days", "2");
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.err()).contains("verbs-admin");
    HttpRequest me =
        HttpRequest.newBuilder(URI.create(server.url() + "api/v1/me"))
            .header("Authorization", "Bearer " + typed.out().strip())
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(me, BodyHandlers.ofString()).body()).contains("administrator");
    }
  }

  @Test
  @Order(1)
  void aTokenForNobodyIsRefusedInTheServersWords() {
    Typed typed = verb("token", "--account", "nobody");
    assertThat(typed.code()).isEqualTo(Exit.REFUSED);
    assertThat(typed.err()).contains("There is no such account");
    assertThat(typed.out()).isEmpty();
    assertThat(verb("token", "--account", "verbs-admin", "--as", "nobody").code())
        .isEqualTo(Exit.REFUSED);
  }

  @Test
  @Order(1)
  void aFolderInUseIsRefusedWithoutATrace() {
    Typed typed = Typed.here("run", "--port", "0", "--dir", dir.toString());
    assertThat(typed.code()).isEqualTo(Exit.REFUSED);
    assertThat(typed.err()).contains(dir.toString()).doesNotContain("\tat ");
    assertThat(dir.resolve("run/server.json")).exists();
  }

  @Test
  @Order(2)
  void anImportIsPreviewedThenDoneThenRepeatedWithoutChange() {
    Typed preview =
        verb(
            "import",
            "places",
            dir + "/places.csv",
            "--mapping",
            dir + "/places.yaml",
            "--preview");
    assertThat(preview.code()).as(preview.err()).isZero();
    assertThat(preview.out()).contains("nothing was changed").contains("试验一村");
    Typed done = verb("import", "places", dir + "/places.csv", "--mapping", dir + "/places.yaml");
    assertThat(done.code()).as(done.err()).isZero();
    assertThat(done.out()).contains("2 rows").contains("places: 2 new, 0 changed, 0 unchanged");
    Typed again = verb("import", "places", dir + "/places.csv", "--mapping", dir + "/places.yaml");
    assertThat(again.out()).contains("places: 0 new, 0 changed, 2 unchanged");
  }

  @Test
  @Order(2)
  void tooManyBadRowsAreRefusedAndWrittenToAFile() throws IOException {
    Path errors = dir.resolve("errors.csv");
    Typed typed =
        verb(
            "import",
            "places",
            dir + "/bad.csv",
            "--mapping",
            dir + "/places.yaml",
            "--errors",
            errors.toString());
    assertThat(typed.code()).isEqualTo(Exit.REFUSED);
    assertThat(typed.err()).contains("1 of 2 rows are bad");
    assertThat(Files.readString(errors)).contains("999999999");
    Typed bearable =
        verb(
            "import",
            "places",
            dir + "/bad.csv",
            "--mapping",
            dir + "/places.yaml",
            "--max-bad",
            "0.5");
    assertThat(bearable.code()).as(bearable.err()).isZero();
    assertThat(bearable.out()).contains("1 × no place with this code");
  }

  @Test
  @Order(2)
  void aMappingWithATypoIsNamedWithLineAndColumn() throws IOException {
    Files.writeString(dir.resolve("typo.yaml"), PLACES.replace("row['name']", "row['name'"));
    Typed typed = verb("import", "places", dir + "/places.csv", "--mapping", dir + "/typo.yaml");
    assertThat(typed.code()).isEqualTo(Exit.REFUSED);
    assertThat(typed.err()).contains("line 7");
    assertThat(verb("import", "places", dir + "/none.csv", "--mapping", dir + "/places.yaml").err())
        .contains("none.csv");
  }

  @Test
  @Order(3)
  void aBackupOfTheRunningServerIsRestoredElsewhere() throws IOException {
    Path backup = dir.resolve("house.zip");
    Typed typed = verb("backup", backup.toString(), "--keys-file", dir + "/keys.zip");
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("keys.zip"))))
        .isEqualTo("rw-------");
    Path other = Files.createTempDirectory(Path.of("target"), "restored").toAbsolutePath();
    Typed restored =
        Typed.here(
            "restore",
            backup.toString(),
            "--dir",
            other.toString(),
            "--keys-file",
            dir + "/keys.zip");
    assertThat(restored.code()).as(restored.err()).isZero();
    assertThat(Typed.here("token", "--account", "verbs-admin", "--dir", other.toString()).code())
        .isZero();
    assertThat(Typed.here("restore", backup.toString(), "--dir", other.toString()).code())
        .isEqualTo(Exit.REFUSED);
  }

  @Test
  @Order(4)
  void withoutAServerAVerbStartsOneAndStopsIt() throws IOException {
    String left = Files.readString(dir.resolve("run/server.json"));
    server.close();
    assertThat(dir.resolve("run/server.json")).doesNotExist();
    Files.writeString(
        dir.resolve("run/server.json"),
        left.replaceAll("\"pid\":\\d+", "\"pid\":" + Integer.MAX_VALUE)); // as kill -9 leaves it
    Typed typed =
        verb(
            "import",
            "places",
            dir + "/places.csv",
            "--mapping",
            dir + "/places.yaml",
            "--as",
            "verbs-admin");
    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.err())
        .contains("did not stop by itself")
        .contains("starting one for this call");
    assertThat(typed.out()).contains("2 unchanged");
    assertThat(dir.resolve("run/server.json")).doesNotExist();
  }

  private static Typed verb(String... words) {
    java.util.List<String> all = new java.util.ArrayList<>(List.of(words));
    all.addAll(List.of("--dir", dir.toString()));
    return Typed.here(all.toArray(String[]::new));
  }
}
