package org.yutang.giving;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.yutang.access.Actor;
import org.yutang.kernel.Page;
import org.yutang.payment.Via;

/// Gifts of donors, without a login: whoever gives gets a link that cannot be guessed, shown once,
/// and the link opens everything that the donor may see and do. What is lost cannot be shown again;
/// only its digest is kept.
///
/// A gift is written down with its payment. When the money is in the programme's fund, the gift
/// takes the next fen of the fund's line as donations of orders do, gets the next receipt number of
/// the year, and leaves a leaf in the public log: project, amount, day and a salted digest of the
/// receipt's number. What goes back of its payment takes the last fen of the gift out of the line.
public interface Gifts {

  /// Through whom one can give here, the usual one first; may be nobody.
  List<Via> offered();

  /// Writes a gift down. The same again gives the same. Refuses with
  /// [GivingRefusal#UNKNOWN_PROJECT], [GivingRefusal#UNKNOWN_LINK],
  /// [GivingRefusal#OUTSIDE_PROJECT], [GivingRefusal#BAD_GIFT], [GivingRefusal#NOBODY_TO_PAY] and
  /// [GivingRefusal#ID_REUSED].
  Given give(Gift.New gift);

  /// The same every month from today on, on the day of the month, 1 to 28; today's month is given
  /// at once.
  Given giveMonthly(Gift.New gift, int day);

  /// @param link opens the donor's page; shown once
  record Given(String link, UUID gift) {}

  /// Refuses with [GivingRefusal#UNKNOWN_LINK].
  Donor donor(String link);

  /// Refuses with [GivingRefusal#UNKNOWN_LINK], also for another donor's gift.
  Gift get(String link, UUID gift);

  /// Where the donor pays: an address elsewhere or a path on this server. Refuses as [#get] and as
  /// [org.yutang.payment.Incoming#address].
  String payAt(String link, UUID gift, boolean phone, String back);

  /// Pauses, goes on with, or ends a plan; what has ended stays ended. Refuses with
  /// [GivingRefusal#UNKNOWN_LINK] and [GivingRefusal#PLAN_ENDED].
  GiftPlan setPlan(String link, UUID plan, GiftPlan.State state);

  /// What shows that a gift is in the public log and which receipt it belongs to. Refuses with
  /// [GivingRefusal#UNKNOWN_LINK] while it is not paid.
  Sale.Receipt receipt(String link, UUID gift);

  /// Public: the messages that somebody has read and let through, the newest first.
  Page<Gift.Told> messages(UUID project, Page.Wanted page);

  /// The messages that came with these gifts, named as they are in public: of those somebody has
  /// let through, the newest first, at most [#MOST_MESSAGES]. For the page of the person whose
  /// cover they raise.
  List<Gift.Told> messagesOf(Collection<UUID> publicIds);

  /// The most messages of [#messagesOf].
  int MOST_MESSAGES = 50;

  /// Wants `SEE_GIVING` in the project's place.
  Page<Gift> list(Actor actor, Gift.Query query);

  /// Messages of paid gifts that wait to be read, the oldest first, where the actor may
  /// `RUN_GIVING`.
  Page<Gift> waitingMessages(Actor actor, Page.Wanted page);

  /// Lets a message through or keeps it back. Wants `RUN_GIVING` in the project's place. Refuses
  /// with [GivingRefusal#UNKNOWN_GIFT] and [GivingRefusal#MESSAGE_DECIDED].
  Gift moderate(Actor actor, UUID gift, boolean publish);
}
