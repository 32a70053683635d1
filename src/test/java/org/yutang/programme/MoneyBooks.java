package org.yutang.programme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.yutang.giving.Giving;
import org.yutang.giving.Project;
import org.yutang.giving.PublicFigures;
import org.yutang.giving.Trace;
import org.yutang.kernel.Money;
import org.yutang.ledger.BooksCheck;
import org.yutang.ledger.Ledger;
import org.yutang.payment.Payouts;

/// What must hold of a whole house when everything has come to rest: each sum is taken twice, from
/// vouchers (rows) and from the ledger, the log or what is published.
record MoneyBooks(BeanFactory beans, JdbcClient sql) {

  private static final String DONE_REFUNDS = "from giving.refund where state = 'DONE'";
  private static final String PREMIUMS =
      "from programme.enrolment e join programme.chunk c on c.shard_key = e.shard_key and c.id = e.chunk where c.settled_at is not null";
  private static final String PAYMENTS = "from programme.case_payment where state = 'PAID'";

  void check() {
    BooksCheck.check(sql);
    nothingIsOpen();
    theFund();
    theInsurer();
    nobodyIsPaidTwice();
    whatIsPublished();
    traces();
    leaves();
  }

  private void nothingIsOpen() {
    none("ledger.reservation");
    none("giving.chunk where settled_at is null");
    none("programme.chunk where settled_at is null");
    none("giving.refund where state <> 'DONE'");
    none("payment.payout where state in ('HELD', 'READY', 'SENT')");
    none("payment.payout where state in ('PAID', 'FAILED') and booked_at is null");
    none("programme.case_payment where state in ('PLANNED', 'PAYING')");
    none("programme.case_file where state = 'APPROVED' or waiting_for is not null");
  }

  /// Donations less refunds, and grants, are premiums and what is left.
  private void theFund() {
    long donations = one("select coalesce(sum(donation), 0)::bigint from giving.sale");
    long refunds = one("select coalesce(sum(returned), 0)::bigint " + DONE_REFUNDS);
    long grants = one("select coalesce(sum(amount), 0)::bigint from programme.fund_grant");
    long premiums = one("select coalesce(sum(premium), 0)::bigint " + PREMIUMS);
    Fund fund = programmes().fund(MoneyWalk.OFFICER, MoneyWalk.INSURANCE);
    assertThat(fund.held()).isEqualTo(Money.fen(0));
    assertThat(donations - refunds + grants)
        .as("the fund: in = premiums + balance")
        .isEqualTo(premiums + fund.balance().minor());
    assertThat(fund.paid().minor()).isEqualTo(premiums);
    assertThat(moved("memo = 'donation'")).isEqualTo(donations);
    assertThat(moved("memo = 'refund'")).isEqualTo(refunds);
    assertThat(moved("memo = 'grant'")).isEqualTo(grants);
    none(
        "giving.sale s where not exists (select 1 from ledger.transfer t where t.id = s.transfer and t.amount = s.donation)");
  }

  /// Premiums are what was paid out, what is on its way, and what is left.
  private void theInsurer() {
    long premiums = one("select coalesce(sum(premium), 0)::bigint " + PREMIUMS);
    long paid =
        one("select coalesce(sum(amount), 0)::bigint from payment.payout where state = 'PAID'");
    Programme programme = programmes().get(MoneyWalk.INSURANCE);
    UUID promised = programme.promisedByPayee();
    assertThat(
            balance(programme.payee())
                + balance(promised)
                + balance(Payouts.inTransit(promised))
                + balance(Payouts.outside(promised)))
        .as("the insurer: in = left + promised + in transit + paid")
        .isEqualTo(premiums);
    assertThat(balance(promised))
        .as("what a bank could not pay stays promised")
        .isEqualTo(
            one("select coalesce(sum(promised - paid), 0)::bigint from programme.case_file"));
    assertThat(balance(Payouts.inTransit(promised))).isZero();
    assertThat(balance(Payouts.outside(promised)))
        .as("paid out")
        .isEqualTo(paid)
        .isEqualTo(one("select coalesce(sum(amount), 0)::bigint " + PAYMENTS))
        .isEqualTo(one("select coalesce(sum(paid), 0)::bigint from programme.case_file"));
  }

  private void nobodyIsPaidTwice() {
    none("programme.case_file where paid > promised or promised > coalesce(benefit, 0)");
    none(
        "programme.case_file where state = 'COMPLETED' and (paid <> benefit or promised <> benefit)");
    none(
        """
        (select c.id from programme.case_file c left join programme.case_payment p on p.case_file = c.id and p.state = 'PAID'
         group by c.id, c.paid having coalesce(sum(p.amount), 0) <> c.paid) differing""");
    // a payment more takes a decision more: the first one, and one after an appeal
    none(
        """
        (select c.id from programme.case_file c join programme.case_payment p on p.case_file = c.id and p.state = 'PAID'
         group by c.id, c.appealed_day having count(*) > case when c.appealed_day is null then 1 else 2 end) twice""");
    none(
        """
        programme.case_payment p join payment.payout o on o.id = p.payout
        where p.amount <> o.amount or p.state <> o.state""");
    none(
        """
        payment.payout o where o.purpose = 'case' and o.state = 'PAID'
        and not exists (select 1 from programme.case_payment p where p.payout = o.id)""");
    assertThat(
            one(
                "select count(*) from payment.payout o join ledger.transfer t on t.id = o.booking and t.amount = o.amount"))
        .as("answers booked once")
        .isEqualTo(one("select count(*) from payment.payout where state in ('PAID', 'FAILED')"))
        .isEqualTo(one("select count(distinct booking) from payment.payout"));
    none(
        "(select person from programme.enrolment group by person, policy_year having count(*) > 1) twice");
    none(
        "(select mark from programme.case_file where mark is not null group by mark having count(*) > 1) twice");
  }

  private void whatIsPublished() {
    PublicFigures figures = giving().publicFigures(MoneyWalk.PROJECT);
    Project.Figures sums = figures.figures();
    long donations = one("select count(*) from giving.sale");
    Money given = fen("select sum(donation) from giving.sale");
    long refunds = one("select count(*) " + DONE_REFUNDS);
    Money returned = fen("select sum(returned) " + DONE_REFUNDS);
    Money granted = fen("select sum(amount) from programme.fund_grant");
    assertThat(List.of(sums.donations(), sums.given(), sums.refunds(), sums.returned()))
        .isEqualTo(List.of(donations, given, refunds, returned));
    assertThat(sums.granted()).isEqualTo(granted);
    assertThat(sums.donated()).isEqualTo(given.minus(returned));
    for (List<PublicFigures.Raised> groups :
        List.of(figures.byMonth(), figures.byMerchantCounty(), figures.byOrigin())) {
      assertThat(groups.stream().mapToLong(PublicFigures.Raised::donations).sum())
          .isEqualTo(donations);
      assertThat(groups.stream().mapToLong(PublicFigures.Raised::refunds).sum()).isEqualTo(refunds);
      assertThat(sum(groups.stream().map(PublicFigures.Raised::given).toList())).isEqualTo(given);
      assertThat(sum(groups.stream().map(PublicFigures.Raised::returned).toList()))
          .isEqualTo(returned);
    }
    Money premiums = fen("select sum(premium) " + PREMIUMS);
    long covered = one("select count(*) " + PREMIUMS);
    assertThat(figures.spent()).isEqualTo(premiums);
    for (List<PublicFigures.Paid> groups :
        List.of(figures.spentByMonth(), figures.spentByCounty())) {
      assertThat(groups.stream().mapToLong(PublicFigures.Paid::count).sum()).isEqualTo(covered);
      assertThat(sum(groups.stream().map(PublicFigures.Paid::amount).toList())).isEqualTo(premiums);
    }
    assertThat(sum(figures.grantedByMonth().stream().map(PublicFigures.Paid::amount).toList()))
        .isEqualTo(granted);
    assertThat(sum(programmes().spent(MoneyWalk.INSURANCE).stream().map(Spent::amount).toList()))
        .isEqualTo(premiums);
    assertThat(
            sum(programmes().granted(MoneyWalk.INSURANCE).stream().map(Granted::amount).toList()))
        .isEqualTo(granted);
    claimed(beans.getBean(Cases.class).totals(MoneyWalk.INSURANCE));
  }

  private void claimed(CaseTotals figures) {
    long payments = one("select count(*) " + PAYMENTS);
    Money paid = fen("select sum(amount) " + PAYMENTS);
    assertThat(figures.payments()).isEqualTo(payments);
    long cases = one("select count(*) from programme.case_file where state <> 'DRAFT'");
    assertThat(
            figures.byState().values().stream().mapToLong(each -> each).sum()
                + figures.inOtherStates())
        .isEqualTo(cases < CaseTotals.SMALLEST ? 0 : cases);
    if (payments < CaseTotals.SMALLEST) return;
    assertThat(figures.paid()).contains(paid);
    List<CaseTotals.Group> groups = new ArrayList<>(figures.groups());
    figures.others().ifPresent(groups::add);
    assertThat(groups.stream().mapToLong(CaseTotals.Group::payments).sum()).isEqualTo(payments);
    assertThat(sum(groups.stream().map(CaseTotals.Group::paid).toList())).isEqualTo(paid);
  }

  /// Donations followed one by one pay the premiums that the premiums say were paid by donations.
  private void traces() {
    Map<UUID, Long> byPremium = new HashMap<>();
    long kept = 0;
    long waiting = 0;
    for (UUID sale : ids("select id from giving.sale order by id")) {
      Trace trace = giving().trace(sale);
      kept += trace.kept().minor();
      waiting += trace.waiting().minor();
      for (Trace.Share share : trace.premiums())
        byPremium.merge(share.enrolment(), share.share().minor(), Long::sum);
    }
    long shared = byPremium.values().stream().mapToLong(each -> each).sum();
    assertThat(kept)
        .as("what donations kept")
        .isEqualTo(
            one(
                "select (select sum(donation) from giving.sale) - (select coalesce(sum(returned), 0) "
                    + DONE_REFUNDS
                    + ")"));
    assertThat(shared).as("what donations paid").isEqualTo(kept - waiting);
    assertThat(shared)
        .isEqualTo(Math.min(kept, one("select coalesce(sum(premium), 0)::bigint " + PREMIUMS)));
    for (UUID enrolment : ids("select e.id " + PREMIUMS + " order by e.id")) {
      Trace.Payers payers = giving().payersOf(MoneyWalk.INSURANCE, enrolment).orElseThrow();
      assertThat(payers.sum().minor())
          .as("payers of " + enrolment)
          .isEqualTo(byPremium.getOrDefault(enrolment, 0L));
    }
  }

  /// What was paid has one leaf; there is no leaf of anything else.
  private void leaves() {
    String paid =
        "(select id from giving.sale union all select id "
            + DONE_REFUNDS
            + " union all select e.id "
            + PREMIUMS
            + " union all select payout "
            + PAYMENTS
            + ")";
    none(paid + " v where not exists (select 1 from proof.entry l where l.key = v.id)");
    none("proof.entry l where not exists (select 1 from " + paid + " v where v.id = l.key)");
    assertThat(one("select count(*) from proof.entry"))
        .isEqualTo(one("select count(*) from " + paid + " v"));
  }

  private Programmes programmes() {
    return beans.getBean(Programmes.class);
  }

  private Giving giving() {
    return beans.getBean(Giving.class);
  }

  private long balance(UUID account) {
    return beans.getBean(Ledger.class).find(account).orElseThrow().balance();
  }

  private long moved(String which) {
    return one(
        "select coalesce(sum(amount), 0)::bigint from ledger.transfer where kind in (1, 3) and "
            + which);
  }

  private void none(String rows) {
    assertThat(one("select count(*) from " + rows)).as(rows).isZero();
  }

  private long one(String question) {
    return sql.sql(question).query(Long.class).single();
  }

  private Money fen(String question) {
    return Money.fen(
        sql.sql("select coalesce((" + question + "), 0)::bigint").query(Long.class).single());
  }

  private List<UUID> ids(String question) {
    return sql.sql(question).query(UUID.class).list();
  }

  private static Money sum(List<Money> amounts) {
    return amounts.stream().reduce(Money.fen(0), Money::plus);
  }
}
