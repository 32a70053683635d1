package org.yutang.giving;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.kernel.Uuids;
import org.yutang.payment.Incoming;
import org.yutang.payment.Via;
import org.yutang.programme.Programmes;
import org.yutang.store.Transactions;

/// Writes gifts down, each with its payment in one transaction; [GiftDelivery] hears what became of
/// the payments.
@Component
class SqlGifts implements Gifts {

  static final int LAST_DAY = 28;

  private final GiftRows rows;
  private final GiftPlacing placing;
  private final DonorRows donors;
  private final GiftLinks links;
  private final Projects projects;
  private final Programmes programmes;
  private final Incoming incoming;
  private final Access access;
  private final Audit audit;
  private final Transactions transactions;
  private final Clock clock;

  SqlGifts(
      GiftRows rows,
      GiftPlacing placing,
      DonorRows donors,
      GiftLinks links,
      Projects projects,
      Programmes programmes,
      Incoming incoming,
      Access access,
      Audit audit,
      Transactions transactions,
      Clock clock) {
    this.rows = rows;
    this.placing = placing;
    this.donors = donors;
    this.links = links;
    this.projects = projects;
    this.programmes = programmes;
    this.incoming = incoming;
    this.access = access;
    this.audit = audit;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public List<Via> offered() {
    return incoming.offered();
  }

  @Override
  public Given give(Gift.New told) {
    Opening opening = open(told);
    UUID id = Uuids.inShard(opening.shard(), "giving.gift", opening.gift().key().toString());
    transactions.run(
        () -> {
          UUID donor = write(opening);
          if (rows.find(id).isEmpty())
            place(opening, id, donor, Optional.empty(), Optional.empty(), GiftPlacing.PAY_WITHIN);
        });
    requireSame(opening, rows.find(id).orElseThrow());
    return new Given(opening.link(), id);
  }

  @Override
  public Given giveMonthly(Gift.New told, int day) {
    if (day < 1 || day > LAST_DAY) throw GiftTold.bad("day");
    Opening opening = open(told);
    UUID planId = Uuids.inShard(opening.shard(), "giving.plan", opening.gift().key().toString());
    UUID id = GiftPlacing.giftOf(planId, YearMonth.from(opening.today()));
    UUID first =
        transactions.call(
            () -> {
              UUID donor = write(opening);
              Optional<DonorRows.Plan> there = donors.holdPlan(planId);
              if (there.isPresent()) {
                requireSame(opening, there.get(), day);
                return GiftPlacing.giftOf(
                    planId, YearMonth.from(BusinessDay.of(there.get().plan().madeAt())));
              }
              YearMonth month = YearMonth.from(opening.today());
              GiftPlan plan =
                  new GiftPlan(
                      planId,
                      opening.project().id(),
                      opening.gift().amount(),
                      day,
                      opening.via(),
                      GiftPlan.State.RUNNING,
                      month.plusMonths(1).atDay(day),
                      opening.now());
              donors.insert(plan, donor);
              place(
                  opening,
                  id,
                  donor,
                  Optional.of(planId),
                  Optional.of(month),
                  GiftPlacing.MONTHLY_WITHIN);
              return id;
            });
    requireSame(opening, rows.find(first).orElseThrow());
    return new Given(opening.link(), first);
  }

  /// A gift about to be written down.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Opening(
      Gift.New gift,
      Project project,
      Via via,
      String link,
      byte[] digest,
      Instant now,
      LocalDate today) {
    int shard() {
      return GiftLinks.shard(digest);
    }
  }

  private Opening open(Gift.New told) {
    if (Transactions.isOpen())
      throw new IllegalStateException("gifts open accounts: not in a transaction");
    Gift.New gift = GiftTold.sound(told);
    Project project = projects.get(gift.project());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    LocalDate today = BusinessDay.of(now);
    requireOpen(project, today);
    List<Via> offered = incoming.offered();
    if (offered.isEmpty() || gift.via().filter(via -> !offered.contains(via)).isPresent())
      throw new Refusal(GivingRefusal.NOBODY_TO_PAY);
    programmes.openFund(programmes.get(project.programme()));
    String link = gift.link().orElseGet(() -> links.of(gift.key()));
    if (gift.link().isPresent()) donorOf(link);
    return new Opening(
        gift,
        project,
        gift.via().orElse(offered.getFirst()),
        link,
        GiftLinks.digest(link),
        now,
        today);
  }

  private static void requireOpen(Project project, LocalDate day) {
    if (day.isBefore(project.from()) || day.isAfter(project.to()))
      throw new Refusal(GivingRefusal.OUTSIDE_PROJECT, Map.of("day", day.toString()));
  }

  /// The donor of a gift, who may be there.
  private UUID write(Opening opening) {
    Gift.New gift = opening.gift();
    if (gift.link().isPresent()) return donorOf(opening.link()).id();
    UUID donor = Uuids.inShard(opening.shard(), "giving.donor", gift.key().toString());
    donors.insert(donor, opening.digest(), gift.name(), gift.contact(), opening.now());
    return donor;
  }

  private void place(
      Opening opening,
      UUID id,
      UUID donor,
      Optional<UUID> plan,
      Optional<YearMonth> month,
      Duration within) {
    placing.place(
        opening.project(),
        new GiftPlacing.Wanted(
            id,
            donor,
            opening.gift().amount(),
            opening.gift().message(),
            opening.via(),
            plan,
            month,
            within),
        opening.now());
  }

  private void requireSame(Opening opening, GiftRows.Kept there) {
    DonorRows.Kept donor = donors.find(opening.digest()).orElseThrow();
    Gift gift = there.gift();
    Gift.New told = opening.gift();
    boolean sameDonor =
        told.link().isPresent()
            || (donor.name().equals(told.name()) && donor.contact().equals(told.contact()));
    boolean same =
        sameDonor
            && there.donor().equals(donor.id())
            && gift.project().equals(told.project())
            && gift.amount().equals(told.amount())
            && gift.message().map(Gift.Message::text).equals(told.message());
    if (!same) throw reused(opening);
  }

  private static void requireSame(Opening opening, DonorRows.Plan there, int day) {
    if (there.plan().day() != day) throw reused(opening);
  }

  private static Refusal reused(Opening opening) {
    return new Refusal(GivingRefusal.ID_REUSED, Map.of("id", opening.gift().key().toString()));
  }

  @Override
  public Donor donor(String link) {
    DonorRows.Kept donor = donorOf(link);
    int shard = Shards.ofId(donor.id());
    return new Donor(
        donor.name(),
        donor.contact().map(GiftTold::masked),
        rows.ofDonor(shard, donor.id()),
        donors.plans(shard, donor.id()));
  }

  private DonorRows.Kept donorOf(String link) {
    return donors.find(GiftLinks.digest(link)).orElseThrow(SqlGifts::unknownLink);
  }

  private static Refusal unknownLink() {
    return new Refusal(GivingRefusal.UNKNOWN_LINK);
  }

  @Override
  public Gift get(String link, UUID gift) {
    return found(link, gift).gift();
  }

  private GiftRows.Kept found(String link, UUID gift) {
    DonorRows.Kept donor = donorOf(link);
    return rows.find(gift)
        .filter(kept -> kept.donor().equals(donor.id()))
        .orElseThrow(SqlGifts::unknownLink);
  }

  @Override
  public String payAt(String link, UUID gift, boolean phone, String back) {
    return incoming.address(found(link, gift).gift().payment(), phone, back);
  }

  @Override
  public GiftPlan setPlan(String link, UUID id, GiftPlan.State state) {
    DonorRows.Kept donor = donorOf(link);
    return transactions.call(
        () -> {
          GiftPlan plan =
              donors
                  .holdPlan(id)
                  .filter(each -> each.donor().equals(donor.id()))
                  .orElseThrow(SqlGifts::unknownLink)
                  .plan();
          if (plan.state() == state) return plan;
          if (plan.state() == GiftPlan.State.ENDED) throw new Refusal(GivingRefusal.PLAN_ENDED);
          LocalDate today = BusinessDay.of(clock.instant());
          donors.setPlan(
              id,
              state,
              state == GiftPlan.State.RUNNING && plan.next().isBefore(today)
                  ? nextAfter(today, plan.day())
                  : plan.next());
          return donors.holdPlan(id).orElseThrow().plan();
        });
  }

  /// Months that passed while a plan was paused are not caught up.
  private static LocalDate nextAfter(LocalDate today, int day) {
    LocalDate next = today.withDayOfMonth(day);
    return next.isBefore(today) ? next.plusMonths(1) : next;
  }

  @Override
  public Sale.Receipt receipt(String link, UUID id) {
    GiftRows.Kept kept = found(link, id);
    Gift.Paid paid = kept.gift().paid().orElseThrow(SqlGifts::unknownLink);
    return new Sale.Receipt(
        kept.gift().publicId(),
        new String(GiftDelivery.leaf(kept.gift(), paid, kept.salt()), StandardCharsets.UTF_8),
        HexFormat.of().formatHex(kept.salt()),
        paid.receipt());
  }

  @Override
  public Page<Gift.Told> messages(UUID project, Page.Wanted page) {
    projects.get(project);
    return rows.published(project, page).map(SqlGifts::told);
  }

  @Override
  public List<Gift.Told> messagesOf(Collection<UUID> publicIds) {
    return rows.published(publicIds, MOST_MESSAGES).stream().map(SqlGifts::told).toList();
  }

  private static Gift.Told told(Gift gift) {
    return new Gift.Told(
        gift.name(),
        gift.amount().minus(gift.returned()),
        gift.paid().orElseThrow().businessDate(),
        gift.message().orElseThrow().text());
  }

  @Override
  public Page<Gift> list(Actor actor, Gift.Query query) {
    access.require(actor, Permission.SEE_GIVING, projects.get(query.project()).place());
    return rows.list(query);
  }

  @Override
  public Page<Gift> waitingMessages(Actor actor, Page.Wanted page) {
    access.requireSomewhere(actor, Permission.RUN_GIVING);
    UUID[] theirs =
        projects.all().stream()
            .filter(each -> access.may(actor, Permission.RUN_GIVING, each.place()))
            .map(Project::id)
            .toArray(UUID[]::new);
    return rows.waiting(theirs, page);
  }

  @Override
  public Gift moderate(Actor actor, UUID id, boolean publish) {
    Gift gift =
        rows.find(id)
            .map(GiftRows.Kept::gift)
            .orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_GIFT));
    Project project = projects.get(gift.project());
    if (!access.may(actor, Permission.SEE_GIVING, project.place()))
      throw new Refusal(GivingRefusal.UNKNOWN_GIFT);
    access.require(actor, Permission.RUN_GIVING, project.place());
    Gift.MessageState state = publish ? Gift.MessageState.PUBLISHED : Gift.MessageState.DECLINED;
    transactions.run(
        () -> {
          if (rows.moderate(id, state, actor.account(), clock.instant())) {
            audit.record(
                actor,
                "giving.moderate",
                project.place(),
                id.toString(),
                Map.of("published", publish));
            return;
          }
          Optional<Gift.Message> there = rows.find(id).orElseThrow().gift().message();
          if (there.map(Gift.Message::state).filter(state::equals).isEmpty())
            throw new Refusal(GivingRefusal.MESSAGE_DECIDED);
        });
    return rows.find(id).orElseThrow().gift();
  }
}
