package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.yutang.access.Actor;
import org.yutang.giving.Gifts;
import org.yutang.kernel.Refusal;
import org.yutang.programme.AddedCover;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.register.PersonId;

/// What gifts have added to people's covers, one to one.
@RestController
@RequestMapping("/api/v1/programmes/{id}")
@Tag(name = "Added cover", description = "What gifts add to people's covers, one to one")
class AddedCoverApi {

  private final AddedCover cover;
  private final Gifts gifts;

  AddedCoverApi(AddedCover cover, Gifts gifts) {
    this.cover = cover;
    this.gifts = gifts;
  }

  @Operation(
      summary =
          "What gifts have added to a person's cover, with the messages that somebody has let through")
  @GetMapping("/added-cover")
  PersonView ofPerson(Actor actor, @PathVariable String id, @RequestParam UUID person) {
    AddedCover.OfPerson of =
        cover
            .ofPerson(actor, programme(id), new PersonId(person))
            .orElseThrow(() -> new Refusal(ProgrammeRefusal.NOT_TAKING_PART));
    return new PersonView(
        of.pairs(),
        of.added().decimal(),
        of.used().decimal(),
        of.until(),
        of.left().orElse(null),
        gifts.messagesOf(of.gifts()).stream()
            .map(told -> new MessageView(told.name().orElse(null), told.day(), told.text()))
            .toList());
  }

  @Operation(
      summary =
          "End a person's part in the programme; gifts that were not used are paired with others")
  @PostMapping("/departures")
  @WithoutTransaction
  PersonView leave(Actor actor, @PathVariable String id, @RequestBody DepartureBody body) {
    cover.leave(actor, programme(id), new PersonId(body.person), body.day, body.note);
    return ofPerson(actor, id, body.person);
  }

  private static ProgrammeId programme(String id) {
    if (!ProgrammeId.isId(id))
      throw new Refusal(ProgrammeRefusal.UNKNOWN_PROGRAMME, Map.of("programme", id));
    return new ProgrammeId(id);
  }

  /// @param day the last day on which the person took part
  record DepartureBody(UUID person, LocalDate day, String note) {}

  record MessageView(@Nullable String name, LocalDate day, String text) {}

  record PersonView(
      int pairs,
      String added,
      String used,
      LocalDate until,
      @Nullable LocalDate left,
      List<MessageView> messages) {}
}
