package org.yutang.farm;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Mass;

/// Feeds contracts from goods that were sorted: each lot counts once, by weight for the plots that
/// it came from. For the room that knows the lots; it asks for no permission. Thread-safe.
public interface GradedGoods {

  /// Says how lots count now; the deliveries of signed contracts follow, until they are settled.
  /// The same again changes nothing, other numbers correct what was said before. Once in the
  /// caller's transaction, which must keep others from saying something about the same lots; from
  /// its end on, people's entries are limited by what was said.
  ///
  /// @param by who sorted them
  void take(Actor by, Collection<Lot> lots);

  /// Numbers of sorted lots of a contract's plots of which something counts under no contract, for
  /// whoever tells them again once it is signed.
  Set<String> waiting(UUID contract);

  /// @param code its number
  /// @param grade of its standard, or a name that no contract buys
  /// @param mass without what was sorted anew; nothing where it counts as the lots it was made of
  /// @param shares of it by season plan, together not more than the mass
  /// @param sources numbers of the lots that it was made of
  record Lot(String code, String grade, Mass mass, List<Share> shares, Set<String> sources) {
    public Lot {
      shares = List.copyOf(shares);
      sources = Set.copyOf(sources);
    }
  }

  /// @param day on which it was brought
  record Share(UUID season, Mass mass, LocalDate day) {}

  /// What became of a share.
  enum Fate {
    COUNTED,
    /// No signed contract has the plot.
    NO_CONTRACT,
    /// More than one would take it; people decide.
    SEVERAL,
    /// The contract does not buy the grade.
    GRADE,
    /// It was not brought within the window and its days of grace.
    WINDOW,
    /// The contract is not signed yet, or is settled.
    NOT_NOW,
    /// Somebody wrote a lot that it was made of down by hand.
    BY_HAND
  }

  /// A lot of a contract's plots that does not count for it.
  record Uncounted(String lot, String grade, Mass mass, LocalDate day, Fate why) {}
}
