package org.yutang.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yutang.campaign.FlashClaim.Answer;
import org.yutang.campaign.FlashClaim.State;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Command;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Taking;
import org.yutang.ledger.Takings;

/// One campaign in this process: turns claims into the ledger's commands and outcomes into answers.
///
/// # What it remembers, and why that decides nothing
///
/// The ledger decides every claim, except that it need not be asked again and again when nothing is
/// left. From a refusal for want of stock on, claims for as many pieces or more are refused here,
/// for [#TRUST] at a time; then they go to the ledger until it has said so again.
///
/// A claim that was accepted before must get its answer all the same. So whatever is or may be in
/// the ledger goes there: what this process has asked and has not heard of ([#asked]), what it
/// heard was accepted, and what was there before ([Written]). Nothing is refused from memory until
/// the latter has been read. A claim enters `Written` before it leaves `asked`, and is looked for
/// in the opposite order, so it is never in neither.
///
/// Two processes on one ledger: only one writes at a time; the other's memory may be out of date
/// for [#TRUST], in which it says that nothing is left.
final class Gate {

  static final Duration TRUST = Duration.ofSeconds(1);

  /// A claim is held this much longer than its claimant is told, for the time until it was written.
  static final Duration GRACE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

  private final Campaign campaign;
  private final Takings takings;
  private final Executor aside;
  private final Written written;
  private final Map<UUID, Integer> asked = new ConcurrentHashMap<>();
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile @Nullable SoldOut soldOut;

  /// From how many pieces on there is not enough, and since when that is believed.
  private record SoldOut(long quantity, long sinceMillis) {
    boolean isFresh(Instant now) {
      return Math.abs(now.toEpochMilli() - sinceMillis) < TRUST.toMillis();
    }
  }

  /// @param aside runs what reads the database
  Gate(Campaign campaign, Takings takings, Executor aside) {
    this.campaign = campaign;
    this.takings = takings;
    this.aside = aside;
    this.written = new Written(takings, campaign.stockAccount());
  }

  Campaign campaign() {
    return campaign;
  }

  Written written() {
    return written;
  }

  /// Whether nothing is under way, so that it may be forgotten.
  boolean isIdle() {
    return asked.isEmpty();
  }

  /// The claims of one call.
  ///
  /// @param answers one a claim, null for those that the ledger is asked about
  /// @param sent which claims those are, by their number, each with its line and command
  record Round(
      List<FlashClaim> claims,
      @Nullable Answer[] answers,
      List<Integer> sent,
      List<UUID> lines,
      List<Command> commands,
      Instant now) {}

  /// Answers what can be answered, and makes commands of the rest; [#end] or [#failed] must follow.
  Round begin(List<FlashClaim> claims, Instant now) {
    Round round =
        new Round(
            claims,
            new Answer[claims.size()],
            new ArrayList<>(claims.size()),
            new ArrayList<>(claims.size()),
            new ArrayList<>(claims.size()),
            now);
    Campaign.Phase phase = campaign.phase(now);
    for (int i = 0; i < claims.size(); i++) {
      FlashClaim claim = claims.get(i);
      if (claim.quantity() < 1 || claim.quantity() > campaign.perHolder())
        round.answers[i] =
            refused(claim, CampaignRefusal.BAD_QUANTITY, Map.of("limit", campaign.perHolder()));
      else if (phase == Campaign.Phase.OPEN) round.answers[i] = open(round, i, claim);
    }
    if (phase != Campaign.Phase.OPEN) closed(round, phase);
    return round;
  }

  /// @param outcomes of the round's commands
  CompletableFuture<List<Answer>> end(Round round, List<Outcome> outcomes) {
    Map<Integer, UUID> unclear = new HashMap<>();
    for (int i = 0; i < outcomes.size(); i++) {
      int at = round.sent.get(i);
      FlashClaim claim = round.claims.get(at);
      UUID line = round.lines.get(i);
      switch (outcomes.get(i)) {
        case Outcome.Accepted accepted -> {
          written.note(line);
          if (!accepted.repeated()) stockWasLeft(claim.quantity());
          round.answers[at] = accepted(claim, accepted.repeated());
        }
        case Outcome.Refused refused -> {
          if (refused.reason() == Outcome.Reason.ID_REUSED) unclear.put(at, line);
          else round.answers[at] = refused(claim, refused, round.now);
        }
      }
      heard(line);
    }
    if (unclear.isEmpty()) return CompletableFuture.completedFuture(answers(round));
    return CompletableFuture.supplyAsync(
        () -> {
          look(round, unclear, null);
          return answers(round);
        },
        aside);
  }

  /// What became of the round is not known.
  void failed(Round round) {
    for (UUID line : round.lines) {
      written.note(line);
      heard(line);
    }
  }

  private @Nullable Answer open(Round round, int at, FlashClaim claim) {
    UUID line = campaign.line(claim.id());
    if (isSoldOut(claim.quantity(), round.now) && !mayBeThere(line))
      return refused(claim, CampaignRefusal.SOLD_OUT, Map.of());
    asked.merge(line, 1, Integer::sum);
    round.sent.add(at);
    round.lines.add(line);
    round.commands.add(command(claim, line, round.now));
    return null;
  }

  /// Too early or too late; but what was accepted before is answered as it was.
  private void closed(Round round, Campaign.Phase phase) {
    Map<Integer, UUID> perhaps = new HashMap<>();
    Answer[] no = new Answer[round.claims.size()];
    for (int i = 0; i < no.length; i++) {
      if (round.answers[i] != null) continue;
      FlashClaim claim = round.claims.get(i);
      UUID line = campaign.line(claim.id());
      no[i] =
          phase == Campaign.Phase.BEFORE
              ? refused(claim, CampaignRefusal.NOT_OPEN_YET, opening(round.now))
              : refused(claim, CampaignRefusal.ENDED, Map.of("endedAt", said(campaign.endsAt())));
      if (phase == Campaign.Phase.ENDED || mayBeThere(line)) perhaps.put(i, line);
      else round.answers[i] = no[i];
    }
    look(round, perhaps, no);
  }

  private Map<String, Object> opening(Instant now) {
    long seconds = Duration.between(now, campaign.opensAt()).plusMillis(999).toSeconds();
    return Map.of("opensAt", said(campaign.opensAt()), "retryAfterSeconds", seconds);
  }

  /// An instant for people and programs.
  private static String said(Instant instant) {
    return instant.atZone(BusinessDay.ZONE).toOffsetDateTime().toString();
  }

  /// Answers claims by their lines.
  ///
  /// @param lines by the claims' numbers
  /// @param no the answers to those that have none; null where their ids are known to be used
  private void look(Round round, Map<Integer, UUID> lines, @Nullable Answer @Nullable [] no) {
    Map<UUID, Taking> there = new HashMap<>();
    for (Taking each : takings.find(lines.values())) there.put(each.id(), each);
    lines.forEach(
        (at, line) -> {
          FlashClaim claim = round.claims.get(at);
          Taking found = there.get(line);
          if (found == null && no != null) round.answers[at] = no[at];
          else if (found == null || !isSame(found, claim))
            round.answers[at] = refused(claim, CampaignRefusal.CLAIM_DIFFERS, Map.of());
          else round.answers[at] = accepted(claim, true);
        });
  }

  private boolean isSame(Taking found, FlashClaim claim) {
    return found.from().equals(campaign.stockAccount())
        && found.holder().equals(claim.holder())
        && found.amount() == claim.quantity();
  }

  private Command command(FlashClaim claim, UUID line, Instant now) {
    UUID stock = campaign.stockAccount();
    UUID granted = campaign.grantedAccount();
    LocalDate day = BusinessDay.of(now);
    return switch (campaign.price()) {
      case Price.Free _ ->
          new Command.Transfer(
              line, stock, granted, claim.quantity(), Written.MEMO, day, claim.holder());
      case Price.Units price -> {
        Instant cause = Uuids.instantOf(line);
        yield new Command.Linked(
            Uuids.derivedFrom(cause, "campaign.group", line),
            List.of(
                new Command.Transfer(
                    line, stock, granted, claim.quantity(), Written.MEMO, day, claim.holder()),
                new Command.Transfer(
                    Uuids.derivedFrom(cause, "campaign.price", line),
                    Campaigns.purse(price.unit(), claim.holder()),
                    campaign.incomeAccount(),
                    price.each() * claim.quantity(),
                    "claim-price",
                    day)));
      }
      case Price.Paid price ->
          new Command.Reserve(
              line,
              stock,
              granted,
              claim.quantity(),
              Written.MEMO,
              day,
              "campaign/" + campaign.id(),
              now.plus(price.within()).plus(GRACE),
              claim.holder());
    };
  }

  private Answer accepted(FlashClaim claim, boolean repeated) {
    State state = campaign.price() instanceof Price.Paid ? State.RESERVED : State.GRANTED;
    return new Answer.Accepted(claim.id(), state, repeated);
  }

  private static Answer refused(FlashClaim claim, CampaignRefusal why, Map<String, Object> facts) {
    return new Answer.Refused(claim.id(), why, facts);
  }

  private Answer refused(FlashClaim claim, Outcome.Refused refused, Instant now) {
    boolean stock = campaign.stockAccount().equals(refused.account());
    return switch (refused.reason()) {
      case INSUFFICIENT, UNKNOWN_ACCOUNT -> {
        if (stock && refused.reason() == Outcome.Reason.INSUFFICIENT) {
          nothingWasLeft(claim.quantity(), now);
          yield refused(claim, CampaignRefusal.SOLD_OUT, Map.of());
        }
        if (!(campaign.price() instanceof Price.Units price) || stock) throw unexpected(refused);
        yield refused(
            claim,
            CampaignRefusal.NOT_ENOUGH,
            Map.of("price", price.each() * claim.quantity(), "unit", price.unit().code()));
      }
      case OVER_HOLDER ->
          refused(claim, CampaignRefusal.LIMIT_REACHED, Map.of("limit", campaign.perHolder()));
      case ID_OUT_OF_RANGE -> refused(claim, CampaignRefusal.CLAIM_ID_TIME, Map.of());
      case FROZEN, CLOSED -> refused(claim, CampaignRefusal.SUSPENDED, Map.of());
      case NOT_POSITIVE,
          SAME_ACCOUNT,
          UNIT_MISMATCH,
          OTHER_SHARD,
          OVERFLOW,
          OVER_MOST,
          HOLDER_MISSING,
          ID_REUSED,
          UNKNOWN_RESERVATION,
          ALREADY_POSTED,
          ALREADY_VOIDED,
          EXPIRED,
          MORE_THAN_RESERVED ->
          throw unexpected(refused);
    };
  }

  private static IllegalStateException unexpected(Outcome.Refused refused) {
    return new IllegalStateException("a claim was refused as " + refused);
  }

  private static List<Answer> answers(Round round) {
    for (Answer each : round.answers) Objects.requireNonNull(each);
    return Arrays.asList(round.answers);
  }

  private boolean mayBeThere(UUID line) {
    return asked.containsKey(line) || written.mayKnow(line);
  }

  private void heard(UUID line) {
    asked.computeIfPresent(line, (id, times) -> times == 1 ? null : times - 1);
  }

  private boolean isSoldOut(long quantity, Instant now) {
    SoldOut known = soldOut;
    if (known == null || quantity < known.quantity) return false;
    if (known.isFresh(now)) return true;
    soldOut = null;
    return false;
  }

  private void nothingWasLeft(long quantity, Instant now) {
    if (!written.isComplete()) {
      if (reading.compareAndSet(false, true)) aside.execute(this::read);
      return;
    }
    SoldOut known = soldOut;
    boolean less = known != null && known.quantity < quantity && known.isFresh(now);
    if (!less) soldOut = new SoldOut(quantity, now.toEpochMilli());
  }

  private void stockWasLeft(long quantity) {
    SoldOut known = soldOut;
    if (known != null && quantity >= known.quantity) soldOut = null;
  }

  private void read() {
    try {
      written.catchUp();
    } catch (RuntimeException e) {
      LOG.warn("the claims of campaign {} could not be read", campaign.id(), e);
    } finally {
      reading.set(false);
    }
  }
}
