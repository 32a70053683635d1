package org.yutang.supply;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Uuids;
import org.yutang.trace.Capture;
import org.yutang.trace.Event;
import org.yutang.trace.Trace;

/// Brings the house's own events to the trace. Their ids are derived, so each counts once however
/// often it is told.
@Component
class HouseEvents {

  private static final Logger LOG = LoggerFactory.getLogger(HouseEvents.class);

  private final Trace trace;
  private final Clock clock;

  HouseEvents(Trace trace, Clock clock) {
    this.trace = trace;
    this.clock = clock;
  }

  /// All groups at once, or, where something is refused, one by one, so that one does not keep the
  /// others from the trace.
  void tell(List<List<Event>> groups) throws IOException {
    if (capture(groups.stream().flatMap(List::stream).toList()).isEmpty()) return;
    for (List<Event> events : groups) {
      Optional<Capture> refused = capture(events);
      if (refused.isPresent())
        LOG.error("The trace refuses events of the house: {}", refused.get().errors());
    }
  }

  /// @return what was refused
  private Optional<Capture> capture(List<Event> events) throws IOException {
    if (events.isEmpty()) return Optional.empty();
    Capture capture =
        trace.capture(
            Actor.SYSTEM,
            Capture.Order.of(Uuids.fresh(clock.instant()), false, Capture.OnError.ROLLBACK),
            new ByteArrayInputStream(trace.write(events, Trace.Form.JSON, Optional.empty())));
    return capture.success() ? Optional.empty() : Optional.of(capture);
  }

  /// What, when and where, in the country's only time zone.
  ///
  /// @param place read there; what does not leave is there afterwards, too
  static Event.Base base(
      UUID id,
      Instant at,
      String bizStep,
      String disposition,
      String place,
      List<Event.Typed> transactions,
      List<Event.Typed> destinations) {
    OffsetDateTime time = at.atZone(BusinessDay.ZONE).toOffsetDateTime();
    Event.Place there = new Event.Place(place, List.of());
    return new Event.Base(
        time,
        time.getOffset().getId(),
        Optional.empty(),
        Optional.of("urn:uuid:" + id),
        List.of(),
        Optional.empty(),
        Optional.of(bizStep),
        Optional.of(disposition),
        Optional.empty(),
        Optional.of(there),
        bizStep.equals("shipping") ? Optional.empty() : Optional.of(there),
        transactions,
        List.of(),
        destinations,
        List.of(),
        List.of());
  }
}
