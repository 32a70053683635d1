package org.yutang.giving;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.payment.Via;
import org.yutang.programme.ProgrammeId;

/// Money that a donor gives directly.
///
/// @param publicId names it in public: its leaf, and the page that follows it
/// @param name what the donor is called in public; empty for a kind person
/// @param plan the monthly plan that it belongs to, with its month
/// @param payment its one payment
/// @param returned what went back of it
public record Gift(
    UUID id,
    UUID publicId,
    UUID project,
    ProgrammeId programme,
    Money amount,
    Optional<String> name,
    Optional<UUID> plan,
    Optional<YearMonth> month,
    UUID payment,
    State state,
    Instant madeAt,
    Instant payBy,
    Optional<Paid> paid,
    Money returned,
    Optional<Message> message) {

  public enum State {
    /// Its payment is waited for.
    ASKED,
    PAID,
    /// Nobody paid.
    LAPSED
  }

  /// @param number of the receipt, from 1 without a gap in each year
  public record Paid(Instant at, LocalDate businessDate, int year, int number) {

    /// Such as `G2026-000001`.
    public String receipt() {
      return String.format(Locale.ROOT, "G%d-%06d", year, number);
    }
  }

  /// What the donor says to the programme; public once somebody has read it.
  public record Message(String text, MessageState state) {}

  public enum MessageState {
    WAITING,
    PUBLISHED,
    DECLINED
  }

  /// A gift to be given.
  ///
  /// @param key made by the caller at random: the same key with the same content gives the same
  ///   gift and the same link, so whoever knows both sees the donor's page
  /// @param name at most 40 characters; empty for a kind person
  /// @param contact an e-mail address or a telephone number of China
  /// @param message at most 500 characters
  /// @param via empty for the usual provider
  /// @param link of a donor who gives again, whose name and contact then hold
  public record New(
      UUID key,
      UUID project,
      Money amount,
      Optional<String> name,
      Optional<String> contact,
      Optional<String> message,
      Optional<Via> via,
      Optional<String> link) {

    /// A gift of a new donor.
    public New(
        UUID key,
        UUID project,
        Money amount,
        Optional<String> name,
        Optional<String> contact,
        Optional<String> message,
        Optional<Via> via) {
      this(key, project, amount, name, contact, message, via, Optional.empty());
    }
  }

  /// What everybody may read.
  public record Told(Optional<String> name, Money amount, LocalDate day, String text) {}

  /// The newest first.
  public record Query(UUID project, Optional<State> state, Page.Wanted page) {}
}
