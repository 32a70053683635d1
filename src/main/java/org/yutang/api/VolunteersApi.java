package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.programme.Volunteers;

/// Volunteers for the side that needs help; they themselves act behind their links, on pages.
@RestController
@RequestMapping("/api/v1/cases/{id}/volunteers")
@Tag(name = "Cases")
class VolunteersApi {

  private final Volunteers volunteers;

  VolunteersApi(Volunteers volunteers) {
    this.volunteers = volunteers;
  }

  @Operation(summary = "Volunteers who fit a granted need, best first, and those who were asked")
  @GetMapping
  VolunteersView list(Actor actor, @PathVariable UUID id) {
    return new VolunteersView(
        volunteers.proposals(actor, id).stream().map(ProposalView::of).toList(),
        volunteers.of(actor, id).stream().map(EngagementView::of).toList());
  }

  @Operation(summary = "Invite a volunteer; again does nothing")
  @PostMapping("/{volunteer}/invitation")
  VolunteersView invite(Actor actor, @PathVariable UUID id, @PathVariable UUID volunteer) {
    volunteers.invite(actor, id, volunteer);
    return list(actor, id);
  }

  @Operation(summary = "Take an invitation back, or end an engagement with a note")
  @PostMapping("/{volunteer}/release")
  VolunteersView release(
      Actor actor,
      @PathVariable UUID id,
      @PathVariable UUID volunteer,
      @RequestBody ReleaseBody body) {
    volunteers.release(actor, id, volunteer, Optional.ofNullable(body.note).orElse(""));
    return list(actor, id);
  }

  record ReleaseBody(@Nullable String note) {}

  record VolunteersView(List<ProposalView> proposals, List<EngagementView> engagements) {}

  /// @param fits the wanted skills that the volunteer has
  /// @param freeHours a week
  record ProposalView(
      UUID volunteer,
      String county,
      List<String> fits,
      List<String> lacks,
      long freeHours,
      int engagements) {
    static ProposalView of(Volunteers.Proposal proposal) {
      return new ProposalView(
          proposal.volunteer(),
          proposal.county().text(),
          proposal.fits(),
          proposal.lacks(),
          proposal.free(),
          proposal.engagements());
    }
  }

  record EngagementView(
      UUID volunteer,
      String state,
      List<String> skills,
      long hours,
      Instant invitedAt,
      @Nullable Instant answeredAt) {
    static EngagementView of(Volunteers.Engagement engagement) {
      return new EngagementView(
          engagement.volunteer(),
          Choices.word(engagement.state()),
          engagement.skills(),
          engagement.hours(),
          engagement.invitedAt(),
          engagement.answeredAt().orElse(null));
    }
  }
}
