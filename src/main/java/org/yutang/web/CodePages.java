package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.yutang.access.Actor;
import org.yutang.farm.Standards;
import org.yutang.kernel.Refusal;
import org.yutang.store.Json;
import org.yutang.supply.Animals;
import org.yutang.supply.Lot;
import org.yutang.supply.Lots;
import org.yutang.supply.Provenance;
import org.yutang.supply.Stock;
import org.yutang.trace.Gs1Key;

/// Resolves GS1 Digital Links of this house (GS1-Conformant Resolver Standard 1.1) and prints
/// labels that carry them.
///
/// A browser is sent on to the public page; who asks for `application/linkset+json`, or by
/// `linkType=linkset` or `all`, gets the links of the code (RFC 9264); by another `linkType` one is
/// sent to that link, and told 404 where there is none.
@Controller
class CodePages {

  private static final String LINKSET = "application/linkset+json";
  private static final String VOCABULARY = "https://ref.gs1.org/voc/";
  private static final int MOST_LABELS = 240;

  private final Provenance provenance;
  private final Animals animals;
  private final CodeDoor door;
  private final Lots lots;
  private final ReportPdf pdf;
  private final Templates templates;
  private final SupplyView.Named named;

  CodePages(
      Provenance provenance,
      Animals animals,
      CodeDoor door,
      Lots lots,
      ReportPdf pdf,
      Templates templates,
      Standards standards) {
    this.provenance = provenance;
    this.animals = animals;
    this.door = door;
    this.lots = lots;
    this.pdf = pdf;
    this.templates = templates;
    this.named = new SupplyView.Named(standards);
  }

  @GetMapping({"/01/**", "/00/**"})
  ResponseEntity<byte[]> resolve(Screen s, HttpServletRequest request) {
    door.open(s, request);
    Gs1Key code = Gs1Key.parse(Gs1Key.HOME + request.getRequestURI());
    if (!provenance.knows(code) && animals.told(code).isEmpty())
      throw new Refusal(WebRefusal.UNKNOWN_CODE);
    String home = home(request);
    String path = code.link().substring(Gs1Key.HOME.length());
    Map<String, String> links = new LinkedHashMap<>();
    links.put("gs1:defaultLink", home + TracePages.BASE + path);
    links.put("gs1:pip", home + TracePages.BASE + path);
    links.put("gs1:traceability", home + TracePages.BASE + path);
    links.put("gs1:recallStatus", home + TracePages.BASE + path + "#status");
    links.put("gs1:epcis", home + "/api/v1/trace/back?item=" + Screen.encoded(code.link()));
    String wanted = s.query("linkType");
    if (wanted.equals("all") || wanted.equals("linkset") || asksForLinks(request))
      return ResponseEntity.ok()
          .header(HttpHeaders.CONTENT_TYPE, LINKSET)
          .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
          .body(linkset(home + path, links));
    String to = links.get(wanted.isEmpty() ? "gs1:defaultLink" : wanted);
    if (to == null) throw new Refusal(WebRefusal.UNKNOWN_CODE);
    return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
        .header(HttpHeaders.LOCATION, to.substring(home.length()))
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .header(
            HttpHeaders.LINK,
            "<" + home + path + "?linkType=linkset>; rel=\"linkset\"; type=\"" + LINKSET + "\"")
        .build();
  }

  private static boolean asksForLinks(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT))
        .filter(accept -> accept.contains(LINKSET) || accept.equals("application/json"))
        .isPresent();
  }

  private static byte[] linkset(String anchor, Map<String, String> links) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("anchor", anchor);
    links.forEach(
        (type, href) ->
            context.put(
                VOCABULARY + type.substring("gs1:".length()),
                List.of(
                    Map.of(
                        "href",
                        href,
                        "type",
                        type.equals("gs1:epcis")
                            ? MediaType.APPLICATION_JSON_VALUE
                            : MediaType.TEXT_HTML_VALUE))));
    return Json.write(Map.of("linkset", List.of(context))).getBytes(StandardCharsets.UTF_8);
  }

  @GetMapping(path = "/.well-known/gs1resolver", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> description(HttpServletRequest request) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("name", "Yutang");
    told.put("resolverRoot", home(request));
    told.put("supportedPrimaryKeys", List.of("00", "01"));
    told.put("supportedContextValuesEnumerated", List.of("zh", "en"));
    return ResponseEntity.ok(Json.write(told).getBytes(StandardCharsets.UTF_8));
  }

  /// Scheme, name and port as the reader's browser has them.
  static String home(HttpServletRequest request) {
    String url = request.getRequestURL().toString();
    return url.substring(0, url.length() - request.getRequestURI().length());
  }

  /// Labels of a lot, or of the boxes of it that are at a site: an A4 sheet, or one a page.
  @GetMapping("/supply/lots/{id}/labels.pdf")
  ResponseEntity<byte[]> labels(
      Screen s, Actor actor, HttpServletRequest request, @PathVariable String id) {
    Lot lot = lots.get(actor, Asked.id(id));
    String home = home(request);
    List<TraceView.Label> labels = new ArrayList<>();
    Optional<UUID> site = Asked.maybeId(s.query("site"));
    if (site.isPresent())
      for (Stock.Box box : lots.stock(actor, site.get()).boxes())
        if (box.lot().id().equals(lot.id()) && labels.size() < MOST_LABELS)
          labels.add(label(s, lot, "SSCC " + box.sscc(), home + "/00/" + box.sscc()));
    if (site.isEmpty()) {
      int count = Asked.number(s.query("count")).orElse(24);
      for (int i = 0; i < Math.clamp(count, 1, MOST_LABELS); i++)
        labels.add(label(s, lot, lot.code(), home + lot.uri().substring(Gs1Key.HOME.length())));
    }
    TraceView.Labels view = new TraceView.Labels(labels, s.query("form").equals("roll"));
    byte[] file =
        pdf.of(
            String.join(
                " ", "labels", s.lang(), lot.code(), s.here(), home, String.valueOf(labels)),
            () -> templates.text("labels-pdf", s, view));
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_PDF)
        .header(
            HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"labels-" + lot.code() + ".pdf\"")
        .body(file);
  }

  private TraceView.Label label(Screen s, Lot lot, String code, String address) {
    return new TraceView.Label(
        named.product(s, lot.product()),
        lot.bestBefore()
            .map(day -> s.t("web.supply.best-before") + " " + s.day(day))
            .orElse(s.t("web.supply.harvested") + " " + s.day(lot.harvestedFrom())),
        code,
        address);
  }
}
