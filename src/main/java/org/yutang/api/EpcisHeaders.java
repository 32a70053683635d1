package org.yutang.api;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
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

  private static final String PAGE = "nextPageToken";
  private static final String PER_PAGE = "perPage";

  static final String VERSION = "2.0.0";

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
        .header(EpcisDoor.EPC_FORMAT, "No_Preference")
        .header(EpcisDoor.CBV_FORMAT, "No_Preference")
        .header("GS1-EPCIS-Capture-File-Size-Limit", String.valueOf(EpcisCaptureApi.LIMIT_BYTES))
        .header("GS1-Capture-Error-Behaviour", "all")
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
    Trace.Form form =
        new Trace.Form(
            xml,
            EpcisDoor.LINKS.equals(request.getHeader(EpcisDoor.EPC_FORMAT)),
            EpcisDoor.WEB_URI.equals(request.getHeader(EpcisDoor.CBV_FORMAT)));
    return answer.body(trace.write(events, form, Optional.of(queryName)));
  }

  /// One page of a list, where one more than a page was asked for; its link leads to what is behind
  /// its last one.
  static <T> List<T> page(
      HttpServletRequest request,
      ResponseEntity.BodyBuilder answer,
      List<T> found,
      Function<T, String> token) {
    int perPage = perPage(request);
    if (found.size() <= perPage) return found;
    List<T> page = found.subList(0, perPage);
    answer.header(HttpHeaders.LINK, link(request, token.apply(page.getLast())));
    return page;
  }

  static String link(HttpServletRequest request, String token) {
    UriComponentsBuilder next = UriComponentsBuilder.fromPath(request.getRequestURI());
    request
        .getParameterMap()
        .forEach(
            (name, values) -> {
              if (!name.equals(PAGE))
                next.queryParam(
                    encoded(name), Arrays.stream(values).map(EpcisHeaders::encoded).toList());
            });
    next.queryParam(PAGE, encoded(token));
    return "<" + next.build(true).toUriString() + ">; rel=\"next\"";
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// Several values of one parameter stand between `|`, or the parameter is there several times.
  static Map<String, List<String>> parameters(HttpServletRequest request) {
    Map<String, List<String>> parameters = new TreeMap<>();
    request
        .getParameterMap()
        .forEach(
            (name, values) ->
                parameters.put(
                    name,
                    Arrays.stream(values).flatMap(v -> Arrays.stream(v.split("\\|"))).toList()));
    return parameters;
  }

  /// The question that a request asks: its parameters, and `more` that its path says, which the
  /// request must not contradict.
  static EventQuery query(HttpServletRequest request, Map<String, List<String>> more) {
    Map<String, List<String>> parameters = parameters(request);
    parameters.remove(PAGE);
    parameters.remove(PER_PAGE);
    return new EventQuery(parameters, more, perPage(request), pageToken(request));
  }

  static Optional<String> pageToken(HttpServletRequest request) {
    return Optional.ofNullable(request.getParameter(PAGE)).filter(token -> !token.isEmpty());
  }

  static UUID uuidToken(String token) {
    try {
      return UUID.fromString(token);
    } catch (IllegalArgumentException e) {
      throw new Refusal(TraceRefusal.BAD_PAGE_TOKEN);
    }
  }

  /// @return 1 to [EventQuery#MAX_PAGE]
  static int perPage(HttpServletRequest request) {
    String given = request.getParameter(PER_PAGE);
    if (given == null) return EventQuery.USUAL_PAGE;
    try {
      return Math.clamp(Integer.parseInt(given), 1, EventQuery.MAX_PAGE);
    } catch (NumberFormatException e) {
      throw new Refusal(TraceRefusal.BAD_PARAMETER, Map.of("parameter", PER_PAGE, "value", given));
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
