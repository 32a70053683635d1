package org.yutang.trace;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One EPCIS 2.0 event. All identifiers stand as they were given; [Gs1Key#canonical] compares them.
/// A word of the CBV stands bare (`shipping`), somebody's own as its URI.
public sealed interface Event {

  Base base();

  /// Things were seen, made or destroyed.
  record OfObjects(Base base, Action action, Things things, List<Extra> ilmd) implements Event {
    public OfObjects {
      ilmd = List.copyOf(ilmd);
    }
  }

  /// Things were put into a container, seen in it, or taken out. Without children, all are meant.
  record OfAggregation(Base base, Action action, Optional<String> parent, Things children)
      implements Event {}

  /// Things belong to business transactions.
  record OfTransaction(Base base, Action action, Optional<String> parent, Things things)
      implements Event {}

  /// Inputs became outputs.
  ///
  /// @param transformation joins several events into one transformation
  record OfTransformation(
      Base base, Optional<String> transformation, Things inputs, Things outputs, List<Extra> ilmd)
      implements Event {
    public OfTransformation {
      ilmd = List.copyOf(ilmd);
    }
  }

  /// Things were fixed to an asset or a place.
  record OfAssociation(Base base, Action action, String parent, Things children) implements Event {}

  /// Something of a type of somebody's own, which says what it says in fields of its own.
  ///
  /// @param type as `{namespace}name`
  record OfOwnType(Base base, String type) implements Event {}

  enum Action {
    ADD,
    OBSERVE,
    DELETE
  }

  /// The standard's name of its type, such as `ObjectEvent`; `{namespace}name` for somebody's own.
  default String type() {
    return switch (this) {
      case OfObjects _ -> "ObjectEvent";
      case OfAggregation _ -> "AggregationEvent";
      case OfTransaction _ -> "TransactionEvent";
      case OfTransformation _ -> "TransformationEvent";
      case OfAssociation _ -> "AssociationEvent";
      case OfOwnType e -> e.type;
    };
  }

  /// [#type] as the standard's lists have it: bare, or a URI.
  default String typeName() {
    return type().replace("{", "").replace("}", "");
  }

  /// The same event with another base.
  default Event with(Base base) {
    return switch (this) {
      case OfObjects e -> new OfObjects(base, e.action, e.things, e.ilmd);
      case OfAggregation e -> new OfAggregation(base, e.action, e.parent, e.children);
      case OfTransaction e -> new OfTransaction(base, e.action, e.parent, e.things);
      case OfTransformation e ->
          new OfTransformation(base, e.transformation, e.inputs, e.outputs, e.ilmd);
      case OfAssociation e -> new OfAssociation(base, e.action, e.parent, e.children);
      case OfOwnType e -> new OfOwnType(base, e.type);
    };
  }

  /// The same event with every thing, place and party under another name.
  default Event named(UnaryOperator<String> names) {
    Event renamed =
        switch (this) {
          case OfObjects e -> new OfObjects(e.base, e.action, e.things.named(names), e.ilmd);
          case OfAggregation e ->
              new OfAggregation(e.base, e.action, e.parent.map(names), e.children.named(names));
          case OfTransaction e ->
              new OfTransaction(e.base, e.action, e.parent.map(names), e.things.named(names));
          case OfTransformation e ->
              new OfTransformation(
                  e.base,
                  e.transformation.map(names),
                  e.inputs.named(names),
                  e.outputs.named(names),
                  e.ilmd);
          case OfAssociation e ->
              new OfAssociation(e.base, e.action, names.apply(e.parent), e.children.named(names));
          case OfOwnType e -> e;
        };
    return renamed.with(base().named(names));
  }

  /// What all events may say.
  ///
  /// @param offset the time zone where it happened, such as `+08:00`
  /// @param recordTime when it was captured; set by whoever keeps it
  record Base(
      OffsetDateTime time,
      String offset,
      Optional<OffsetDateTime> recordTime,
      Optional<String> id,
      List<String> certifications,
      Optional<ErrorDeclaration> error,
      Optional<String> bizStep,
      Optional<String> disposition,
      Optional<Persistent> persistent,
      Optional<Place> readPoint,
      Optional<Place> bizLocation,
      List<Typed> bizTransactions,
      List<Typed> sources,
      List<Typed> destinations,
      List<Sensor> sensors,
      List<Extra> extras) {
    public Base {
      certifications = List.copyOf(certifications);
      bizTransactions = List.copyOf(bizTransactions);
      sources = List.copyOf(sources);
      destinations = List.copyOf(destinations);
      sensors = List.copyOf(sensors);
      extras = List.copyOf(extras);
    }

    /// As it is kept: under this id, recorded at that time.
    public Base recorded(String id, OffsetDateTime at) {
      return with(Optional.of(id), Optional.of(at));
    }

    /// As it was sent, without when it was recorded.
    public Base unrecorded() {
      return with(id, Optional.empty());
    }

    private Base named(UnaryOperator<String> names) {
      return new Base(
          time,
          offset,
          recordTime,
          id,
          certifications,
          error,
          bizStep,
          disposition,
          persistent,
          readPoint.map(place -> new Place(names.apply(place.id), place.extras)),
          bizLocation.map(place -> new Place(names.apply(place.id), place.extras)),
          Typed.named(bizTransactions, names),
          Typed.named(sources, names),
          Typed.named(destinations, names),
          sensors,
          extras);
    }

    private Base with(Optional<String> id, Optional<OffsetDateTime> recordTime) {
      return new Base(
          time,
          offset,
          recordTime,
          id,
          certifications,
          error,
          bizStep,
          disposition,
          persistent,
          readPoint,
          bizLocation,
          bizTransactions,
          sources,
          destinations,
          sensors,
          extras);
    }
  }

  /// Single things, and amounts of kinds of things.
  record Things(List<String> epcs, List<Quantity> quantities) {
    public static final Things NONE = new Things(List.of(), List.of());

    public Things {
      epcs = List.copyOf(epcs);
      quantities = List.copyOf(quantities);
    }

    public boolean isEmpty() {
      return epcs.isEmpty() && quantities.isEmpty();
    }

    private Things named(UnaryOperator<String> names) {
      List<Quantity> amounts =
          quantities.stream()
              .map(each -> new Quantity(names.apply(each.epcClass), each.quantity, each.uom))
              .toList();
      return new Things(epcs.stream().map(names).toList(), amounts);
    }
  }

  /// @param uom a unit of UN/ECE recommendation 20; pieces where empty
  record Quantity(String epcClass, Optional<BigDecimal> quantity, Optional<String> uom) {
    public Quantity {
      quantity = quantity.map(Event::plain);
    }
  }

  /// This event says that it, as captured before, was wrong.
  record ErrorDeclaration(
      OffsetDateTime declared,
      Optional<String> reason,
      List<String> corrective,
      List<Extra> extras) {
    public ErrorDeclaration {
      corrective = List.copyOf(corrective);
      extras = List.copyOf(extras);
    }
  }

  /// States that hold until they are taken back.
  record Persistent(List<String> set, List<String> unset) {
    public Persistent {
      set = List.copyOf(set);
      unset = List.copyOf(unset);
    }
  }

  record Place(String id, List<Extra> extras) {
    public Place {
      extras = List.copyOf(extras);
    }
  }

  /// A business transaction, source or destination.
  record Typed(Optional<String> type, String id) {
    private static List<Typed> named(List<Typed> all, UnaryOperator<String> names) {
      return all.stream().map(each -> new Typed(each.type, names.apply(each.id))).toList();
    }
  }

  record Sensor(Optional<Reading> metadata, List<Reading> reports, List<Extra> extras) {
    public Sensor {
      reports = List.copyOf(reports);
      extras = List.copyOf(extras);
    }
  }

  /// The standard's fields of a sensor's metadata or report by name, in the standard's order;
  /// numbers in plain digits.
  record Reading(Map<String, String> fields, List<Extra> extras) {
    public Reading {
      fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
      extras = List.copyOf(extras);
    }
  }

  /// A number without zeros that say nothing: 452.0 is 452.
  static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
