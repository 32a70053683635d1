package org.yutang.supply;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.farm.Seasons;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Uuids;
import org.yutang.proof.Proof;
import org.yutang.store.Outbox;
import org.yutang.trace.Event;
import org.yutang.trace.Gs1Key;

/// Tells the trace what was done, as events of EPCIS with ids derived from the step, so that each
/// counts once however often it is told.
@Component
class SupplyEvents implements Outbox.Listener {

  private static final int AT_ONCE = 500;

  private static final String LEAF = "yutang/goods/1";
  private static final String KILOGRAM = "KGM";

  private final StepRows steps;
  private final LotRows lots;
  private final Seasons seasons;
  private final CertificateRows certificates;
  private final HouseEvents house;
  private final Proof proof;

  SupplyEvents(
      StepRows steps,
      LotRows lots,
      CertificateRows certificates,
      Seasons seasons,
      HouseEvents house,
      Proof proof) {
    this.steps = steps;
    this.lots = lots;
    this.certificates = certificates;
    this.seasons = seasons;
    this.house = house;
    this.proof = proof;
  }

  @Override
  public String name() {
    return "supply.events";
  }

  @Override
  public Set<String> topics() {
    return Set.of(StepDone.TOPIC);
  }

  @Override
  public void handle(List<Outbox.Entry> batch) throws IOException {
    for (int from = 0; from < batch.size(); from += AT_ONCE) {
      List<UUID> ids =
          batch.subList(from, Math.min(batch.size(), from + AT_ONCE)).stream()
              .map(entry -> entry.as(StepDone.class).step())
              .toList();
      List<List<Event>> each = new ArrayList<>();
      List<Proof.Entry> leaves = new ArrayList<>();
      for (StepRows.Asked asked : steps.these(ids)) {
        Telling telling = new Telling(asked);
        telling.tell();
        each.add(telling.events);
        if (!asked.plan().legs().isEmpty() || asked.step() instanceof Step.Certify)
          leaves.add(new Proof.Entry(asked.step().id(), telling.leaf()));
      }
      proof.append(leaves);
      house.tell(each);
    }
  }

  /// The events of one step.
  private final class Telling {
    private final Step step;
    private final Instant askedAt;
    private final Plan plan;
    private final Site site;
    private final Map<UUID, Lot> known;
    private final List<Event> events = new ArrayList<>();

    Telling(StepRows.Asked asked) {
      this.askedAt = asked.askedAt();
      this.step = asked.step();
      this.plan = asked.plan();
      this.site = lots.site(step.site()).orElseThrow();
      this.known =
          lots.these(
              Stream.concat(
                      plan.legs().stream()
                          .flatMap(
                              leg ->
                                  leg.box()
                                      ? Stream.of(lots.lotOf(leg.fromItem()))
                                      : Stream.of(leg.fromItem(), leg.toItem())),
                      named().stream())
                  .distinct()
                  .toList());
    }

    /// What the public log keeps of it: canonical JSON (RFC 8785) of facts that hold no personal
    /// data and no buyer. Masses are text, because a JSON number is only exact up to 2^53.
    byte[] leaf() {
      Map<UUID, Long> in = new HashMap<>();
      Map<UUID, Long> out = new HashMap<>();
      for (Leg leg : plan.legs()) {
        if (leg.box()) continue;
        if (!leg.from().equals(Leg.MADE)) in.merge(leg.fromItem(), leg.amount(), Long::sum);
        if (!leg.to().equals(Leg.LOST)) out.merge(leg.toItem(), leg.amount(), Long::sum);
      }
      List<String> photos =
          step instanceof Step.WeighIn weighed
              ? weighed.photos().stream().map(photo -> '"' + photo + '"').sorted().toList()
              : List.of();
      String certified =
          step instanceof Step.Certify certify
              ? "\",\"certified\":"
                  + amounts(
                      certify.lots().entrySet().stream()
                          .collect(
                              Collectors.toMap(Map.Entry::getKey, each -> each.getValue().grams())))
                  + ",\"in\":"
              : "\",\"in\":";
      return ("{\"at\":\""
              + step.at()
              + certified
              + amounts(in)
              + ",\"out\":"
              + amounts(out)
              + ",\"photos\":["
              + String.join(",", photos)
              + "],\"site\":\""
              + site.gln()
              + "\",\"step\":\""
              + step.kind().name()
              + "\",\"type\":\""
              + LEAF
              + "\"}")
          .getBytes(StandardCharsets.UTF_8);
    }

    private String amounts(Map<UUID, Long> grams) {
      return grams.entrySet().stream()
          .map(
              each ->
                  '"'
                      + Objects.requireNonNull(known.get(each.getKey())).code()
                      + "\":\""
                      + each.getValue()
                      + '"')
          .sorted()
          .collect(Collectors.joining(",", "{", "}"));
    }

    private List<UUID> named() {
      return switch (step) {
        case Step.Hold each -> List.of(each.lot());
        case Step.Release each -> List.of(each.lot());
        case Step.Test each -> List.of(each.lot());
        case Step.Count each -> List.of(each.lot());
        case Step.Analyse each -> List.of(each.lot());
        case Step.Certify each -> List.copyOf(each.lots().keySet());
        case Step.Withdraw each -> certificates.lotsOf(each.certificate());
        default -> List.of();
      };
    }

    void tell() {
      switch (step) {
        case Step.WeighIn each -> weighedIn(each);
        case Step.Grade _, Step.Split _, Step.Merge _ -> transformed();
        case Step.Lose _ -> {}
        case Step.Count _ -> counted();
        case Step.Pack _ -> packed();
        case Step.Unpack each -> unpacked(each);
        case Step.Ship each -> shipped(each);
        case Step.Receive each -> arrived(each);
        case Step.Return _ -> cameBack();
        case Step.Hold each -> noted(each.lot(), "holding", "unavailable");
        case Step.Release each -> noted(each.lot(), "accepting", "conformant");
        case Step.Test each ->
            noted(each.lot(), "inspecting", each.passed() ? "conformant" : "non_conformant");
        case Step.Sample each -> noted(each.lot(), "sampling", "in_progress");
        case Step.Analyse each -> noted(each.lot(), "inspecting", passed(each));
        case Step.Certify _ -> named().forEach(lot -> noted(lot, "inspecting", "conformant"));
        case Step.Withdraw _ -> named().forEach(lot -> noted(lot, "inspecting", "non_conformant"));
      }
      lost();
    }

    private String passed(Step.Analyse each) {
      return certificates
              .sample(each.sample())
              .flatMap(CertificateRows.SampleRow::found)
              .filter(Certificates.Analysis::passed)
              .isPresent()
          ? "conformant"
          : "non_conformant";
    }

    /// Born in the field, received at the site.
    private void weighedIn(Step.WeighIn each) {
      Event.Things things = made(plan.legs());
      UUID plot = seasons.getSeason(Actor.SYSTEM, each.season()).what().plot();
      Instant noon = each.harvested().atTime(LocalTime.NOON).atZone(BusinessDay.ZONE).toInstant();
      Instant born = noon.isBefore(step.at()) ? noon : step.at().minusSeconds(1);
      events.add(
          new Event.OfObjects(
              base(born, "commissioning", "active", "urn:uuid:" + plot, List.of(), List.of()),
              Event.Action.ADD,
              things,
              List.of()));
      events.add(objects("receiving", "in_progress", things, List.of(), List.of()));
    }

    private void transformed() {
      List<Leg> kept = plan.legs().stream().filter(leg -> !Leg.isEnd(leg.to())).toList();
      if (kept.isEmpty()) return;
      Map<UUID, Long> in = new LinkedHashMap<>();
      Map<UUID, Long> out = new LinkedHashMap<>();
      for (Leg leg : kept) {
        in.merge(leg.fromItem(), leg.amount(), Long::sum);
        out.merge(leg.toItem(), leg.amount(), Long::sum);
      }
      events.add(
          new Event.OfTransformation(
              base("creating_class_instance", "active", List.of(), List.of()),
              Optional.empty(),
              things(List.of(), in),
              things(List.of(), out),
              List.of()));
    }

    private void counted() {
      Step.Count count = (Step.Count) step;
      if (count.counted().grams() == 0) return;
      events.add(
          objects(
              "stock_taking",
              "in_progress",
              things(List.of(), Map.of(count.lot(), count.counted().grams())),
              List.of(),
              List.of()));
    }

    private void packed() {
      for (Plan.MadeBox box : plan.boxes())
        events.add(
            new Event.OfAggregation(
                base("packing", "in_progress", List.of(), List.of()),
                Event.Action.ADD,
                Optional.of(boxUri(box.sscc())),
                things(List.of(), Map.of(box.lot(), box.grams()))));
    }

    private void unpacked(Step.Unpack each) {
      events.add(
          new Event.OfAggregation(
              base("unpacking", "in_progress", List.of(), List.of()),
              Event.Action.DELETE,
              Optional.of(boxUri(each.sscc())),
              Event.Things.NONE));
    }

    private void shipped(Step.Ship each) {
      List<Event.Typed> destinations = new ArrayList<>();
      if (each.to() != null)
        destinations.add(
            new Event.Typed(Optional.of("location"), lots.site(each.to()).orElseThrow().uri()));
      if (each.buyer() != null)
        destinations.add(
            new Event.Typed(
                Optional.of("owning_party"), lots.buyer(each.buyer()).orElseThrow().uri()));
      events.add(
          objects(
              "shipping",
              each.buyer() == null ? "in_transit" : "retail_sold",
              moved(each.boxes()),
              List.of(shipment(each.id())),
              destinations));
    }

    private void arrived(Step.Receive each) {
      Event.Things things = moved(each.boxes());
      if (!things.isEmpty())
        events.add(
            objects(
                "receiving", "in_progress", things, List.of(shipment(each.shipment())), List.of()));
    }

    private void cameBack() {
      events.add(objects("receiving", "returned", moved(List.of()), List.of(), List.of()));
    }

    private void noted(UUID lot, String bizStep, String disposition) {
      String uri = Objects.requireNonNull(known.get(lot)).uri();
      events.add(
          objects(
              bizStep,
              disposition,
              new Event.Things(
                  List.of(), List.of(new Event.Quantity(uri, Optional.empty(), Optional.empty()))),
              List.of(),
              List.of()));
    }

    private void lost() {
      if (step instanceof Step.Unpack) return;
      Map<UUID, Long> gone = new LinkedHashMap<>();
      for (Leg leg : plan.legs())
        if (leg.to().equals(Leg.LOST) && !leg.box())
          gone.merge(leg.fromItem(), leg.amount(), Long::sum);
      if (!gone.isEmpty())
        events.add(
            new Event.OfObjects(
                base("decommissioning", "inactive", List.of(), List.of()),
                Event.Action.DELETE,
                things(List.of(), gone),
                List.of()));
    }

    /// Loose goods that went to or came from somebody, and boxes.
    private Event.Things moved(Collection<String> boxes) {
      Map<UUID, Long> loose = new LinkedHashMap<>();
      for (Leg leg : plan.legs())
        if (!leg.box() && !Leg.isEnd(leg.to())) loose.merge(leg.toItem(), leg.amount(), Long::sum);
      return things(boxes.stream().map(SupplyEvents::boxUri).toList(), loose);
    }

    private Event.Things made(List<Leg> legs) {
      Map<UUID, Long> out = new HashMap<>();
      for (Leg leg : legs) out.merge(leg.toItem(), leg.amount(), Long::sum);
      return things(List.of(), out);
    }

    private Event.Things things(List<String> epcs, Map<UUID, Long> amounts) {
      return new Event.Things(
          epcs,
          amounts.entrySet().stream()
              .map(
                  each ->
                      new Event.Quantity(
                          Objects.requireNonNull(known.get(each.getKey())).uri(),
                          Optional.of(BigDecimal.valueOf(each.getValue(), 3)),
                          Optional.of(KILOGRAM)))
              .toList());
    }

    private Event objects(
        String bizStep,
        String disposition,
        Event.Things things,
        List<Event.Typed> transactions,
        List<Event.Typed> destinations) {
      return new Event.OfObjects(
          base(bizStep, disposition, transactions, destinations),
          Event.Action.OBSERVE,
          things,
          List.of());
    }

    private Event.Base base(
        String bizStep,
        String disposition,
        List<Event.Typed> transactions,
        List<Event.Typed> destinations) {
      return base(step.at(), bizStep, disposition, site.uri(), transactions, destinations);
    }

    private Event.Base base(
        Instant at,
        String bizStep,
        String disposition,
        String place,
        List<Event.Typed> transactions,
        List<Event.Typed> destinations) {
      // with a moment that nobody knows beforehand, so that nobody takes the id first
      UUID id =
          Uuids.named(
              "supply.event",
              step.id().toString(),
              askedAt.toString(),
              String.valueOf(events.size()));
      return HouseEvents.base(id, at, bizStep, disposition, place, transactions, destinations);
    }
  }

  private static String boxUri(String sscc) {
    return Gs1Key.HOME + "/00/" + sscc;
  }

  private static Event.Typed shipment(UUID id) {
    return new Event.Typed(Optional.of("desadv"), "urn:uuid:" + id);
  }
}
