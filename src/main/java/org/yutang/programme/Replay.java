package org.yutang.programme;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;

/// What a definition would have decided of cases and claims that were decided under others.
///
/// Tried again are rules, questions, window, once, waiting period, interval, benefit and ceilings.
/// What people decided stays: rejections, lines and sums that reviewers lowered, scores and ranks.
///
/// @param decided how many cases and claims were looked at
/// @param same how many of them come out as they did
/// @param was what they were given
/// @param would what they would have been given
/// @param differences the first [#MAX_LISTED], in the order of the decisions
public record Replay(
    String programme,
    Text title,
    String place,
    long decided,
    long same,
    Money was,
    Money would,
    List<Difference> differences) {

  public static final int MAX_LISTED = 1000;

  public Replay {
    differences = List.copyOf(differences);
  }

  /// One that comes out differently.
  ///
  /// @param kind of a case; empty for an insurer's claim
  /// @param was what it was given; nothing where it was rejected
  /// @param because at least one reason
  public record Difference(
      UUID id,
      Optional<String> kind,
      LocalDate decidedDay,
      Given was,
      Given would,
      List<Reason> because) {
    public Difference {
      because = List.copyOf(because);
    }
  }

  /// @param granted whether at all
  /// @param amount 0 where no money is given
  public record Given(boolean granted, Money amount) {}

  /// @param name of the rule, question or ceiling; empty where the kind of reason says all
  public record Reason(Why why, String name, Text title) {}

  public enum Why {
    /// A rule is not met.
    RULE,
    /// A question that is required now was not asked then.
    QUESTION,
    /// The kind is not known any more, or not in that year.
    KIND,
    /// Filed outside of the window.
    WINDOW,
    /// The person had another one that takes its place.
    ONCE,
    /// Not covered on the day.
    COVER,
    /// Within the waiting period.
    WAITING,
    /// Too near to another one.
    INTERVAL,
    /// The benefit is another.
    BENEFIT,
    /// What a ceiling of the case, the year or the life leaves is another amount.
    CEILING
  }

  /// What the job is told.
  public record Wanted(String definition, String place) {
    public PlaceCode placeCode() {
      return new PlaceCode(place);
    }
  }
}
