package org.yutang.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.ServerTest;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.PlaceCode;
import org.yutang.store.FileStore;
import org.yutang.store.Jobs;
import org.yutang.store.Json;

/// What tests of imports share: putting a file through the job, as everybody does.
abstract class ImportTest extends ServerTest {

  static final Actor ROOT =
      new Actor(
          UUID.fromString("00000000-0000-7000-8000-000000000001"),
          "root",
          Set.of(new Grant(Role.ADMINISTRATOR, PlaceCode.WORLD)));

  @Autowired Imports imports;
  @Autowired Register register;
  @Autowired FileStore files;
  @Autowired Jobs jobs;
  @Autowired Accounts accounts;
  @Autowired JdbcClient sql;

  /// An account with one role, as the job finds it again.
  Actor actor(Role role, String place) {
    UUID id = UUID.randomUUID();
    String name = "t" + id.toString().substring(0, 12).replace("-", "");
    accounts.create(ROOT, id, name, name, PlaceCode.WORLD, Optional.empty());
    Grant grant = new Grant(role, new PlaceCode(place));
    accounts.grant(ROOT, id, grant, Optional.empty());
    return new Actor(id, name, Set.of(grant));
  }

  Jobs.Job run(
      Actor actor, ImportKind kind, String file, String mapping, double maxBad, boolean preview)
      throws Exception {
    UUID job = UUID.randomUUID();
    imports.submit(actor, job, new ImportRequest(kind, file, "file.csv", mapping, maxBad, preview));
    long limit = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    Jobs.Job found = jobs.find(job).orElseThrow();
    while (!found.ended()) {
      if (System.nanoTime() > limit) throw new AssertionError("still " + found.state());
      Thread.sleep(20);
      found = jobs.find(job).orElseThrow();
    }
    return found;
  }

  ImportReport report(Jobs.Job job) {
    assertThat(job.state())
        .as("%s %s", job.refusalCode(), job.refusalFacts())
        .isEqualTo(Jobs.State.DONE);
    return Json.read(Objects.requireNonNull(job.resultJson()), ImportReport.class);
  }

  String put(String text) throws IOException {
    return put(text, StandardCharsets.UTF_8);
  }

  String put(String text, Charset charset) throws IOException {
    return put(text.getBytes(charset));
  }

  String put(byte[] bytes) throws IOException {
    return files.put(new ByteArrayInputStream(bytes), 1 << 28).digest();
  }

  String put(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return files.put(in, 1 << 28).digest();
    }
  }

  static String mapping(String name) throws IOException {
    return Files.readString(Path.of("mappings", name + ".yaml"));
  }

  /// The folder of data made by others, if it is there.
  static Optional<Path> shared() {
    String named = System.getenv("YUTANG_SHARED_DATA");
    Path folder = named == null ? Path.of("../shared/data") : Path.of(named);
    return Files.isDirectory(folder) ? Optional.of(folder) : Optional.empty();
  }
}
