package org.yutang.programme.cases;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.programme.CaseCall;
import org.yutang.programme.CaseKind;

/// Ranks the cases of a panel and seats them. Pure: the same sheets give the same order, whoever
/// computes it.
final class Placing {

  private static final int DECIMALS = 4;
  private static final String OPEN = "";

  private final CaseCall call;
  private final CaseKind.Panel panel;
  private final Optional<CaseKind.Seats> seats;
  private final Map<String, Integer> free = new HashMap<>();
  private final Map<String, Integer> byCounty = new HashMap<>();

  /// One case with the judges' sheets that were filled in.
  ///
  /// @param totals one a judge
  /// @param first the first criterion's marks, one a judge
  /// @param filed the place in the order of filing
  /// @param entitled the reserved seats that it may take
  record Entry(
      UUID id,
      String county,
      List<Integer> totals,
      List<Integer> first,
      long filed,
      Optional<String> entitled) {
    Entry {
      totals = List.copyOf(totals);
      first = List.copyOf(first);
    }

    BigDecimal mean() {
      return average(totals);
    }

    BigDecimal median() {
      if (totals.isEmpty()) return BigDecimal.ZERO;
      List<Integer> sorted = totals.stream().sorted().toList();
      int low = sorted.get((sorted.size() - 1) / 2);
      int high = sorted.get(sorted.size() / 2);
      return BigDecimal.valueOf(low + high).divide(BigDecimal.TWO, DECIMALS, RoundingMode.HALF_UP);
    }

    private static BigDecimal average(List<Integer> marks) {
      if (marks.isEmpty()) return BigDecimal.ZERO;
      return BigDecimal.valueOf(marks.stream().mapToLong(Integer::longValue).sum())
          .divide(BigDecimal.valueOf(marks.size()), DECIMALS, RoundingMode.HALF_UP);
    }
  }

  /// @param seats only at the last stage, where who is kept takes one
  Placing(CaseCall call, CaseKind.Panel panel, Optional<CaseKind.Seats> seats) {
    this.call = call;
    this.panel = panel;
    this.seats = seats;
    seats.ifPresent(
        all -> {
          int reserved = 0;
          for (CaseKind.Reserved each : all.reserved()) {
            free.put(each.name(), each.seats());
            reserved += each.seats();
          }
          free.put(OPEN, all.total() - reserved);
        });
  }

  /// Somebody who has a seat of the call already.
  void seated(Optional<String> reserved, String county) {
    free.merge(reserved.orElse(OPEN), -1, Integer::sum);
    byCounty.merge(county, 1, Integer::sum);
  }

  /// The best first; those without a quorum last, without a rank.
  List<CaseCall.Ranked> rank(List<Entry> entries) {
    List<Entry> full =
        entries.stream()
            .filter(each -> each.totals().size() >= panel.quorum())
            .sorted(order())
            .toList();
    List<CaseCall.Ranked> ranked = new ArrayList<>();
    for (Entry entry : full) {
      Optional<String> seat = Optional.empty();
      boolean in = panel.keep().filter(most -> ranked.size() >= most).isEmpty();
      if (in && seats.isPresent()) {
        seat = seat(entry);
        in = seat.isPresent();
      }
      ranked.add(
          new CaseCall.Ranked(
              entry.id(),
              Optional.of(ranked.size() + 1),
              entry.totals().size(),
              entry.mean(),
              entry.median(),
              in,
              seat.filter(name -> !name.equals(OPEN))));
    }
    entries.stream()
        .filter(each -> each.totals().size() < panel.quorum())
        .map(
            each ->
                new CaseCall.Ranked(
                    each.id(),
                    Optional.empty(),
                    each.totals().size(),
                    each.mean(),
                    each.median(),
                    false,
                    Optional.empty()))
        .forEach(ranked::add);
    return ranked;
  }

  /// A reserved seat first, where one is free for it, then an open one; none where its county has
  /// as many as it may.
  private Optional<String> seat(Entry entry) {
    int most = seats.flatMap(CaseKind.Seats::perCounty).orElse(Integer.MAX_VALUE);
    if (byCounty.getOrDefault(entry.county(), 0) >= most) return Optional.empty();
    for (String pool : entry.entitled().map(own -> List.of(own, OPEN)).orElse(List.of(OPEN)))
      if (free.getOrDefault(pool, 0) > 0) {
        free.merge(pool, -1, Integer::sum);
        byCounty.merge(entry.county(), 1, Integer::sum);
        return Optional.of(pool);
      }
    return Optional.empty();
  }

  private Comparator<Entry> order() {
    Comparator<Entry> byMean = Comparator.comparing(Entry::mean, Comparator.reverseOrder());
    Comparator<Entry> ties =
        switch (panel.ties()) {
          case FILED -> Comparator.comparingLong(Entry::filed);
          case MEDIAN -> Comparator.comparing(Entry::median, Comparator.reverseOrder());
          case FIRST_CRITERION ->
              Comparator.comparing(
                  (Entry each) -> Entry.average(each.first()), Comparator.reverseOrder());
        };
    return byMean.thenComparing(ties).thenComparing(each -> draw(each.id()));
  }

  private String draw(UUID id) {
    try {
      String text = call.programme().text() + "/" + call.policyYear() + "/" + id;
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
