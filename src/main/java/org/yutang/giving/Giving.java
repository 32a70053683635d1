package org.yutang.giving;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.yutang.access.Actor;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Text;

/// Projects, merchants' pledges, sales with one donation each, refunds, and who paid what.
///
/// Commands want the permission in the place that they touch and leave an audit row; all refuse
/// with [GivingRefusal] or with access's refusal. Ids of what is opened are the caller's: the same
/// id with the same content is quietly accepted, with other content refused. Calls that move money
/// must not be made inside a transaction. Questions without an actor are public.
public interface Giving {

  /// The most notices of one call.
  int MAX_LINES = 1000;

  /// The most notices of one call of [#tell].
  int MAX_NOTICES = 4000;

  /// Wants `RUN_GIVING` in the project's place.
  Project openProject(Actor actor, Project.New project);

  /// Public. Refuses with [GivingRefusal#UNKNOWN_PROJECT].
  Project.Entry getProject(UUID project);

  /// Public.
  Page<Project.Entry> projects(Project.Query query);

  /// Public.
  PublicFigures publicFigures(UUID project);

  /// Wants `RUN_GIVING` in the merchant's place.
  Merchant addMerchant(Actor actor, UUID id, Text name, PlaceCode place);

  /// Lets an account act for the merchant, or not any more. Wants `RUN_GIVING` in its place. The
  /// account also needs the role MERCHANT there.
  Merchant setAccount(Actor actor, UUID merchant, UUID account, boolean acts);

  /// Refuses with [GivingRefusal#UNKNOWN_MERCHANT], also where the actor may not see it.
  Merchant getMerchant(Actor actor, UUID merchant);

  /// Public: what a merchant is called. Refuses with [GivingRefusal#UNKNOWN_MERCHANT].
  Text merchantName(UUID merchant);

  /// The merchants of places where the actor may `SEE_GIVING`, and those that it acts for; by name.
  Page<Merchant> merchants(Actor actor, Merchant.Query query);

  /// A merchant pledges to a project from a business day on. Any other pledge of the merchant must
  /// have ended by then. Wants `RUN_GIVING` in the merchant's place.
  Pledge pledge(Actor actor, UUID id, UUID merchant, UUID project, Rate rate, LocalDate from);

  /// A new rate (or pause, or end) from a business day on, which must lie behind the first days of
  /// all versions and behind every sale booked under the pledge: what was sold never changes. Wants
  /// `RUN_GIVING` in the merchant's place.
  Pledge changeRate(Actor actor, UUID pledge, Rate rate, LocalDate from);

  /// Public, with all versions.
  Pledge getPledge(UUID pledge);

  /// Public, with all versions.
  Page<Pledge> pledges(Pledge.Query query);

  /// Public: what merchants give on a business day to projects that run then, by merchant, the
  /// newest pledge first.
  Map<UUID, List<Pledge.OnDay>> pledgedOn(Collection<UUID> merchants, LocalDate day);

  /// Books orders and gives one donation each; one answer a line, in order. Lines that are refused
  /// leave the others alone. When it returns, the donations are in the fund. Wants `SEND_SALES` in
  /// the merchant's place, as one of its accounts or with `RUN_GIVING`. Refuses as a whole with
  /// [GivingRefusal#TOO_MANY_LINES] and [GivingRefusal#NO_LINES].
  List<Sale.Result> sell(Actor actor, UUID merchant, List<SaleNotice> notices);

  /// The same, all or none: a line that cannot be booked refuses all with
  /// [GivingRefusal#LINES_REFUSED].
  List<Sale.Result.Booked> sellAll(Actor actor, UUID merchant, List<SaleNotice> notices);

  /// Books a CSV file that was put into the file store, as the job `giving.import` with that id,
  /// whose result is a [SalesImported]. The same id again is harmless.
  UUID importSales(Actor actor, UUID job, UUID merchant, String file);

  /// The file of refused rows (CSV) of an ended import, if there were any. Only for whoever
  /// submitted it.
  Optional<Path> importErrors(Actor actor, UUID job);

  /// Wants `SEE_GIVING` in the merchant's or project's place, or an account of the merchant.
  Page<Sale> sales(Actor actor, Sale.Query query);

  /// Sums of all that [#sales] lists, whatever the page.
  Sale.Totals totals(Actor actor, Sale.Query query);

  /// Refuses with [GivingRefusal#UNKNOWN_SALE], also where the actor may not see it.
  Sale getSale(Actor actor, UUID sale);

  /// By the merchant's order number.
  Optional<Sale> findSale(Actor actor, UUID merchant, String orderNumber);

  /// What shows that a donation is in the public log and which order it belongs to. Refuses with
  /// [GivingRefusal#UNKNOWN_SALE], also while it is not published.
  Sale.Receipt receipt(Actor actor, UUID sale);

  /// Takes back donations, in order; one answer a line. What the fund cannot pay waits. Rights as
  /// [#sell].
  List<Refund.Result> refund(Actor actor, UUID merchant, List<RefundNotice> notices);

  /// The same, all or none, as [#sellAll].
  List<Refund.Result.Booked> refundAll(Actor actor, UUID merchant, List<RefundNotice> notices);

  /// Refuses whoever may not [#tell] for this merchant.
  void requireActing(Actor actor, UUID merchant);

  /// Books orders and refunds as [#sell] and [#refund] do, as if one line after the other: a refund
  /// finds the orders before it and not those behind it. The future completes when the donations
  /// are in the fund, so whoever has more to tell need not wait for it; the rows are committed
  /// before. Refuses more than [#MAX_NOTICES].
  CompletableFuture<List<Notice.Result>> tell(Actor actor, UUID merchant, List<Notice> notices);

  /// Rights as [#sales].
  Page<Refund> refunds(Actor actor, Refund.Query query);

  /// Refuses with [GivingRefusal#UNKNOWN_REFUND].
  Refund getRefund(Actor actor, UUID refund);

  /// As [#receipt], for a refund that is done.
  Sale.Receipt refundReceipt(Actor actor, UUID refund);

  /// Public: what became of a donation. Refuses with [GivingRefusal#UNKNOWN_SALE].
  Trace trace(UUID sale);

  /// Public: how many donations paid these fen of a fund's premiums, `from` up to, but without,
  /// `to`.
  Trace.Payers payers(ProgrammeId programme, long from, long to);

  /// Public: the same for one enrolment's premium; empty while it is not paid.
  Optional<Trace.Payers> payersOf(ProgrammeId programme, UUID enrolment);
}
