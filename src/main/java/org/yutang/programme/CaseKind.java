package org.yutang.programme;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yutang.access.Role;
import org.yutang.kernel.Money;

/// One kind of case of a programme: an application, a nomination, a claim. All that the engine of
/// [Cases] needs to know of it.
///
/// @param name unique within the programme; stays the same through the versions
/// @param channels who may bring one in
/// @param open the days of the policy year within which one may be filed; empty for all
/// @param once how often a person may have one
/// @param unique fields whose answers together may stand in one case of the kind only, whoever's it
///   is; empty where anything may be asked twice
/// @param cover the date field that names the day on which the person must be covered by the
///   programme's enrolment; empty where no cover is wanted. Such a case is of the policy year of
///   that enrolment, and due what was promised then
/// @param rules must hold on the day of filing
/// @param conditions must hold on the day of each payment as well
/// @param seats how many can be granted in a policy year
/// @param stages the steps to a decision, at least one
/// @param reasons of which one is named by whoever rejects or counts less; empty where a note says
///   enough
/// @param paidBy out of whose account the benefit is paid
/// @param instalments when the benefit is paid; their percents make 100. Empty where no money is
///   given
/// @param followUps reports that are wanted after the grant
/// @param logs what is written down again and again once it is granted
/// @param matching who is proposed to help with a granted case; empty where nobody is
/// @param published names of fields whose answers of granted cases everybody may read
public record CaseKind(
    String name,
    Text title,
    Text summary,
    Set<Channel> channels,
    Optional<Window> open,
    Once once,
    List<String> unique,
    Optional<String> cover,
    List<Field> fields,
    List<Evidence> evidence,
    List<Programme.Rule> rules,
    List<Programme.Rule> conditions,
    Optional<Seats> seats,
    List<Stage> stages,
    List<Type.Option> reasons,
    Benefit benefit,
    Purse paidBy,
    Limits limits,
    List<Instalment> instalments,
    List<FollowUp> followUps,
    List<Log> logs,
    List<String> published,
    Optional<Matching> matching) {

  public CaseKind {
    channels = Set.copyOf(channels);
    unique = List.copyOf(unique);
    reasons = List.copyOf(reasons);
    fields = List.copyOf(fields);
    evidence = List.copyOf(evidence);
    rules = List.copyOf(rules);
    conditions = List.copyOf(conditions);
    stages = List.copyOf(stages);
    instalments = List.copyOf(instalments);
    followUps = List.copyOf(followUps);
    logs = List.copyOf(logs);
    published = List.copyOf(published);
  }

  /// Whether somebody is matched with a granted case, who then works and hands over in place of
  /// whoever filed it.
  public boolean isHelped() {
    return matching.isPresent();
  }

  /// This kind with what another version of it promises: its benefit and its limits.
  public CaseKind promising(CaseKind promised) {
    return new CaseKind(
        name,
        title,
        summary,
        channels,
        open,
        once,
        unique,
        cover,
        fields,
        evidence,
        rules,
        conditions,
        seats,
        stages,
        reasons,
        promised.benefit,
        paidBy,
        promised.limits,
        instalments,
        followUps,
        logs,
        published,
        matching);
  }

  /// Whose account a benefit is paid from.
  public enum Purse {
    /// The programme's fund.
    FUND,
    /// Whoever is paid the premiums, such as the insurer.
    PAYEE
  }

  /// How a case comes in.
  public enum Channel {
    /// By the person, through a link; see [Cases#invite].
    SELF,
    /// By somebody for the person, who confirms it.
    PROXY,
    /// By somebody who proposes the person; needs no confirmation.
    NOMINATION
  }

  /// Days of the year, both included; may reach over the turn of a year.
  public record Window(MonthDay from, MonthDay to) {
    public boolean holds(LocalDate day) {
      MonthDay on = MonthDay.from(day);
      boolean after = !on.isBefore(from);
      boolean before = !on.isAfter(to);
      return from.isAfter(to) ? after || before : after && before;
    }
  }

  /// How often a person may have a case of the kind that is not rejected or withdrawn.
  public sealed interface Once {
    record Always() implements Once {}

    record Yearly() implements Once {}

    record Ever() implements Once {}

    /// Once for the same answers to these fields, such as school year and term.
    record For(List<String> fields) implements Once {
      public For {
        fields = List.copyOf(fields);
      }
    }
  }

  /// One question of the form.
  ///
  /// @param required whether a case without it cannot be filed
  /// @param personal kept sealed, and shown to nobody without a reason
  /// @param blind hidden from judges of a blind panel
  public record Field(
      String name, Text title, Type type, boolean required, boolean personal, boolean blind) {}

  /// What an answer is; how it is kept stands beside each.
  public sealed interface Type {
    /// `String` of at most `most` characters.
    record Line(int most) implements Type {}

    /// `Long` within these bounds.
    record Whole(long least, long most) implements Type {}

    /// Money of the programme's currency, as a decimal text; never negative.
    record Amount() implements Type {}

    /// ISO date as text, today or before.
    record Day() implements Type {}

    record YesNo() implements Type {}

    /// The name of one option.
    record Choice(List<Option> options) implements Type {
      public Choice {
        options = List.copyOf(options);
      }
    }

    /// The names of one or more options, in their order.
    record Choices(List<Option> options) implements Type {
      public Choices {
        options = List.copyOf(options);
      }
    }

    /// A list of `{service, quantity, price}`.
    record BillLines() implements Type {}

    record Option(String name, Text title) {}
  }

  /// Photos of one sort that a case must bring.
  ///
  /// @param reads what a machine reads from them and the field that each belongs to; present and
  ///   empty where they are read without filling anything, absent where they are not read. See
  ///   [Papers].
  public record Evidence(
      String name, Text title, int atLeast, Optional<Map<PaperReading.Name, String>> reads) {
    public Evidence {
      reads = reads.map(Map::copyOf);
    }
  }

  /// @param total how many in a policy year
  /// @param perCounty how many of one county, at most
  /// @param reserved seats that only some may take; together not more than the total
  public record Seats(int total, Optional<Integer> perCounty, List<Reserved> reserved) {
    public Seats {
      reserved = List.copyOf(reserved);
    }
  }

  /// Seats for those who meet a rule; what they leave free nobody else takes.
  ///
  /// @param when a CEL expression as in a rule
  public record Reserved(String name, Text title, String when, int seats) {}

  /// One step to a decision.
  ///
  /// @param role who decides, in the place of the person
  /// @param days within how many working days
  /// @param eyes how many different people must agree; 1 or 2
  /// @param secondAbove two people must agree only where more than this is due
  /// @param escalateTo who may decide as well once the days are over
  /// @param panel judges who score all cases of a call together; empty for a single decision
  public record Stage(
      String name,
      Text title,
      Role role,
      int days,
      int eyes,
      Optional<Money> secondAbove,
      Optional<Role> escalateTo,
      Optional<Panel> panel) {

    /// Whether two people must agree on that amount.
    public boolean wantsTwo(Money due) {
      return eyes > 1 || secondAbove.filter(limit -> due.compareTo(limit) > 0).isPresent();
    }
  }

  /// Several judges score each case; then the best are kept, all at once.
  ///
  /// @param judges how many a case
  /// @param quorum with how many sheets a case may be ranked
  /// @param blind whether judges see neither who it is nor what other judges wrote
  /// @param keep how many go on; empty for as many as there are seats
  /// @param sheet what they score; the sum is a judge's score, the mean of the judges the case's
  /// @param ties what decides between equal scores
  public record Panel(
      int judges,
      int quorum,
      boolean blind,
      Optional<Integer> keep,
      List<Criterion> sheet,
      Tie ties) {
    public Panel {
      sheet = List.copyOf(sheet);
    }
  }

  /// @param most the most points; the least is 0
  public record Criterion(String name, Text title, int most) {}

  /// What decides between equal mean scores; where it is equal as well, a draw that anybody can
  /// repeat: the order of SHA-256 over programme, year and case.
  public enum Tie {
    /// Who was filed first.
    FILED,
    /// The higher median, so that one enthusiast decides less.
    MEDIAN,
    /// The higher score of the first criterion.
    FIRST_CRITERION
  }

  /// @param afterMonths how long after the decision it falls due
  /// @param needs the follow-up that must be accepted before
  public record Instalment(
      String name, Text title, BigDecimal percent, int afterMonths, Optional<String> needs) {}

  /// A report that is wanted from the person, or from whoever filed for them.
  ///
  /// @param afterMonths how long after the decision it is due
  public record FollowUp(String name, Text title, int afterMonths, List<Field> fields) {
    public FollowUp {
      fields = List.copyOf(fields);
    }
  }

  /// Entries of one sort: sessions, hours of work, minutes of reading. Conditions see how many
  /// there are as `logs.<name>.count`, and what they add up to as `logs.<name>.sum`; entries that
  /// are to be confirmed count once they are.
  ///
  /// @param name without hyphens
  /// @param confirmed whether somebody else must confirm each
  /// @param every how often one is expected; empty for no rhythm
  /// @param sum the whole-number field that is added up
  public record Log(
      String name,
      Text title,
      boolean confirmed,
      Optional<Period> every,
      Optional<String> sum,
      List<Field> fields) {
    public Log {
      fields = List.copyOf(fields);
    }
  }

  /// People with granted cases of another kind, the volunteers, are proposed to help with a case of
  /// this kind, by what both say they can and need; see [Volunteers].
  ///
  /// @param from the volunteers' kind
  /// @param skills the field of both kinds that names skills, a [Type.Choices] with the same
  ///   options
  /// @param hours the field of both kinds with hours a week, offered and wanted, a [Type.Whole]
  /// @param most how many may help at once
  public record Matching(String from, String skills, String hours, int most) {}

  /// Throws where there is none of that name.
  public Field field(String name) {
    return fields.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /// Throws where there is none of that name.
  public FollowUp followUp(String name) {
    return followUps.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }
}
