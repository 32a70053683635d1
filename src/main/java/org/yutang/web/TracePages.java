package org.yutang.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;
import org.yutang.farm.Plot;
import org.yutang.farm.Standard;
import org.yutang.farm.Standards;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.proof.Proof;
import org.yutang.proof.ReceiptDocument;
import org.yutang.register.Place;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;
import org.yutang.supply.Animals;
import org.yutang.supply.Provenance;
import org.yutang.trace.Gs1Key;

/// The page behind the code on a label: anybody may open it.
@Controller
class TracePages {

  static final String BASE = "/trace";

  private final Provenance provenance;
  private final Animals animals;
  private final CodeDoor door;
  private final Standards standards;
  private final Register register;
  private final Proof proof;
  private final Clock clock;
  private final SupplyView.Named named;

  TracePages(
      Provenance provenance,
      Animals animals,
      CodeDoor door,
      Standards standards,
      Register register,
      Proof proof,
      Clock clock) {
    this.provenance = provenance;
    this.animals = animals;
    this.door = door;
    this.standards = standards;
    this.register = register;
    this.proof = proof;
    this.clock = clock;
    this.named = new SupplyView.Named(standards);
  }

  @GetMapping({BASE + "/01/**", BASE + "/00/**"})
  View one(Screen s, HttpServletRequest request) {
    door.open(s, request);
    Gs1Key code = key(request);
    List<Animals.Told> rings = animals.told(code);
    if (!rings.isEmpty()) return rings(s, code, rings);
    Provenance.Story story = story(code);
    Map<String, Place> places = new HashMap<>();
    for (Plot plot : story.plots()) find(plot.what().village(), places);
    Set<String> towns = new LinkedHashSet<>();
    for (Plot plot : story.plots()) towns.add(town(s, plot.what().village()));
    Map<String, String> sites = new HashMap<>();
    for (Provenance.Stop stop : story.route())
      find(stop.site().what().place(), places)
          .ifPresent(place -> sites.put(place.code().text(), s.placeName(place)));
    Optional<Standard> standard = standards.find(story.lot().product().standard());
    return s.page(
        "trace",
        new TraceView.One(
            story,
            provenance.scan(code),
            code.link().substring(Gs1Key.HOME.length()),
            named,
            standard,
            story.plots().isEmpty() ? Optional.empty() : Optional.of(PlotMap.of(story.plots())),
            standard
                .map(each -> each.inSeason(story.lot().product().season()))
                .flatMap(
                    version ->
                        version.price(
                            version.seasonOf(story.lot().harvestedFrom()),
                            story.lot().product().grade())),
            proof
                .find(story.leaf())
                .map(
                    receipt ->
                        new TraceView.Leaf(
                            receipt.index(),
                            BASE + code.link().substring(Gs1Key.HOME.length()) + "?proof=file")),
            proof.verifierKey(),
            List.copyOf(towns),
            sites,
            CertificateView.tests(standards, story.lot()),
            BusinessDay.of(clock.instant())));
  }

  private View rings(Screen s, Gs1Key code, List<Animals.Told> rings) {
    Map<String, String> towns = new HashMap<>();
    for (Animals.Told each : rings)
      towns.computeIfAbsent(each.animal().village().text(), _ -> town(s, each.animal().village()));
    return s.page(
        "trace-animal",
        new AnimalView.Open(
            rings,
            code.serial().isEmpty() ? code.key() : code.serial(),
            code.link().substring(Gs1Key.HOME.length()),
            named,
            towns,
            provenance.scan(code)));
  }

  /// The key that the address names. Refuses with the trace's refusals what is none.
  private static Gs1Key key(HttpServletRequest request) {
    return Gs1Key.parse(Gs1Key.HOME + request.getRequestURI().substring(BASE.length()));
  }

  private Provenance.Story story(Gs1Key code) {
    return provenance.story(code).orElseThrow(() -> new Refusal(WebRefusal.UNKNOWN_CODE));
  }

  private Optional<Place> find(PlaceCode code, Map<String, Place> known) {
    Place there = known.get(code.text());
    if (there != null) return Optional.of(there);
    Optional<Place> found = register.findPlace(code);
    found.ifPresent(place -> known.put(code.text(), place));
    return found;
  }

  /// County and town, not the village: that could name a household.
  private String town(Screen s, PlaceCode village) {
    StringBuilder name = new StringBuilder();
    for (Place above : register.ancestors(village))
      if (above.level() == PlaceLevel.COUNTY || above.level() == PlaceLevel.TOWN)
        name.append(name.isEmpty() ? "" : s.t("web.dot")).append(s.placeName(above));
    register
        .findPlace(village)
        .filter(place -> place.level() == PlaceLevel.TOWN)
        .ifPresent(
            place -> name.append(name.isEmpty() ? "" : s.t("web.dot")).append(s.placeName(place)));
    return name.toString();
  }

  /// The entry of the public log about the lot, as a file that anybody can check.
  @GetMapping(
      path = {BASE + "/01/**", BASE + "/00/**"},
      params = "proof=file")
  ResponseEntity<byte[]> receipt(Screen s, HttpServletRequest request) {
    door.open(s, request);
    Proof.Receipt receipt =
        proof
            .find(story(key(request)).leaf())
            .orElseThrow(() -> new Refusal(WebRefusal.UNKNOWN_CODE));
    return LogPages.file(ReceiptDocument.of(receipt, proof.verifierKey()), receipt.index());
  }

  @GetMapping(
      path = {BASE + "/01/**", BASE + "/00/**"},
      params = "photo")
  ResponseEntity<byte[]> photo(HttpServletRequest request, @RequestParam String photo) {
    door.photo(request);
    return ResponseEntity.ok()
        .contentType(MediaType.IMAGE_JPEG)
        .cacheControl(CacheControl.noStore())
        .body(
            animals
                .photo(key(request), photo)
                .or(() -> provenance.photo(key(request), photo))
                .orElseThrow(() -> new Refusal(WebRefusal.UNKNOWN_CODE)));
  }
}
