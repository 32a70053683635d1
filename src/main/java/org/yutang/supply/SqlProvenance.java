package org.yutang.supply;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.store.Photos;
import org.yutang.trace.Gs1Key;
import org.yutang.trace.Gs1Kind;

/// Reads a lot's way from this house's own steps and tells what everybody may know.
@Component
class SqlProvenance implements Provenance {

  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final int MOST_KEPT = 500;

  private final LotRows lots;
  private final StepRows steps;
  private final RecallRows recalls;
  private final CertificateRows certificates;
  private final SqlTemperatures temperatures;
  private final Plots plots;
  private final Photos photos;
  private final Clock clock;

  private final Map<UUID, Known> kept =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Known> eldest) {
          return size() > MOST_KEPT;
        }
      };

  SqlProvenance(
      LotRows lots,
      StepRows steps,
      RecallRows recalls,
      CertificateRows certificates,
      SqlTemperatures temperatures,
      Plots plots,
      Photos photos,
      Clock clock) {
    this.lots = lots;
    this.steps = steps;
    this.recalls = recalls;
    this.certificates = certificates;
    this.temperatures = temperatures;
    this.plots = plots;
    this.photos = photos;
    this.clock = clock;
  }

  @Override
  public Optional<Story> story(Gs1Key code) {
    return switch (code.kind()) {
      case LGTIN ->
          lots.byCode(code.serial())
              .filter(lot -> lot.uri().equals(code.link()))
              .map(lot -> story(lot, Optional.empty()));
      case SSCC ->
          lots.box(code.key())
              .flatMap(box -> lots.find(box.lot()).map(lot -> story(lot, Optional.of(box))));
      default -> Optional.empty();
    };
  }

  /// What changes slowly is kept for a minute, because anybody may ask; what is blocked, never.
  private Story story(Lot lot, Optional<LotRows.BoxRow> box) {
    Known known = known(lot);
    Set<String> items = new TreeSet<>(known.codes());
    box.ifPresent(each -> items.add(Gs1Key.HOME + "/00/" + each.sscc()));
    return new Story(
        lot,
        box.map(LotRows.BoxRow::sscc),
        box.map(each -> new Mass(each.grams())),
        known.plots().stream().limit(MAX_PLOTS).toList(),
        known.plots().size(),
        known.cooperatives(),
        known.route(),
        known.tests(),
        certificates.ofLot(lot.id()),
        known.temperatures(),
        known.photos(),
        recalls.blocked(items));
  }

  private record Known(
      Instant at,
      List<String> codes,
      List<Plot> plots,
      List<String> cooperatives,
      List<Stop> route,
      List<Step.Test> tests,
      List<Temperatures.Kept> temperatures,
      List<String> photos) {}

  private Known known(Lot lot) {
    Instant now = clock.instant();
    synchronized (kept) {
      Known there = kept.get(lot.id());
      if (there != null && there.at().plus(KEPT).isAfter(now)) return there;
    }
    Known fresh = read(lot, now);
    synchronized (kept) {
      kept.put(lot.id(), fresh);
    }
    return fresh;
  }

  private Known read(Lot lot, Instant now) {
    List<UUID> ids = lots.ancestors(lot.id());
    List<String> codes = lots.these(ids).values().stream().map(Lot::uri).toList();
    List<Step.WeighIn> weighed = steps.weighIns(ids);
    List<UUID> seasons = weighed.stream().map(Step.WeighIn::season).distinct().toList();
    List<Plot> from = plots.ofSeasons(seasons);
    Set<String> names = new TreeSet<>();
    from.stream()
        .flatMap(plot -> plot.what().cooperative().stream())
        .distinct()
        .forEach(id -> names.add(plots.getCooperative(id).name()));
    return new Known(
        now,
        codes,
        from,
        List.copyOf(names),
        route(ids),
        steps.tests(ids),
        temperatures.told(lot, ids),
        seasons.size() == 1
            ? weighed.stream().flatMap(each -> each.photos().stream()).distinct().toList()
            : List.of());
  }

  /// In the order in which each kind of step began.
  private List<Stop> route(List<UUID> ids) {
    return steps.summary(ids).stream()
        .flatMap(
            row ->
                lots.site(row.site()).stream()
                    .map(
                        site ->
                            new Stop(
                                row.kind(),
                                site,
                                BusinessDay.of(row.from()),
                                BusinessDay.of(row.to()),
                                row.times())))
        .toList();
  }

  @Override
  public boolean knows(Gs1Key code) {
    return switch (code.kind()) {
      case LGTIN ->
          lots.byCode(code.serial()).filter(lot -> lot.uri().equals(code.link())).isPresent();
      case SSCC -> lots.box(code.key()).isPresent();
      default -> false;
    };
  }

  @Override
  public Scans scan(Gs1Key code) {
    boolean ours = Set.of(Gs1Kind.LGTIN, Gs1Kind.SSCC, Gs1Kind.SGTIN).contains(code.kind());
    Instant now = clock.instant();
    return ours ? recalls.scan(code.link(), now) : new Scans(0, now);
  }

  @Override
  public Optional<byte[]> photo(Gs1Key code, String photo) {
    return story(code)
        .filter(story -> story.photos().contains(photo))
        .map(story -> photos.get(photo));
  }
}
