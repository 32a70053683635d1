package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.programme.Trials;

/// Definitions tried before they hold; nothing is changed by either.
@RestController
@RequestMapping("/api/v1/programmes")
@Tag(name = "Programmes", description = "Eligibility, enrolment, coverage and funds")
class TrialsApi {

  private static final long MAX_BYTES = 4L * Trials.MAX_TEXT;

  private final Trials trials;

  TrialsApi(Trials trials) {
    this.trials = trials;
  }

  @Operation(
      summary =
          "What a definition would cost and whom it would reach in a place; answers with the job")
  @PostMapping("/simulations")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @BodyLimit(bytes = MAX_BYTES)
  TrialStarted simulate(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody SimulateBody body) {
    UUID job = Uuids.named("programme.simulate", actor.account().toString(), key.toString());
    return new TrialStarted(trials.simulate(actor, body.definition, body.place, body.year, job));
  }

  @Operation(
      summary =
          "Which decided cases and claims would come out differently under a definition; answers with the job")
  @PostMapping("/replays")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @BodyLimit(bytes = MAX_BYTES)
  TrialStarted replay(
      Actor actor, @RequestHeader(ApiFrame.KEY) UUID key, @RequestBody ReplayBody body) {
    UUID job = Uuids.named("programme.replay", actor.account().toString(), key.toString());
    return new TrialStarted(trials.replay(actor, body.definition, body.place, job));
  }

  /// @param definition the text of a `programme.yaml`
  record SimulateBody(String definition, PlaceCode place, int year) {}

  /// @param definition likewise
  record ReplayBody(String definition, PlaceCode place) {}

  record TrialStarted(UUID job) {}
}
