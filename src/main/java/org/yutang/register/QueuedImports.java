package org.yutang.register;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Refusal;
import org.yutang.store.FileStore;
import org.yutang.store.Jobs;
import org.yutang.store.Json;

/// Imports as jobs.
@Component
class QueuedImports implements Imports, Jobs.Handler<ImportRequest> {

  private final Jobs jobs;
  private final FileStore files;
  private final Access access;
  private final ImportRun run;

  QueuedImports(Jobs jobs, FileStore files, Access access, ImportRun run) {
    this.jobs = jobs;
    this.files = files;
    this.access = access;
    this.run = run;
  }

  @Override
  public void submit(Actor actor, UUID job, ImportRequest request) {
    access.requireSomewhere(actor, Permission.EDIT_REGISTER);
    if (jobs.find(job).isPresent()) return;
    Mapping.read(request.mapping());
    files.get(request.file());
    jobs.submit(job, JOB_KIND, request, actor.account());
  }

  @Override
  public Optional<Path> errors(Actor actor, UUID job) {
    Jobs.Job found =
        jobs.find(job)
            .filter(each -> each.kind().equals(JOB_KIND) && each.account().equals(actor.account()))
            .orElseThrow(
                () -> new Refusal(RegisterRefusal.UNKNOWN_IMPORT, Map.of("job", job.toString())));
    if (found.state() == Jobs.State.REFUSED)
      return Optional.ofNullable(found.refusalFacts().get("errorFile"))
          .map(digest -> files.get(digest.toString()));
    if (found.resultJson() == null) return Optional.empty();
    return Optional.ofNullable(
            Json.read(Objects.requireNonNull(found.resultJson()), ImportReport.class).errorFile())
        .map(files::get);
  }

  @Override
  public String kind() {
    return JOB_KIND;
  }

  @Override
  public Class<ImportRequest> argsType() {
    return ImportRequest.class;
  }

  @Override
  public Object run(UUID jobId, ImportRequest args, UUID account, Jobs.Progress progress)
      throws Exception {
    return run.run(jobId, access.actor(account), args, progress);
  }

  /// An uploaded list lies here in the clear, so it goes as soon as nobody waits for it.
  @Override
  public void ended(UUID jobId, ImportRequest args) {
    boolean wanted =
        args.preview()
            || jobs.unfinished(JOB_KIND).stream()
                .map(job -> Json.read(job.argsJson(), ImportRequest.class).file())
                .anyMatch(args.file()::equals);
    if (!wanted) files.drop(args.file());
  }
}
