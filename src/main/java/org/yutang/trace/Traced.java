package org.yutang.trace;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Answers from the graph.
public final class Traced {

  private Traced() {}

  /// What an item went through at one event.
  ///
  /// @param event the event's id
  /// @param destinations parties and places to which it was sent then
  public record Stop(
      String event,
      Instant at,
      String type,
      Optional<String> bizStep,
      Optional<String> place,
      List<Event.Typed> transactions,
      List<Event.Typed> destinations) {}

  /// How one item led to another.
  public enum Way {
    /// By a transformation.
    BECAME,
    /// By lying in it.
    LAY_IN
  }

  /// @param from the item nearer to the field, `to` the one nearer to the buyer
  public record Passage(String from, String to, Way way, Instant at) {}

  /// An item that went into the one that was asked about.
  ///
  /// @param asOf the moment at which it counted
  /// @param share of the asked item that passed through this one; empty where amounts are unknown
  ///   or do not compare
  /// @param source whether nothing is known to have gone into it
  /// @param stops where it was made, filled or seen by then, not what it was put into
  public record Origin(
      String item, Instant asOf, Optional<Share> share, boolean source, List<Stop> stops) {}

  /// @param item the canonical identifier
  public record Back(String item, Instant at, List<Origin> origins, List<Passage> passages) {
    public Back {
      origins = List.copyOf(origins);
      passages = List.copyOf(passages);
    }
  }

  /// An item that holds some of the asked one, or held it, for a time.
  ///
  /// @param until empty where it still does
  public record Reached(String item, Instant from, Optional<Instant> until, List<Stop> stops) {}

  public record Forward(String item, List<Reached> reached, List<Passage> passages) {
    public Forward {
      reached = List.copyOf(reached);
      passages = List.copyOf(passages);
    }
  }

  /// Where a lot went, to be called back.
  ///
  /// @param items everything that holds some of it, the lot included
  /// @param places where it was seen
  /// @param shipments documents of trade under which it travelled
  /// @param buyers parties that it was sent to
  public record Recall(
      String item,
      List<String> items,
      List<Found> places,
      List<Found> shipments,
      List<Found> buyers) {}

  /// @param last when it was last seen there
  /// @param items through which items
  public record Found(String id, Instant last, List<String> items) {}
}
