package org.yutang.api;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Money;
import org.yutang.programme.Benefit;
import org.yutang.programme.CaseKind;
import org.yutang.programme.Limits;
import org.yutang.programme.PaperReading;
import org.yutang.programme.Schedule;
import org.yutang.programme.Text;

/// A kind of cases, as JSON.
///
/// @param openFrom `--03-01`; null where cases are taken all year
/// @param once `always`, `yearly`, `ever` or `for`; then `onceFor` names the fields
record CaseKindView(
    String name,
    Text title,
    Text summary,
    List<String> channels,
    @Nullable String openFrom,
    @Nullable String openTo,
    String once,
    List<String> onceFor,
    List<String> unique,
    @Nullable String cover,
    List<FieldView> fields,
    List<EvidenceView> evidence,
    List<RuleView> rules,
    List<RuleView> conditions,
    @Nullable SeatsView seats,
    List<StageView> stages,
    List<OptionView> reasons,
    BenefitView benefit,
    String paidBy,
    LimitsView limits,
    List<InstalmentView> instalments,
    List<FollowUpView> followUps,
    List<String> published,
    @Nullable MatchingView matching) {

  static CaseKindView of(CaseKind kind) {
    return new CaseKindView(
        kind.name(),
        kind.title(),
        kind.summary(),
        kind.channels().stream().map(Choices::word).sorted().toList(),
        kind.open().map(window -> window.from().toString()).orElse(null),
        kind.open().map(window -> window.to().toString()).orElse(null),
        switch (kind.once()) {
          case CaseKind.Once.Always _ -> "always";
          case CaseKind.Once.Yearly _ -> "yearly";
          case CaseKind.Once.Ever _ -> "ever";
          case CaseKind.Once.For _ -> "for";
        },
        kind.once() instanceof CaseKind.Once.For same ? same.fields() : List.of(),
        kind.unique(),
        kind.cover().orElse(null),
        kind.fields().stream().map(FieldView::of).toList(),
        kind.evidence().stream().map(EvidenceView::of).toList(),
        kind.rules().stream().map(rule -> new RuleView(rule.name(), rule.title())).toList(),
        kind.conditions().stream().map(rule -> new RuleView(rule.name(), rule.title())).toList(),
        kind.seats().map(SeatsView::of).orElse(null),
        kind.stages().stream().map(StageView::of).toList(),
        kind.reasons().stream().map(each -> new OptionView(each.name(), each.title())).toList(),
        BenefitView.of(kind.benefit()),
        Choices.word(kind.paidBy()),
        LimitsView.of(kind.limits()),
        kind.instalments().stream()
            .map(
                part ->
                    new InstalmentView(
                        part.name(),
                        part.title(),
                        part.percent().toPlainString(),
                        part.afterMonths(),
                        part.needs().orElse(null)))
            .toList(),
        kind.followUps().stream()
            .map(
                each ->
                    new FollowUpView(
                        each.name(),
                        each.title(),
                        each.afterMonths(),
                        each.fields().stream().map(FieldView::of).toList()))
            .toList(),
        kind.published(),
        kind.matching()
            .map(each -> new MatchingView(each.from(), each.skills(), each.hours(), each.most()))
            .orElse(null));
  }

  /// @param from the volunteers' kind
  record MatchingView(String from, String skills, String hours, int most) {}

  record OptionView(String name, Text title) {}

  /// @param type `text`, `whole`, `amount`, `day`, `yes-no`, `choice`, `choices` or `lines`
  /// @param most of characters, or the greatest number
  record FieldView(
      String name,
      Text title,
      String type,
      boolean required,
      boolean personal,
      boolean blind,
      @Nullable Long least,
      @Nullable Long most,
      List<OptionView> options) {
    static FieldView of(CaseKind.Field field) {
      return switch (field.type()) {
        case CaseKind.Type.Line line -> of(field, "text", null, (long) line.most(), List.of());
        case CaseKind.Type.Whole whole ->
            of(field, "whole", whole.least(), whole.most(), List.of());
        case CaseKind.Type.Amount _ -> of(field, "amount", null, null, List.of());
        case CaseKind.Type.Day _ -> of(field, "day", null, null, List.of());
        case CaseKind.Type.YesNo _ -> of(field, "yes-no", null, null, List.of());
        case CaseKind.Type.Choice choice ->
            of(field, "choice", null, null, options(choice.options()));
        case CaseKind.Type.Choices choices ->
            of(field, "choices", null, null, options(choices.options()));
        case CaseKind.Type.BillLines _ -> of(field, "lines", null, null, List.of());
      };
    }

    private static List<OptionView> options(List<CaseKind.Type.Option> options) {
      return options.stream().map(option -> new OptionView(option.name(), option.title())).toList();
    }

    private static FieldView of(
        CaseKind.Field field,
        String type,
        @Nullable Long least,
        @Nullable Long most,
        List<OptionView> options) {
      return new FieldView(
          field.name(),
          field.title(),
          type,
          field.required(),
          field.personal(),
          field.blind(),
          least,
          most,
          options);
    }
  }

  /// @param reads what is read from the photos into which field; null where they are not read
  record EvidenceView(String name, Text title, int atLeast, @Nullable Map<String, String> reads) {
    static EvidenceView of(CaseKind.Evidence evidence) {
      return new EvidenceView(
          evidence.name(),
          evidence.title(),
          evidence.atLeast(),
          evidence.reads().map(EvidenceView::words).orElse(null));
    }

    private static Map<String, String> words(Map<PaperReading.Name, String> reads) {
      Map<String, String> words = new TreeMap<>();
      reads.forEach((name, field) -> words.put(name.name().toLowerCase(Locale.ROOT), field));
      return words;
    }
  }

  record RuleView(String name, Text title) {}

  record ReservedView(String name, Text title, int seats) {}

  record SeatsView(int total, @Nullable Integer perCounty, List<ReservedView> reserved) {
    static SeatsView of(CaseKind.Seats seats) {
      return new SeatsView(
          seats.total(),
          seats.perCounty().orElse(null),
          seats.reserved().stream()
              .map(each -> new ReservedView(each.name(), each.title(), each.seats()))
              .toList());
    }
  }

  record CriterionView(String name, Text title, int most) {}

  record PanelView(
      int judges,
      int quorum,
      boolean blind,
      @Nullable Integer keep,
      List<CriterionView> sheet,
      String ties) {
    static PanelView of(CaseKind.Panel panel) {
      return new PanelView(
          panel.judges(),
          panel.quorum(),
          panel.blind(),
          panel.keep().orElse(null),
          panel.sheet().stream()
              .map(each -> new CriterionView(each.name(), each.title(), each.most()))
              .toList(),
          Choices.word(panel.ties()));
    }
  }

  record StageView(
      String name,
      Text title,
      String role,
      int days,
      int eyes,
      @Nullable String secondAbove,
      @Nullable String escalateTo,
      @Nullable PanelView panel) {
    static StageView of(CaseKind.Stage stage) {
      return new StageView(
          stage.name(),
          stage.title(),
          Choices.word(stage.role()),
          stage.days(),
          stage.eyes(),
          stage.secondAbove().map(Money::decimal).orElse(null),
          stage.escalateTo().map(Choices::word).orElse(null),
          stage.panel().map(PanelView::of).orElse(null));
    }
  }

  record PayerView(String name, Text title, String paid) {}

  record TierView(@Nullable String upTo, String percent) {
    static TierView of(Schedule.Tier tier) {
      return new TierView(
          tier.upTo().map(Money::decimal).orElse(null), tier.percent().toPlainString());
    }
  }

  record ServiceView(String code, Text title, @Nullable String cap) {}

  record ItemView(String name, Text title, int quantity, Text unit) {}

  /// @param type `share`, `fixed`, `chosen`, `lines`, `in-kind` or `none`; what it does not use is
  ///   null or empty
  record BenefitView(
      String type,
      @Nullable String field,
      @Nullable String amount,
      Map<String, String> amounts,
      List<PayerView> before,
      @Nullable String deductible,
      List<TierView> tiers,
      List<ServiceView> services,
      List<ItemView> items) {
    static BenefitView of(Benefit benefit) {
      return switch (benefit) {
        case Benefit.Share share ->
            new BenefitView(
                "share",
                share.cost(),
                null,
                Map.of(),
                share.before().stream()
                    .map(each -> new PayerView(each.name(), each.title(), each.paid()))
                    .toList(),
                share.schedule().deductible().decimal(),
                share.schedule().tiers().stream().map(TierView::of).toList(),
                List.of(),
                List.of());
        case Benefit.Fixed fixed -> plain("fixed", null, fixed.amount().decimal(), Map.of());
        case Benefit.Chosen chosen -> {
          Map<String, String> amounts = new TreeMap<>();
          chosen.amounts().forEach((option, amount) -> amounts.put(option, amount.decimal()));
          yield plain("chosen", chosen.field(), null, amounts);
        }
        case Benefit.Lines lines ->
            new BenefitView(
                "lines",
                lines.field(),
                null,
                Map.of(),
                List.of(),
                null,
                List.of(),
                lines.services().stream()
                    .map(
                        each ->
                            new ServiceView(
                                each.code(),
                                each.title(),
                                each.cap().map(Money::decimal).orElse(null)))
                    .toList(),
                List.of());
        case Benefit.InKind things ->
            new BenefitView(
                "in-kind",
                null,
                null,
                Map.of(),
                List.of(),
                null,
                List.of(),
                List.of(),
                things.items().stream()
                    .map(
                        each ->
                            new ItemView(each.name(), each.title(), each.quantity(), each.unit()))
                    .toList());
        case Benefit.None _ -> plain("none", null, null, Map.of());
      };
    }

    private static BenefitView plain(
        String type, @Nullable String field, @Nullable String amount, Map<String, String> amounts) {
      return new BenefitView(
          type, field, amount, amounts, List.of(), null, List.of(), List.of(), List.of());
    }
  }

  /// Periods are ISO 8601, such as `P30D`.
  record LimitsView(
      @Nullable String perCase,
      @Nullable String perYear,
      @Nullable String perLife,
      @Nullable String waiting,
      @Nullable String interval) {
    static LimitsView of(Limits limits) {
      return new LimitsView(
          limits.perCase().map(Money::decimal).orElse(null),
          limits.perYear().map(Money::decimal).orElse(null),
          limits.perLife().map(Money::decimal).orElse(null),
          limits.waiting().map(Object::toString).orElse(null),
          limits.interval().map(Object::toString).orElse(null));
    }
  }

  record InstalmentView(
      String name, Text title, String percent, int afterMonths, @Nullable String needs) {}

  record FollowUpView(String name, Text title, int afterMonths, List<FieldView> fields) {}
}
