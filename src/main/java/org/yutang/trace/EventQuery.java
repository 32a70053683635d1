package org.yutang.trace;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A question for events, with the parameters of EPCIS 2.0 (section 8.2.7) by name.
///
/// @param parameters such as `EQ_bizStep`, `MATCH_epc`, `GE_eventTime`; several values of one are
///   alternatives, several parameters hold together
/// @param also parameters that hold as well, such as those of a path or of a named query
/// @param perPage up to [#MAX_PAGE]
/// @param pageToken of [Found#nextPage]
public record EventQuery(
    Map<String, List<String>> parameters,
    Map<String, List<String>> also,
    int perPage,
    Optional<String> pageToken) {

  public static final int MAX_PAGE = 1000;
  public static final int USUAL_PAGE = 30;

  public EventQuery {
    parameters = Map.copyOf(parameters);
    also = Map.copyOf(also);
    perPage = Math.clamp(perPage, 1, MAX_PAGE);
  }

  public EventQuery(Map<String, List<String>> parameters, int perPage, Optional<String> pageToken) {
    this(parameters, Map.of(), perPage, pageToken);
  }

  /// One page of events.
  public record Found(List<Event> events, Optional<String> nextPage) {
    public Found {
      events = List.copyOf(events);
    }
  }
}
