package org.yutang.programme;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.HouseholdId;
import org.yutang.register.PersonId;

/// A claim's row while a command changes it: loaded and locked, changed, written back whole.
/// Amounts in fen.
final class ClaimRow {

  final int shard;
  final UUID id;
  final ProgrammeId programme;
  final PersonId person;
  final String currency;
  HouseholdId household;
  PlaceCode county;
  PlaceCode village;
  Claim.State state = Claim.State.DRAFT;
  int version;
  @Nullable String hospital;
  @Nullable LocalDate admitted;
  @Nullable LocalDate discharged;
  @Nullable String billNumber;
  @Nullable Long total;
  @Nullable Long ownShare;
  List<String> photos = List.of();
  Secrets secrets = Secrets.NONE;
  Claim.Confirmation.@Nullable How confirmedHow;
  @Nullable Instant confirmedAt;
  @Nullable String confirmedPhoto;
  @Nullable UUID confirmedTakenBy;
  @Nullable UUID bill;
  @Nullable UUID visit;
  @Nullable UUID filer;
  @Nullable LocalDate filedDay;
  @Nullable LocalDate dueDay;
  @Nullable Integer daysLeft;
  @Nullable UUID enrolment;
  @Nullable Integer policyYear;
  @Nullable Integer rules;
  @Nullable String definition;
  @Nullable Long counted;
  @Nullable Long benefit;

  /// What had been counted when an appeal took a paid claim up again.
  @Nullable Long countedBefore;

  @Nullable UUID firstReviewer;
  @Nullable UUID secondReviewer;
  List<UUID> barred = new ArrayList<>();
  @Nullable LocalDate decidedDay;
  @Nullable Integer decisionDays;
  @Nullable Integer paymentDays;
  @Nullable LocalDate appealedDay;
  long paid;
  boolean waitingForMoney;
  LocalDate lastDay = LocalDate.EPOCH;
  Instant changedAt = Instant.EPOCH;

  ClaimRow(
      int shard,
      UUID id,
      ProgrammeId programme,
      PersonId person,
      String currency,
      HouseholdId household,
      PlaceCode county,
      PlaceCode village) {
    this.shard = shard;
    this.id = id;
    this.programme = programme;
    this.person = person;
    this.currency = currency;
    this.household = household;
    this.county = county;
    this.village = village;
  }

  /// What is sealed together.
  record Secrets(
      @Nullable String diagnosis,
      @Nullable String payeeName,
      @Nullable String payeeAccount,
      @Nullable String witness) {
    static final Secrets NONE = new Secrets(null, null, null, null);

    @Override
    public String toString() {
      return "Secrets";
    }
  }

  Money money(long fen) {
    return new Money(fen, currency);
  }

  boolean isReduced() {
    Long accepted = counted;
    Long claimed = ownShare;
    return accepted != null && claimed != null && accepted < claimed;
  }
}
