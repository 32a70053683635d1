package org.yutang.programme.cases;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.access.Role;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.programme.Case;
import org.yutang.programme.CaseKind;
import org.yutang.programme.ProgrammeId;
import org.yutang.register.HouseholdId;
import org.yutang.register.PersonId;

/// A row of `programme.case_file` while a command changes it.
final class CaseRow {

  final int shard;
  final UUID id;
  final ProgrammeId programme;
  final String kind;
  final PersonId person;
  final String currency;
  int policyYear;
  int rules;
  String definition;
  HouseholdId household;
  PlaceCode county;
  PlaceCode village;
  CaseKind.Channel channel;
  Case.State state = Case.State.DRAFT;
  int version;
  int stage;
  @Nullable Role stageRole;
  @Nullable Role escalatesTo;
  Map<String, Object> answers = new TreeMap<>();
  Map<String, List<String>> evidence = new TreeMap<>();
  Secrets secrets = Secrets.NONE;
  @Nullable UUID payeeMark;
  Case.Confirmation.@Nullable How confirmedHow;
  @Nullable Instant confirmedAt;
  @Nullable String confirmedPhoto;
  @Nullable UUID confirmedTakenBy;
  @Nullable UUID filer;
  @Nullable LocalDate filedDay;
  @Nullable LocalDate dueDay;
  @Nullable Integer daysLeft;
  @Nullable String slot;

  /// A digest of the answers that may stand in one case only.
  @Nullable UUID mark;

  /// The enrolment that covers it, and the digest of the definition by which that was made.
  @Nullable UUID enrolment;

  @Nullable String terms;
  Map<String, Object> facts = new TreeMap<>();
  @Nullable UUID agreedBy;
  List<UUID> barred = new ArrayList<>();

  /// What reviewers let count.
  Figures figures = Figures.NONE;

  /// The figures of the grant while an appeal against it is open, or what it adds is not taken yet.
  @Nullable Figures granted;

  /// Of the kind's reasons, why less counts or it was rejected.
  @Nullable String reason;

  @Nullable Long benefit;

  /// What of the benefit lies above the kind's ceilings and is paid for by gifts.
  long fromGifts;

  @Nullable String reserved;
  @Nullable Integer rank;
  @Nullable BigDecimal score;
  @Nullable UUID decidedBy;
  @Nullable LocalDate decidedDay;
  @Nullable Instant decidedAt;
  @Nullable Integer decisionDays;
  @Nullable Integer paymentDays;
  @Nullable LocalDate appealedDay;
  Case.@Nullable Waiting waitingFor;
  long promised;
  long paid;
  long released;
  long takenBack;
  LocalDate lastDay = LocalDate.MIN;
  Instant changedAt = Instant.EPOCH;

  CaseRow(
      int shard,
      UUID id,
      ProgrammeId programme,
      String kind,
      PersonId person,
      String currency,
      String definition,
      HouseholdId household,
      PlaceCode county,
      PlaceCode village,
      CaseKind.Channel channel) {
    this.shard = shard;
    this.id = id;
    this.programme = programme;
    this.kind = kind;
    this.person = person;
    this.currency = currency;
    this.definition = definition;
    this.household = household;
    this.county = county;
    this.village = village;
    this.channel = channel;
  }

  /// What is sealed.
  record Secrets(
      Map<String, Object> answers,
      @Nullable String payeeName,
      @Nullable String payeeAccount,
      @Nullable String witness) {
    static final Secrets NONE = new Secrets(Map.of(), null, null, null);

    Secrets {
      answers = Map.copyOf(answers);
    }

    @Override
    public String toString() {
      return "Secrets";
    }
  }

  /// Whether money of a grant is paid as it falls due: also while an appeal against it is open.
  boolean holdsGrant() {
    return state == Case.State.GRANTED || (granted != null && state != Case.State.REVERSED);
  }

  /// Of a reversed grant: whether all that was promised is back.
  boolean owesNothing() {
    return promised == released + takenBack;
  }

  Money money(long minor) {
    return new Money(minor, currency);
  }

  /// Answers in the clear, for rules and benefits.
  Map<String, Object> allAnswers() {
    Map<String, Object> all = new TreeMap<>(answers);
    all.putAll(secrets.answers());
    return all;
  }
}
