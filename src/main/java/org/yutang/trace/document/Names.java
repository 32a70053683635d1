package org.yutang.trace.document;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yutang.trace.Event;
import org.yutang.trace.Extra;

/// The prefixes that one document uses for the namespaces of its events.
final class Names {

  private final Map<String, String> prefixes = new LinkedHashMap<>();
  private final Map<String, String> wanted;

  private Names(Map<String, String> wanted) {
    this.wanted = wanted;
  }

  /// @param wanted prefixes by namespace; others get made-up ones
  static Names of(List<Event> events, Map<String, String> wanted) {
    Names names = new Names(wanted);
    for (Event event : events) names.collect(event);
    return names;
  }

  /// Prefixes by namespace, in order of use.
  Map<String, String> prefixes() {
    return prefixes;
  }

  /// `prefix:name` for `{namespace}name`.
  String shorten(String fullName) {
    if (!fullName.startsWith("{")) return fullName;
    int end = fullName.indexOf('}');
    return prefixes.get(fullName.substring(1, end)) + ":" + fullName.substring(end + 1);
  }

  private void collect(Event event) {
    Event.Base base = event.base();
    if (event instanceof Event.OfOwnType own)
      declare(own.type().substring(1, own.type().indexOf('}')));
    base.error().ifPresent(error -> collect(error.extras()));
    base.readPoint().ifPresent(place -> collect(place.extras()));
    base.bizLocation().ifPresent(place -> collect(place.extras()));
    for (Event.Sensor sensor : base.sensors()) {
      sensor.metadata().ifPresent(data -> collect(data.extras()));
      sensor.reports().forEach(report -> collect(report.extras()));
      collect(sensor.extras());
    }
    if (event instanceof Event.OfObjects e) collect(e.ilmd());
    if (event instanceof Event.OfTransformation e) collect(e.ilmd());
    collect(base.extras());
  }

  private void collect(List<Extra> extras) {
    for (Extra extra : extras) {
      if (!extra.namespace().isEmpty()) declare(extra.namespace());
      if (extra.value() instanceof Extra.Parts parts) collect(parts.parts());
    }
  }

  private void declare(String namespace) {
    if (!prefixes.containsKey(namespace)) prefixes.put(namespace, prefix(namespace));
  }

  private String prefix(String namespace) {
    Map<String, String> taken = new HashMap<>(Contexts.PREFIXES);
    for (String none : List.of("xsi", "xml", "xmlns", "epcis", "urn", "http", "https", "ni"))
      taken.put(none, "");
    prefixes.forEach((other, prefix) -> taken.put(prefix, other));
    for (Map.Entry<String, String> standard : Contexts.PREFIXES.entrySet())
      if (standard.getValue().equals(namespace)) return standard.getKey();
    String prefix = wanted.getOrDefault(namespace, "ext");
    if (!taken.containsKey(prefix)) return prefix;
    int number = 1;
    while (taken.containsKey(prefix + number)) number++;
    return prefix + number;
  }
}
