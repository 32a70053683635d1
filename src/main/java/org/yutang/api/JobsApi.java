package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Jobs;
import org.yutang.store.Json;
import org.yutang.store.StoreRefusal;
import tools.jackson.databind.JsonNode;

/// How far long work has come. People see their own jobs, those who may read the audit see
/// everybody's.
@RestController
@RequestMapping("/api/v1/jobs")
class JobsApi {

  private final Jobs jobs;
  private final Access access;

  JobsApi(Jobs jobs, Access access) {
    this.jobs = jobs;
    this.access = access;
  }

  /// A job in its callers' words; `refusal` says why it was refused, `result` what it returned.
  record JobView(
      UUID id,
      String kind,
      UUID account,
      Jobs.State state,
      boolean ended,
      String step,
      long done,
      long total,
      @Nullable JsonNode result,
      @Nullable RefusalView refusal,
      Instant submittedAt,
      @Nullable Instant endedAt) {

    static JobView of(Jobs.Job job) {
      String result = job.resultJson();
      String code = job.refusalCode();
      return new JobView(
          job.id(),
          job.kind(),
          job.account(),
          job.state(),
          job.ended(),
          job.step(),
          job.done(),
          job.total(),
          result == null ? null : Json.read(result, JsonNode.class),
          code == null ? null : new RefusalView(code, job.refusalFacts()),
          job.submittedAt(),
          job.endedAt());
    }
  }

  record RefusalView(String code, Map<String, Object> facts) {}

  @Operation(summary = "How far a job has come and how it ended")
  @GetMapping("/{id}")
  JobView one(Actor actor, @PathVariable UUID id) {
    return jobs.find(id)
        .filter(job -> job.account().equals(actor.account()) || seesAll(actor))
        .map(JobView::of)
        .orElseThrow(() -> new Refusal(StoreRefusal.NOT_FOUND, Map.of("what", "job " + id)));
  }

  @Operation(summary = "List jobs, the newest first")
  @GetMapping
  PageAnswer<JobView> list(
      Actor actor,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    Optional<UUID> account = seesAll(actor) ? Optional.empty() : Optional.of(actor.account());
    return PageAnswer.of(
        jobs.list(Jobs.Query.newest(account, new Page.Wanted(page, size))), JobView::of);
  }

  private boolean seesAll(Actor actor) {
    return access.may(actor, Permission.SEE_AUDIT, PlaceCode.WORLD);
  }
}
