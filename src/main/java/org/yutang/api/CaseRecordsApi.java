package org.yutang.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
import org.yutang.api.CaseViews.CaseView;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.programme.Case;
import org.yutang.programme.Cases;
import org.yutang.programme.ProgrammeRefusal;
import org.yutang.register.PersonId;

/// What happens again and again to a granted case: things sent and received, entries of its logs;
/// and links by which people act for themselves.
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Cases")
class CaseRecordsApi {

  private final Cases cases;
  private final Clock clock;

  CaseRecordsApi(Cases cases, Clock clock) {
    this.cases = cases;
    this.clock = clock;
  }

  @Operation(summary = "Make a link by which the person may file for themselves; told this once")
  @ShownOnce
  @PostMapping("/programmes/{id}/case-kinds/{kind}/links")
  LinkView invite(
      Actor actor,
      @PathVariable String id,
      @PathVariable String kind,
      @RequestBody PersonBody body) {
    return new LinkView(
        "/apply/" + cases.invite(actor, CasesApi.programme(id), kind, new PersonId(body.person)));
  }

  @Operation(summary = "What of each thing was promised, sent and received")
  @GetMapping("/cases/{id}/deliveries")
  List<DeliveryView> deliveries(Actor actor, @PathVariable UUID id) {
    return cases.deliveries(actor, id).stream().map(DeliveryView::of).toList();
  }

  @Operation(summary = "Things are on their way: how many of each")
  @PostMapping("/cases/{id}/deliveries/sent")
  CaseView send(Actor actor, @PathVariable UUID id, @RequestBody SentBody body) {
    return CaseView.of(
        cases.send(actor, id, body.version, items(body.items), body.waybill, today()));
  }

  @Operation(summary = "Things have come, as photos show: how many of each")
  @PostMapping("/cases/{id}/deliveries/received")
  CaseView receive(Actor actor, @PathVariable UUID id, @RequestBody ReceivedBody body) {
    return CaseView.of(
        cases.receive(actor, id, body.version, items(body.items), photos(body.photos), today()));
  }

  @Operation(summary = "All logs of a case in numbers")
  @GetMapping("/cases/{id}/logs")
  List<CountView> counts(Actor actor, @PathVariable UUID id) {
    return cases.counts(actor, id).stream().map(CountView::of).toList();
  }

  @Operation(summary = "Entries of a log, the newest first")
  @GetMapping("/cases/{id}/logs/{log}")
  PageAnswer<EntryView> entries(
      Actor actor,
      @PathVariable UUID id,
      @PathVariable String log,
      @RequestParam(defaultValue = "1") int page,
      @RequestParam(defaultValue = "50") int size) {
    return PageAnswer.of(cases.entries(actor, id, log, new Page.Wanted(page, size)), EntryView::of);
  }

  @Operation(
      summary =
          "Write an entry of a log down; `entry` is the client's id for it, so that it can be sent again; `day` is today where it is missing")
  @PostMapping("/cases/{id}/logs/{log}")
  EntryWritten log(
      Actor actor, @PathVariable UUID id, @PathVariable String log, @RequestBody EntryBody body) {
    LocalDate day = Optional.ofNullable(body.day).orElseGet(this::today);
    cases.log(actor, id, body.entry, log, CasesApi.answers(body.answers), photos(body.photos), day);
    return new EntryWritten(body.entry);
  }

  @Operation(summary = "Confirm an entry that somebody else wrote, or refuse it with a note")
  @PostMapping("/cases/{id}/entries/{entry}/confirmation")
  EntryWritten confirm(
      Actor actor, @PathVariable UUID id, @PathVariable UUID entry, @RequestBody ConfirmBody body) {
    cases.confirm(actor, id, entry, body.holds, Optional.ofNullable(body.note).orElse(""));
    return new EntryWritten(entry);
  }

  private static Map<String, Integer> items(Map<String, @Nullable Integer> given) {
    given.forEach(
        (item, count) -> {
          if (count == null) throw new Refusal(ProgrammeRefusal.BAD_ANSWER, Map.of("field", item));
        });
    return Map.copyOf(given);
  }

  private static List<String> photos(@Nullable List<@Nullable String> given) {
    if (given == null) return List.of();
    if (given.stream().anyMatch(Objects::isNull))
      throw new Refusal(ProgrammeRefusal.BAD_ANSWER, Map.of("field", "photos"));
    return given.stream().map(String::valueOf).toList();
  }

  private LocalDate today() {
    return BusinessDay.of(clock.instant());
  }

  record PersonBody(UUID person) {}

  record LinkView(String path) {}

  record SentBody(int version, Map<String, @Nullable Integer> items, String waybill) {}

  record ReceivedBody(
      int version, Map<String, @Nullable Integer> items, @Nullable List<@Nullable String> photos) {}

  record EntryBody(
      UUID entry,
      @Nullable LocalDate day,
      @Nullable Map<String, @Nullable Object> answers,
      @Nullable List<@Nullable String> photos) {}

  record ConfirmBody(boolean holds, @Nullable String note) {}

  record EntryWritten(UUID entry) {}

  record DeliveryView(
      String item,
      int quantity,
      int sent,
      int received,
      @Nullable LocalDate sentDay,
      @Nullable String waybill,
      @Nullable LocalDate receivedDay,
      List<String> photos) {
    static DeliveryView of(Case.Delivery delivery) {
      return new DeliveryView(
          delivery.item(),
          delivery.quantity(),
          delivery.sent(),
          delivery.received(),
          delivery.sentDay().orElse(null),
          delivery.waybill().orElse(null),
          delivery.receivedDay().orElse(null),
          delivery.photos());
    }
  }

  record CountView(String log, long entries, long sum, @Nullable LocalDate last, boolean overdue) {
    static CountView of(Case.Count count) {
      return new CountView(
          count.log(), count.entries(), count.sum(), count.last().orElse(null), count.overdue());
    }
  }

  record EntryView(
      UUID id,
      String log,
      LocalDate day,
      String state,
      Map<String, Object> answers,
      List<String> photos,
      @Nullable String note) {
    static EntryView of(Case.Entry entry) {
      return new EntryView(
          entry.id(),
          entry.log(),
          entry.day(),
          entry.state().name().toLowerCase(Locale.ROOT),
          entry.answers(),
          entry.photos(),
          entry.note().orElse(null));
    }
  }
}
