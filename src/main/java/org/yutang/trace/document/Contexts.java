package org.yutang.trace.document;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Refusal;
import org.yutang.trace.TraceRefusal;

/// The JSON-LD contexts that are known; none is ever fetched.
final class Contexts {

  /// The context that we write.
  static final String STANDARD = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

  private static final Set<String> KNOWN =
      Set.of(
          STANDARD,
          "https://ref.gs1.org/standards/epcis/2.0.1/epcis-context.jsonld",
          "https://ref.gs1.org/standards/epcis/epcis-context.jsonld",
          "https://gs1.github.io/EPCIS/epcis-context.jsonld",
          "https://gs1.github.io/EPCIS/epcis-context-simple.jsonld");

  /// What the standard's own context declares.
  static final Map<String, String> PREFIXES =
      Map.of(
          "epcis", "https://ref.gs1.org/epcis/",
          "cbv", "https://ref.gs1.org/cbv/",
          "cbvmda", "urn:epcglobal:cbv:mda:",
          "gs1", "https://gs1.org/voc/",
          "rdfs", "http://www.w3.org/2000/01/rdf-schema#",
          "owl", "http://www.w3.org/2002/07/owl#",
          "xsd", "http://www.w3.org/2001/XMLSchema#",
          "dcterms", "http://purl.org/dc/terms/");

  private static final Set<String> COERCION = Set.of("@id", "@type", "@container");

  private Contexts() {}

  /// Prefixes by a document's context, on top of those that hold already.
  ///
  /// @param outermost whether the standard's own context must be among them
  static Map<String, String> read(
      @Nullable Object context, Map<String, String> before, boolean outermost) {
    Map<String, String> prefixes = new HashMap<>(before);
    List<?> all = context instanceof List<?> list ? list : java.util.Arrays.asList(context);
    boolean standard = !outermost;
    for (Object each : all) {
      if (each instanceof String known && KNOWN.contains(known)) {
        standard = true;
        PREFIXES.forEach(prefixes::putIfAbsent);
      } else if (each instanceof Map<?, ?> own) {
        own.forEach((prefix, namespace) -> declare(prefix, namespace, prefixes));
      } else {
        throw unknown(each);
      }
    }
    if (!standard) throw unknown("");
    return prefixes;
  }

  private static void declare(
      @Nullable Object prefix, @Nullable Object namespace, Map<String, String> into) {
    if (namespace instanceof Map<?, ?> definition) {
      boolean only = COERCION.containsAll(definition.keySet());
      if (only && prefix instanceof String term && term.indexOf(':') > 0)
        return; // how a value is read in RDF does not change it here
      if (only && definition.get("@id") instanceof String id) namespace = id;
    }
    boolean fits =
        prefix instanceof String name
            && name.matches("[\\p{L}_][\\p{L}\\p{N}_.-]*")
            && namespace instanceof String text
            && Uris.isUri(text);
    if (!fits) throw unknown(prefix + "=" + namespace);
    into.put((String) prefix, (String) namespace);
  }

  private static Refusal unknown(@Nullable Object context) {
    String text = String.valueOf(context);
    return new Refusal(
        TraceRefusal.UNKNOWN_CONTEXT,
        Map.of("context", text.length() > 200 ? text.substring(0, 200) + "…" : text));
  }
}
