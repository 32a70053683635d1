package org.yutang.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;
import org.yutang.kernel.Refusal;
import org.yutang.trace.Event;
import org.yutang.trace.EventQuery;
import org.yutang.trace.Trace;
import org.yutang.trace.TraceRefusal;

/// What all resources of the EPCIS interface share: versions, media types, pages.
final class EpcisHeaders {

  static final String ROOT = "/api/v1/epcis";
  static final String JSON_LD = "application/ld+json";
  static final String CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

  private static final String VERSION = "2.0.0";

  private EpcisHeaders() {}

  static ResponseEntity.BodyBuilder ok() {
    return with(ResponseEntity.ok());
  }

  static ResponseEntity.BodyBuilder with(ResponseEntity.BodyBuilder answer) {
    return answer
        .header("GS1-EPCIS-Version", VERSION)
        .header("GS1-CBV-Version", VERSION)
        .header("Cache-Control", "no-store");
  }

  /// What an OPTIONS request wants to know.
  static ResponseEntity<Void> discovery(String... methods) {
    return with(ResponseEntity.status(HttpStatus.NO_CONTENT))
        .header(HttpHeaders.ALLOW, "OPTIONS, " + String.join(", ", methods))
        .header("GS1-EPCIS-Min", VERSION)
        .header("GS1-EPCIS-Max", VERSION)
        .header("GS1-CBV-Min", VERSION)
        .header("GS1-CBV-Max", VERSION)
        .header("GS1-EPC-Format", "No_Preference")
        .header("GS1-CBV-XML-Format", "Always_URN")
        .header("GS1-EPCIS-Capture-File-Size-Limit", String.valueOf(EpcisCaptureApi.LIMIT_BYTES))
        .header("GS1-Capture-Error-Behaviour", "rollback")
        .build();
  }

  static boolean isXml(@org.jspecify.annotations.Nullable String mediaType) {
    if (mediaType == null) return false;
    try {
      String subtype = MediaType.parseMediaType(mediaType).getSubtype();
      return subtype.equals("xml") || subtype.endsWith("+xml");
    } catch (org.springframework.http.InvalidMediaTypeException e) {
      return false;
    }
  }

  /// Whether the caller likes XML better than JSON.
  static boolean wantsXml(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept == null) return false;
    List<MediaType> wanted;
    try {
      wanted = MediaType.parseMediaTypes(accept);
    } catch (org.springframework.http.InvalidMediaTypeException e) {
      throw new Refusal(ApiRefusal.NOT_ACCEPTABLE);
    }
    double xml = 0;
    double json = 0;
    for (MediaType each : wanted) {
      double quality = each.getQualityValue();
      if (each.isWildcardType()
          || each.includes(MediaType.APPLICATION_JSON)
          || each.getSubtype().equals("ld+json")) json = Math.max(json, quality);
      if (isXml(each.toString().replaceFirst(";.*", ""))) xml = Math.max(xml, quality);
    }
    if (xml == 0 && json == 0) throw new Refusal(ApiRefusal.NOT_ACCEPTABLE);
    return xml > json;
  }

  /// Events as the caller likes them.
  static ResponseEntity<byte[]> document(
      Trace trace,
      HttpServletRequest request,
      List<Event> events,
      String queryName,
      Optional<String> next) {
    boolean xml = wantsXml(request);
    ResponseEntity.BodyBuilder answer =
        ok().contentType(
                xml ? MediaType.APPLICATION_XML : MediaType.parseMediaType("application/json"))
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    next.ifPresent(token -> answer.header(HttpHeaders.LINK, link(request, token)));
    return answer.body(trace.write(events, xml, Optional.of(queryName)));
  }

  static String link(HttpServletRequest request, String token) {
    UriComponentsBuilder next = UriComponentsBuilder.fromPath(request.getRequestURI());
    parameters(request)
        .forEach(
            (name, values) -> {
              if (!name.equals("nextPageToken"))
                next.queryParam(
                    java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8),
                    values.stream()
                        .map(
                            v ->
                                java.net.URLEncoder.encode(
                                    v, java.nio.charset.StandardCharsets.UTF_8))
                        .toList());
            });
    next.queryParam("nextPageToken", token);
    return "<" + next.build(true).toUriString() + ">; rel=\"next\"";
  }

  static Map<String, List<String>> parameters(HttpServletRequest request) {
    Map<String, List<String>> parameters = new TreeMap<>();
    request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
    return parameters;
  }

  /// The question that a request asks: its parameters, and `more` that its path says.
  static EventQuery query(HttpServletRequest request, Map<String, List<String>> more) {
    Map<String, List<String>> parameters = parameters(request);
    Optional<String> page =
        Optional.ofNullable(parameters.remove("nextPageToken")).map(List::getFirst);
    int perPage = perPage(parameters.remove("perPage"));
    parameters.putAll(more);
    return new EventQuery(parameters, perPage, page);
  }

  static int perPage(@org.jspecify.annotations.Nullable List<String> given) {
    if (given == null) return EventQuery.USUAL_PAGE;
    try {
      return Math.max(1, Integer.parseInt(given.getFirst()));
    } catch (NumberFormatException e) {
      throw new Refusal(
          TraceRefusal.BAD_PARAMETER, Map.of("parameter", "perPage", "value", given.getFirst()));
    }
  }

  /// A list of names as the interface has it.
  static Map<String, Object> collection(List<?> members) {
    Map<String, Object> collection = new java.util.LinkedHashMap<>();
    collection.put("@context", List.of(CONTEXT));
    collection.put("type", "Collection");
    collection.put("member", members);
    return collection;
  }
}
