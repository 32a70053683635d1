package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.AccessRefusal;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.store.Transactions;

/// Endpoints that only tests have: each leaves a row in the audit under its subject and counts how
/// often it ran.
@RestController
@RequestMapping("/api/v1/trial")
class TrialApi {

  static final int STREAM_LIMIT = 3 << 20;

  private final Audit audit;
  private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();

  TrialApi(Audit audit) {
    this.audit = audit;
  }

  int runs(String subject) {
    return runs.getOrDefault(subject, new AtomicInteger()).get();
  }

  @Operation(summary = "A trial")
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  TrialAnswer run(Actor actor, @RequestBody TrialBody body) {
    int run = runs.computeIfAbsent(body.subject, any -> new AtomicInteger()).incrementAndGet();
    audit.record(actor, "trial.run", PlaceCode.WORLD, body.subject, Map.of());
    if ("bug".equals(body.then)) throw new IllegalStateException("secret detail of a bug");
    if ("refusal".equals(body.then))
      throw new Refusal(
          AccessRefusal.NOT_PERMITTED,
          Map.of("permission", "TRIAL", "place", new PlaceCode("CN-500236")));
    return new TrialAnswer(run, Transactions.isOpen());
  }

  @Operation(summary = "A trial that moves money")
  @PostMapping("/money")
  @WithoutTransaction
  TrialAnswer money(@RequestHeader(ApiFrame.KEY) UUID key, @RequestBody TrialBody body) {
    return new TrialAnswer(
        runs.computeIfAbsent(body.subject, any -> new AtomicInteger()).incrementAndGet(),
        Transactions.isOpen());
  }

  @Operation(summary = "A trial upload")
  @PostMapping("/stream")
  @BodyLimit(bytes = STREAM_LIMIT, streamed = true)
  Map<String, Long> stream(HttpServletRequest request) throws IOException {
    return Map.of(
        "bytes", request.getInputStream().transferTo(java.io.OutputStream.nullOutputStream()));
  }

  record TrialBody(String subject, @Nullable String then, @Nullable List<Part> parts) {}

  record Part(PlaceCode place) {}

  record TrialAnswer(int run, boolean inTransaction) {}
}
