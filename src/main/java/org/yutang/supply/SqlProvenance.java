package org.yutang.supply;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.farm.Plot;
import org.yutang.farm.Plots;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.store.Photos;
import org.yutang.trace.Gs1Key;
import org.yutang.trace.Gs1Kind;
import org.yutang.trace.Trace;
import org.yutang.trace.Traced;

/// Reads a lot's way from the trace and tells what everybody may know.
@Component
class SqlProvenance implements Provenance {

  private final LotRows lots;
  private final StepRows steps;
  private final RecallRows recalls;
  private final Plots plots;
  private final Photos photos;
  private final Trace trace;
  private final Clock clock;

  SqlProvenance(
      LotRows lots,
      StepRows steps,
      RecallRows recalls,
      Plots plots,
      Photos photos,
      Trace trace,
      Clock clock) {
    this.lots = lots;
    this.steps = steps;
    this.recalls = recalls;
    this.plots = plots;
    this.photos = photos;
    this.trace = trace;
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

  private Story story(Lot lot, Optional<LotRows.BoxRow> box) {
    Traced.Back back = trace.back(Actor.SYSTEM, lot.uri(), clock.instant());
    Set<String> items = new TreeSet<>(List.of(lot.uri()));
    back.origins().forEach(origin -> items.add(origin.item()));
    List<Lot> all = new ArrayList<>(lots.byCodes(codes(items)));
    if (all.stream().noneMatch(each -> each.id().equals(lot.id()))) all.add(lot);
    List<UUID> ids = all.stream().map(Lot::id).toList();
    List<Step.WeighIn> weighed = steps.weighIns(ids);
    List<UUID> seasons = weighed.stream().map(Step.WeighIn::season).distinct().toList();
    List<Plot> from = plots.ofSeasons(seasons);
    Set<String> names = new TreeSet<>();
    from.stream()
        .flatMap(plot -> plot.what().cooperative().stream())
        .distinct()
        .forEach(id -> names.add(plots.getCooperative(id).name()));
    box.ifPresent(each -> items.add(Gs1Key.HOME + "/00/" + each.sscc()));
    return new Story(
        lot,
        box.map(LotRows.BoxRow::sscc),
        box.map(each -> new Mass(each.grams())),
        from.stream().limit(MAX_PLOTS).toList(),
        from.size(),
        List.copyOf(names),
        route(ids),
        steps.tests(ids),
        seasons.size() == 1
            ? weighed.stream().flatMap(each -> each.photos().stream()).distinct().toList()
            : List.of(),
        recalls.blocked(items));
  }

  private static List<String> codes(Collection<String> items) {
    return items.stream()
        .filter(item -> item.contains("/10/"))
        .map(item -> item.substring(item.lastIndexOf('/') + 1))
        .toList();
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
