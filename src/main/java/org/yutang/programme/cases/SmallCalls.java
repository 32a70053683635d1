package org.yutang.programme.cases;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.yutang.programme.CaseFigures;

/// What is not told of single calls, because the programme's totals would give away the calls that
/// are too small to be told. Pure.
final class SmallCalls {

  private SmallCalls() {}

  /// A call with what is told of it, and how many cases stand behind that.
  record Counted(CaseFigures.Call call, long filed, long granted, long paid) {}

  /// Leaves the smallest told figures out too, as long as those that are not told are few together.
  static List<CaseFigures.Call> hide(List<Counted> calls) {
    Set<Counted> filed = hidden(calls, Counted::filed, call -> call.filed().isPresent());
    Set<Counted> granted = hidden(calls, Counted::granted, call -> call.granted().isPresent());
    Set<Counted> paid = hidden(calls, Counted::paid, call -> call.paid().isPresent());
    List<CaseFigures.Call> told = new ArrayList<>();
    for (Counted each : calls) {
      CaseFigures.Call call = each.call();
      boolean tellGranted = !granted.contains(each);
      told.add(
          new CaseFigures.Call(
              call.kind(),
              call.policyYear(),
              filed.contains(each) ? Optional.empty() : call.filed(),
              tellGranted ? call.granted() : Optional.empty(),
              paid.contains(each) ? Optional.empty() : call.paid(),
              call.daysToDecide().filter(waiting -> !filed.contains(each)),
              call.published(),
              tellGranted ? call.sums() : Map.of()));
    }
    return told;
  }

  /// Those with published grants are hidden last: whoever counts the list knows them anyway.
  private static Set<Counted> hidden(
      List<Counted> calls, ToLongFunction<Counted> count, Predicate<CaseFigures.Call> isTold) {
    Set<Counted> hidden = new HashSet<>();
    long few = 0;
    List<Counted> told = new ArrayList<>();
    for (Counted each : calls) {
      if (isTold.test(each.call())) told.add(each);
      else {
        hidden.add(each);
        few += count.applyAsLong(each);
      }
    }
    told.sort(
        Comparator.<Counted, Boolean>comparing(each -> !each.call().published().isEmpty())
            .thenComparingLong(count)
            .thenComparing(each -> each.call().kind())
            .thenComparingInt(each -> each.call().policyYear()));
    for (Counted next : told) {
      if (few == 0 || few >= CaseFigures.SMALLEST) break;
      hidden.add(next);
      few += count.applyAsLong(next);
    }
    return hidden;
  }
}
