package org.yutang.farm;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Area;
import org.yutang.kernel.Page;

/// Contracts between buyers and growers: drafted, offered, accepted by the grower, signed by the
/// buyer, delivered under, settled. Looking wants `SEE_FARM`; drafting, offering, accepting for the
/// grower and delivering `RECORD_FARM`; signing and settling, by which the buyer's money moves,
/// `SIGN_CONTRACT`; each in the contract's place. Thread-safe.
///
/// Every step names the version that was seen and refuses with [FarmRefusal#CONTRACT_CHANGED] when
/// it is another; the same step of the same person again is quietly accepted. A step that the state
/// does not allow refuses with [FarmRefusal#NOT_NOW]. Money moves after the step is committed, each
/// amount once, and waits where the buyer lacks it.
public interface Contracts {

  /// The most plots of a contract.
  int MAX_PLOTS = 500;

  /// Saves a draft, a new one with version 0. Refuses with [FarmRefusal#BELOW_PROTECTED_PRICE] and
  /// the codes that name what is wrong with it.
  Contract save(Actor actor, UUID id, int version, Contract.Terms terms);

  Contract offer(Actor actor, UUID id, int version);

  /// The grower agrees, through whoever writes it down for them.
  Contract accept(Actor actor, UUID id, int version, Contract.Word word);

  /// The buyer signs: it binds both, and the advance is paid. Refuses with
  /// [FarmRefusal#SAME_PERSON] whoever accepted it for the grower, with
  /// [FarmRefusal#BUYER_LACKS_MONEY] where the advance is not there, and with
  /// [FarmRefusal#PLOT_PROMISED] where a plot's whole harvest is sold to somebody else or is to be
  /// bought here while it is promised elsewhere.
  Contract sign(Actor actor, UUID id, int version);

  /// Before it is signed.
  Contract cancel(Actor actor, UUID id, int version, String reason);

  /// Writes down what the grower brought; for whoever grades lots. Once by its id. Refuses with
  /// [FarmRefusal#NOT_NOW], [FarmRefusal#UNKNOWN_GRADE], [FarmRefusal#OUTSIDE_WINDOW],
  /// [FarmRefusal#BAD_FIELD] and [FarmRefusal#ID_REUSED], and what counts already because it was
  /// sorted here with [FarmRefusal#LOT_COUNTED] and [FarmRefusal#GRADED_OTHERWISE].
  Delivery.Taken deliver(Actor actor, Delivery delivery);

  /// What it comes to today, of what was brought until now. Refuses with
  /// [FarmRefusal#NO_MARKET_PRICE].
  Settlement preview(Actor actor, UUID id, boolean excused);

  /// Settles it and pays grower and chain. Refuses with [FarmRefusal#WINDOW_OPEN] while more may
  /// come, and as [#preview].
  ///
  /// @param excused whether what is missing is nobody's fault (force majeure)
  Contract settle(Actor actor, UUID id, int version, boolean excused);

  /// Refuses with [FarmRefusal#UNKNOWN_CONTRACT], also where the actor may not see it.
  Contract get(Actor actor, UUID id);

  /// Those of the actor's places, the last changed first.
  Page<Contract> list(Actor actor, Contract.Query query);

  /// By day.
  List<Delivery.Taken> deliveries(Actor actor, UUID id);

  /// Sorted lots of its plots that do not count for it, the newest first, at most 200.
  List<GradedGoods.Uncounted> uncounted(Actor actor, UUID id);

  /// The first step first.
  List<Contract.Step> steps(Actor actor, UUID id);

  /// Of all its plots together, as their outlines have it.
  Area area(Contract contract);

  /// The dated rate for showing a settlement in dollars; empty where none is known.
  Optional<Quotes.ExchangeRate> rate(Settlement settlement);
}
