package org.yutang.programme;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;

/// A programme as its definition says.
///
/// @param place where it runs; whoever may run programmes there may put money into its fund
/// @param partners the counties, or places that hold counties, whose people may be enrolled
/// @param yearStarts the day on which each policy year begins
/// @param currency of its fund and of every amount of the definition
/// @param versions the rules through the years, oldest first; all cover people, or none does
/// @param fund the ledger account that pays; never negative
/// @param payee the ledger account that is paid, such as the insurer's
/// @param digest SHA-256 of the definition's file, in hex; kept with each enrolment
public record Programme(
    ProgrammeId id,
    Text title,
    Text summary,
    PlaceCode place,
    List<PlaceCode> partners,
    MonthDay yearStarts,
    String currency,
    List<Version> versions,
    List<Source> sources,
    Text payeeTitle,
    UUID fund,
    UUID payee,
    String digest) {

  public Programme {
    partners = List.copyOf(partners);
    versions = List.copyOf(versions);
    sources = List.copyOf(sources);
  }

  /// What holds from one policy year on, until the next version.
  ///
  /// @param cover empty where nobody is enrolled by county
  /// @param rules who is eligible for cover; empty where there is none
  /// @param kinds of cases, in the order of the file
  public record Version(
      int fromYear, Optional<Cover> cover, List<Rule> rules, List<CaseKind> kinds) {
    public Version {
      rules = List.copyOf(rules);
      kinds = List.copyOf(kinds);
    }

    /// Throws where the programme covers nobody; see [Programme#covers].
    public Cover getCover() {
      return cover.orElseThrow();
    }
  }

  /// What everybody who is eligible in a county is enrolled in.
  ///
  /// @param premium what one person costs for one policy year
  /// @param gifts what gifts add to it; empty where they add nothing
  public record Cover(Money premium, Text note, Optional<Gifts> gifts) {}

  /// Each gift adds to the cover of exactly one person who takes part; see [AddedCover].
  ///
  /// @param adds by how much one gift raises the cover, whatever its amount
  /// @param least the smallest gift that adds anything
  /// @param kinds of cases whose ceilings it raises
  public record Gifts(Money adds, Money least, List<String> kinds) {
    public Gifts {
      kinds = List.copyOf(kinds);
    }
  }

  /// A named condition of eligibility: a CEL expression over a person's profile, and its sentences.
  /// Sentences name facts in braces, as in `{age}`.
  public record Rule(
      String name, String expression, Text title, Text met, Text failed, Text change) {}

  /// Where a figure or rule of the definition comes from.
  public record Source(Text title, Text note) {}

  /// The first day of cover of a policy year.
  public LocalDate coverFrom(int year) {
    return yearStarts.atYear(year);
  }

  /// The last day of cover of a policy year.
  public LocalDate coverTo(int year) {
    return coverFrom(year + 1).minusDays(1);
  }

  /// The policy year that a day lies in.
  public int yearOf(LocalDate day) {
    return day.isBefore(coverFrom(day.getYear())) ? day.getYear() - 1 : day.getYear();
  }

  /// The version that decides a policy year; the first one for years before it.
  public Version version(int year) {
    return versions.stream()
        .filter(each -> each.fromYear() <= year)
        .reduce((earlier, later) -> later)
        .orElse(versions.getFirst());
  }

  /// The ledger account that stands for everybody outside: what is put into the fund comes from it.
  public UUID world() {
    return Uuids.named("programme", "world", id.text());
  }

  /// The ledger account of what was granted to cases and not paid yet; never negative.
  public UUID promised() {
    return Uuids.named("programme", "promised", id.text());
  }

  /// The ledger account of what was granted out of the payee's account and not paid yet.
  public UUID promisedByPayee() {
    return Uuids.named("programme", "promised-by-payee", id.text());
  }

  /// The ledger account that benefits of the kind come from.
  public UUID purse(CaseKind kind) {
    return kind.paidBy() == CaseKind.Purse.PAYEE ? payee : fund;
  }

  /// The ledger account of what was granted out of [#purse] and not paid yet.
  public UUID promised(CaseKind kind) {
    return kind.paidBy() == CaseKind.Purse.PAYEE ? promisedByPayee() : promised();
  }

  /// Whether the payee pays for any kind of cases.
  public boolean payeePays() {
    return versions.stream()
        .flatMap(version -> version.kinds().stream())
        .anyMatch(kind -> kind.paidBy() == CaseKind.Purse.PAYEE);
  }

  /// Whether people are enrolled county by county, and premiums are paid for them.
  public boolean covers() {
    return versions.getFirst().cover().isPresent();
  }

  /// What gifts add in a policy year.
  public Optional<Gifts> gifts(int year) {
    return version(year).cover().flatMap(Cover::gifts);
  }

  /// Whether any version knows a kind of cases.
  public boolean hasCases() {
    return versions.stream().anyMatch(version -> !version.kinds().isEmpty());
  }

  /// The first policy year that the definition knows.
  public int firstYear() {
    return versions.getFirst().fromYear();
  }
}
