package org.yutang.trace;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;

/// Questions with a name, and addresses that are told of new events that answer them.
///
/// A subscriber gets an EPCISQueryDocument by POST as soon as events are captured, or by a
/// [Schedule] all that came since the last time, at least once, with the header `GS1-Signature:
/// sha256=…`, the HMAC-SHA-256 of the body under the subscriber's own token. What is not answered
/// by a 2xx is tried again with longer and longer pauses for about a day.
///
/// Everything wants [org.yutang.access.Permission#SEE_EVENTS]; a query and a subscription belong to
/// who made them.
public interface Subscriptions {

  /// @param parameters as in [EventQuery]
  record Query(String name, Map<String, List<String>> parameters, Instant createdAt) {
    public Query {
      parameters = Map.copyOf(parameters);
    }
  }

  /// When a subscriber is told, and of what.
  ///
  /// @param schedule by the clock; empty for as soon as something is captured
  /// @param reportIfEmpty whether also of nothing
  /// @param from from when on events count by their record time; empty for those to come
  record When(Optional<Schedule> schedule, boolean reportIfEmpty, Optional<Instant> from) {
    public static final When AT_ONCE = new When(Optional.empty(), false, Optional.empty());
  }

  /// @param lastError why the latest delivery did not arrive
  record Subscription(
      UUID id,
      String query,
      URI address,
      When when,
      Instant createdAt,
      Optional<Instant> lastNotifiedAt,
      Optional<String> lastError) {}

  /// @param id made by the caller
  /// @param token signs what is sent; kept sealed, never shown
  record Order(UUID id, String query, URI address, String token, When when) {}

  /// Names a question. The same again returns quietly.
  ///
  /// @throws org.yutang.kernel.Refusal [TraceRefusal#QUERY_EXISTS] for another one of that name, or
  ///   what [Trace#find] refuses
  Query define(Actor actor, String name, Map<String, List<String>> parameters);

  Query getQuery(Actor actor, String name);

  /// In order of names, from the one behind `after`; up to 1000.
  List<Query> listQueries(Actor actor, String after, int most);

  /// Ends its subscriptions as well.
  void deleteQuery(Actor actor, String name);

  /// The same id again changes nothing.
  ///
  /// @throws org.yutang.kernel.Refusal [TraceRefusal#TOO_MANY_EVENTS] for a beginning too long ago,
  ///   [TraceRefusal#BAD_DESTINATION] for anything but https, except on this machine itself, and
  ///   for the house's own network. Looked at again before each delivery, which fails where the
  ///   name points there by then
  Subscription subscribe(Actor actor, Order order);

  /// Tells a connection instead of an address, unsigned, until it is closed or the query is
  /// deleted.
  ///
  /// @throws org.yutang.kernel.Refusal [TraceRefusal#TOO_MANY_CONNECTIONS], or as [#subscribe]
  Following follow(Actor actor, String query, When when, Following.Told told);

  /// A connection that is told.
  interface Following extends AutoCloseable {

    /// Called by one thread at a time.
    interface Told {
      /// @throws java.io.IOException where it cannot be told any more; it is closed then
      void tell(byte[] document) throws java.io.IOException;

      /// That nothing follows.
      void end();
    }

    /// Harmless twice.
    @Override
    void close();
  }

  Subscription getSubscription(Actor actor, String query, UUID id);

  /// In the order in which they were made, from the one behind `after`; up to 1000.
  List<Subscription> listSubscriptions(Actor actor, String query, Optional<UUID> after, int most);

  void unsubscribe(Actor actor, String query, UUID id);
}
