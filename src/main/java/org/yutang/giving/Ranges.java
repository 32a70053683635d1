package org.yutang.giving;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.PaidPremium;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.register.PlaceLevel;
import org.yutang.register.Register;

/// Who paid what, first in, first out.
///
/// All that was ever given to a fund lies end to end in the order of booking: the *gross* line. A
/// sale, and a gift, keeps where it begins there, for ever. A paid refund takes the last fen of its
/// donation out of the line, so everything behind moves up: the *net* line, as of now. Where a
/// donation begins on the net line is its gross beginning less what was taken out before it: one
/// sum over an index. Premiums lie end to end in the order of payment, on a line of their own that
/// the programme keeps. A donation paid the premiums that lie where it lies. Grants are an advance:
/// they paid what donations had not paid yet, and lie on no line.
@Component
class Ranges {

  private final JdbcClient sql;
  private final Programmes programmes;
  private final Register register;

  Ranges(JdbcClient sql, Programmes programmes, Register register) {
    this.sql = sql;
    this.programmes = programmes;
    this.register = register;
  }

  /// Where what is left of a donation lies on the net line: from `from` up to, but without, `to`.
  record Range(long from, long to) {
    long length() {
      return to - from;
    }
  }

  /// A donation of an order, or a gift, on the gross line.
  ///
  /// @param merchant empty for a gift
  record Donation(
      UUID id,
      UUID project,
      ProgrammeId programme,
      Optional<UUID> merchant,
      LocalDate businessDate,
      Money amount,
      long grossFrom) {

    static Donation of(SaleRows.Kept kept) {
      Sale sale = kept.sale();
      return new Donation(
          sale.id(),
          sale.project(),
          sale.programme(),
          Optional.of(sale.merchant()),
          sale.businessDate(),
          sale.donation(),
          kept.grossFrom());
    }

    /// @param paid since only then it lies anywhere
    static Donation of(GiftRows.Kept kept, Gift.Paid paid) {
      Gift gift = kept.gift();
      return new Donation(
          gift.publicId(),
          gift.project(),
          gift.programme(),
          Optional.empty(),
          paid.businessDate(),
          gift.amount(),
          kept.grossFrom());
    }
  }

  Range of(SaleRows.Kept kept) {
    return of(Donation.of(kept));
  }

  Range of(Donation donation) {
    record Taken(long before, long own) {}
    Taken taken =
        sql.sql(
                """
                select (select coalesce(sum(taken), 0) from giving.taken where programme = :programme and gross_from < :from),
                  (select coalesce(sum(taken), 0) from giving.taken where programme = :programme and gross_from = :from)
                """)
            .param("programme", donation.programme().text())
            .param("from", donation.grossFrom())
            .query((row, number) -> new Taken(row.getLong(1), row.getLong(2)))
            .single();
    long from = donation.grossFrom() - taken.before();
    return new Range(from, from + donation.amount().minor() - taken.own());
  }

  Trace trace(Donation donation) {
    Range range = of(donation);
    List<PaidPremium> paid =
        range.length() == 0
            ? List.of()
            : programmes.premiumsBetween(
                donation.programme(), range.from(), range.to(), Trace.MOST + 1);
    boolean more = paid.size() > Trace.MOST;
    List<Trace.Share> shares = new ArrayList<>();
    for (PaidPremium premium : paid.subList(0, more ? Trace.MOST : paid.size()))
      shares.add(share(donation.programme(), premium, range));
    long reached = paid.isEmpty() ? range.from() : Math.min(range.to(), paid.getLast().to());
    return new Trace(
        donation.id(),
        donation.project(),
        donation.programme(),
        donation.merchant(),
        donation.businessDate(),
        donation.amount(),
        Money.fen(range.length()),
        Money.fen(more ? 0 : range.to() - reached),
        shares,
        more);
  }

  private Trace.Share share(ProgrammeId programme, PaidPremium premium, Range range) {
    long overlap = Math.min(premium.to(), range.to()) - Math.max(premium.from(), range.from());
    PlaceCode place = premium.village();
    long covered = programmes.covered(programme, premium.policyYear(), place);
    while (covered < Trace.FEWEST && !place.equals(premium.county())) {
      place = above(place, premium.county());
      covered = programmes.covered(programme, premium.policyYear(), place);
    }
    return new Trace.Share(
        premium.enrolment(),
        premium.policyYear(),
        premium.amount(),
        Money.fen(overlap),
        place,
        covered < Trace.FEWEST ? OptionalLong.empty() : OptionalLong.of(covered));
  }

  /// The town of a village; from anything else, the county.
  private PlaceCode above(PlaceCode place, PlaceCode county) {
    return register
        .findPlace(place)
        .flatMap(found -> found.parent())
        .flatMap(register::findPlace)
        .filter(parent -> parent.level().compareTo(PlaceLevel.COUNTY) > 0)
        .map(parent -> parent.code())
        .orElse(county);
  }

  Optional<Trace.Payers> payersOf(UUID enrolment, ProgrammeId programme) {
    return programmes
        .paidPremium(enrolment)
        .map(premium -> payers(programme, premium.from(), premium.to()));
  }

  Trace.Payers payers(ProgrammeId programme, long from, long to) {
    long first = Math.max(from, 0);
    long end = Math.min(to, net(programme));
    if (first >= end) return new Trace.Payers(0, Money.fen(0));
    long count =
        sql.sql(
                """
                select (
                  select count(*) from giving.sale s
                  left join giving.taken t on t.programme = s.programme and t.gross_from = s.gross_from
                  where s.programme = :programme and s.gross_from < :end and s.gross_from + s.donation - coalesce(t.taken, 0) > :first
                    and s.donation > coalesce(t.taken, 0)
                    and s.gross_from >= coalesce((select max(gross_from) from giving.sale where programme = :programme and gross_from <= :first), 0)
                ) + (
                  select count(*) from giving.gift g
                  left join giving.taken t on t.programme = g.programme and t.gross_from = g.gross_from
                  where g.programme = :programme and g.gross_from < :end and g.gross_from + g.amount - coalesce(t.taken, 0) > :first
                    and g.amount > coalesce(t.taken, 0)
                )
                """)
            .param("programme", programme.text())
            .param("first", gross(programme, first))
            .param("end", gross(programme, end - 1) + 1)
            .query(Long.class)
            .single();
    return new Trace.Payers(count, Money.fen(end - first));
  }

  /// How long the net line is.
  long net(ProgrammeId programme) {
    return sql.sql(
            """
            select coalesce((select given from giving.fund where programme = :programme), 0)
              - (select coalesce(sum(taken), 0) from giving.taken where programme = :programme)
            """)
        .param("programme", programme.text())
        .query(Long.class)
        .single();
  }

  /// Where a fen of the net line lies on the gross line: behind everything that was taken out
  /// before it.
  private long gross(ProgrammeId programme, long net) {
    return net
        + sql.sql(
                """
                select coalesce(max(upto), 0) from (
                  select gross_from + donation - taken as hole, taken, sum(taken) over (order by gross_from) as upto
                  from giving.taken where programme = :programme
                ) holes where hole - (upto - taken) <= :net
                """)
            .param("programme", programme.text())
            .param("net", net)
            .query(Long.class)
            .single();
  }
}
