package org.yutang.programme;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// What everybody may know of a programme's cases. Counts below [#SMALLEST] are not told where they
/// would say something of few people; who was granted something that is published by name or answer
/// stands in the list of the granted.
///
/// @param calls by kind and year, the newest first
public record CaseFigures(ProgrammeId programme, List<Call> calls) {

  /// Smaller groups are not told.
  public static final long SMALLEST = 10;

  public CaseFigures {
    calls = List.copyOf(calls);
  }

  /// @param filed empty where they are few
  /// @param granted a number of grants; told where the kind publishes its grants, or they are many
  /// @param paid all that the bank has paid; as `granted`
  /// @param daysToDecide from filing to decision in working days; empty where they are few
  /// @param published the granted cases with their published answers, where the kind publishes any
  /// @param sums what logs add up to, by log; as `granted`
  public record Call(
      String kind,
      int policyYear,
      Optional<Long> filed,
      Optional<Long> granted,
      Optional<Money> paid,
      Optional<Waiting> daysToDecide,
      List<Granted> published,
      Map<String, Long> sums) {
    public Call {
      sums = Map.copyOf(sums);
      published = List.copyOf(published);
    }
  }

  /// Working days: half of the cases took at most the median, nine of ten at most `ninety`.
  public record Waiting(long cases, int median, int ninety, int longest) {}

  /// @param answers the published ones, by field
  public record Granted(PlaceCode county, Map<String, Object> answers, Optional<Money> amount) {
    public Granted {
      answers = Map.copyOf(answers);
    }
  }
}
