package org.yutang.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.giving.SalesImported;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.programme.EnrolmentResult;
import org.yutang.programme.Replay;
import org.yutang.programme.Simulation;
import org.yutang.register.Imports;
import org.yutang.store.Jobs;
import org.yutang.store.Json;
import org.yutang.store.StoreRefusal;
import tools.jackson.databind.JsonNode;

/// Long work and how far it is. Everybody sees their own; who reads the whole audit sees all.
@Controller
class JobPages {

  private final Jobs jobs;
  private final Access access;

  JobPages(Jobs jobs, Access access) {
    this.jobs = jobs;
    this.access = access;
  }

  @GetMapping("/jobs")
  View list(Screen s, Actor actor) {
    Optional<UUID> whose = seesAll(actor) ? Optional.empty() : Optional.of(actor.account());
    Sorting<Jobs.Sort> sort = JobsView.sort(s);
    Jobs.Query query =
        new Jobs.Query(
            whose,
            Asked.text(s.query("kind")),
            JobsView.state(s),
            sort.by(),
            sort.descending(),
            Asked.page(s));
    return s.page("jobs", new JobsView.Listed(jobs.list(query), sort.text()));
  }

  @GetMapping("/jobs/{id}")
  View job(Screen s, Actor actor, @PathVariable String id) {
    Jobs.Job job = get(actor, id);
    if (job.kind().equals(Imports.JOB_KIND)) return Screen.go("/imports/" + job.id());
    List<Crumb> crumbs =
        List.of(
            new Crumb("/jobs", s.t("web.nav.jobs")),
            new Crumb("", s.t("web.job.kind." + job.kind())));
    return s.page(
        "job",
        new JobsView.One(
            job,
            result(job, "programme.enrol", EnrolmentResult.class),
            result(job, "giving.import", SalesImported.class),
            result(job, "programme.simulate", Simulation.class),
            result(job, "programme.replay", Replay.class),
            enrolments(job),
            crumbs));
  }

  /// What a job of that kind brought, if it has ended well.
  private static <T> Optional<T> result(Jobs.Job job, String kind, Class<T> type) {
    boolean done = job.kind().equals(kind) && job.state() == Jobs.State.DONE;
    return Optional.ofNullable(done ? job.resultJson() : null).map(json -> Json.read(json, type));
  }

  /// Where the persons are listed whom an enrolment enrolled.
  private static Optional<String> enrolments(Jobs.Job job) {
    JsonNode args = Json.read(job.argsJson(), JsonNode.class);
    if (!args.has("programme") || !args.has("county") || !args.has("policyYear"))
      return Optional.empty();
    String programme = Screen.encoded(text(args.get("programme")));
    return Optional.of(
        "/programmes/"
            + programme
            + "/enrolments?place="
            + text(args.get("county"))
            + "&year="
            + args.get("policyYear").asInt());
  }

  /// Ids and codes are written as records of one text.
  private static String text(JsonNode value) {
    return value.isObject() ? value.path("text").asString() : value.asString();
  }

  /// The moving part of a job's page; once the job has ended, the page is asked to load itself
  /// again.
  @GetMapping("/jobs/{id}/progress")
  View progress(Screen s, Actor actor, @PathVariable String id, HttpServletResponse response) {
    Jobs.Job job = get(actor, id);
    if (job.ended()) response.setHeader("HX-Refresh", "true");
    return s.page("progress", job);
  }

  private Jobs.Job get(Actor actor, String id) {
    Jobs.Job job = jobs.find(Asked.id(id)).orElseThrow(() -> missing(id));
    if (!job.account().equals(actor.account()) && !seesAll(actor)) throw missing(id);
    return job;
  }

  private static Refusal missing(String id) {
    return new Refusal(StoreRefusal.NOT_FOUND, Map.of("what", id));
  }

  private boolean seesAll(Actor actor) {
    return access.may(actor, Permission.SEE_AUDIT, PlaceCode.WORLD);
  }
}
