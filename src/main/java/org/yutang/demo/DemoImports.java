package org.yutang.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Role;
import org.yutang.kernel.Uuids;
import org.yutang.register.ImportKind;
import org.yutang.register.ImportRequest;
import org.yutang.register.Imports;
import org.yutang.store.FileStore;
import org.yutang.store.Jobs;

/// Brings made-up files into the register, by the door of real ones.
@Component
class DemoImports {

  private static final Duration PATIENCE = Duration.ofHours(12); // on the slowest of machines
  private static final long MAX_FILE_BYTES = 64L << 20;

  private final Imports imports;
  private final FileStore files;
  private final Jobs jobs;
  private final DemoJobs running;
  private final DemoAccounts people;

  DemoImports(Imports imports, FileStore files, Jobs jobs, DemoJobs running, DemoAccounts people) {
    this.imports = imports;
    this.files = files;
    this.jobs = jobs;
    this.running = running;
    this.people = people;
  }

  /// To its end; the same file again is the same job.
  ///
  /// @param mapping name of a file of `mappings/`
  /// @param name what the file is called on the page of imports
  /// @return the job
  UUID run(ImportKind kind, Path file, String mapping, String name, Jobs.Progress progress)
      throws IOException, InterruptedException {
    String digest;
    try (InputStream in = Files.newInputStream(file)) {
      digest = files.putPassing(in, MAX_FILE_BYTES).digest();
    }
    UUID job = Uuids.named("demo.import", digest);
    if (jobs.find(job).isEmpty())
      imports.submit(
          people.actor(Role.ADMINISTRATOR),
          job,
          new ImportRequest(kind, digest, name, resource("/mappings/" + mapping), 0, false));
    running.await(job, PATIENCE, now -> progress.step(now.step(), now.done(), now.total()));
    return job;
  }

  private static String resource(String path) {
    try (InputStream in = DemoImports.class.getResourceAsStream(path)) {
      if (in == null) throw new IllegalStateException("not in the build: " + path);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
