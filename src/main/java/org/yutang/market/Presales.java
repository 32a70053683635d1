package org.yutang.market;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Mass;
import org.yutang.kernel.PlaceCode;

/// Harvests that are sold before they are picked. Writing wants `RUN_SHOP` as one of the shop's
/// accounts; looking is for `SEE_SHOP` in its place as well. Refuses with [MarketRefusal].
/// Thread-safe; nothing of it may be called in a transaction.
public interface Presales {

  /// What the plots of a place aim at in a season, times the share of each grade, as a proposal for
  /// a forecast: a person looks at it and types what holds. Wants `SEE_FARM` there.
  ///
  /// @param shares per mille of the harvest by grade
  Map<String, Mass> propose(
      Actor actor, PlaceCode place, String standard, int season, Map<String, Integer> shares);

  /// Opens it: puts as many pieces up for sale as the forecast bears without its safety share, at
  /// the prices said, and their products on sale. All articles weigh the same, were never stocked,
  /// and are of the grade that they stand for.
  Presale open(Actor actor, Presale.New presale);

  List<Presale> ofShop(Actor actor, UUID shop);

  Presale.Standing standing(Actor actor, UUID presale);

  /// Sells nothing more of it. For ever.
  Presale close(Actor actor, UUID presale);

  /// Says what came of a grade that is not sold in boxes; the last word counts.
  ///
  /// @param evidence where the figure is from, such as the number of a weigh-in slip
  Presale harvest(Actor actor, UUID presale, String grade, Mass came, String evidence);

  /// Adds boxes of a warehouse that came of a grade. Wants `RECORD_SUPPLY` at the site.
  ///
  /// @param id the same again changes nothing
  Presale harvestBoxes(
      Actor actor, UUID id, UUID presale, String grade, UUID site, List<String> sscc);

  /// Who would get what now. Refuses with [MarketRefusal#PRESALE_STATE] while it is open, the
  /// harvest of a grade is not told, or payments are under way.
  PresalePlan plan(Actor actor, UUID presale);

  /// Carries the plan out that was looked at: tells the orders, gives money back. Once; the same
  /// again is quietly accepted. Another plan by now is refused with
  /// [MarketRefusal#PRESALE_PLAN_CHANGED].
  Presale confirm(Actor actor, UUID presale, String digest);

  /// The plan's shares as they were confirmed.
  List<Presale.Ordered> confirmed(Actor actor, UUID presale);

  /// The pre-sale that an article is of; everybody may look.
  Optional<Presale> ofArticle(UUID article);

  /// The rules and fate of an order, where it is of a pre-sale. For whoever may see the order.
  Optional<Presale.Ordered> ofOrder(UUID order);

  /// The last day on which a forecast may be for.
  static LocalDate lastDay(LocalDate today) {
    return today.plusDays(400);
  }
}
