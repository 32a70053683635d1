package org.yutang.giving;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Permission;
import org.yutang.kernel.Money;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Shards;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Unit;
import org.yutang.programme.Programme;
import org.yutang.programme.ProgrammeId;
import org.yutang.programme.Programmes;
import org.yutang.programme.Text;
import org.yutang.register.Register;
import org.yutang.store.FileStore;
import org.yutang.store.Jobs;
import org.yutang.store.Json;
import org.yutang.store.Transactions;
import org.yutang.store.Words;

/// Checks who may, and hands on to whoever does it.
@Component
class SqlGiving implements Giving {

  private final Projects projects;
  private final Merchants merchants;
  private final Pledges pledges;
  private final SaleRows saleRows;
  private final Sales sales;
  private final GiftRows gifts;
  private final RefundRows refundRows;
  private final Refunds refunds;
  private final Mixed mixed;
  private final Ranges ranges;
  private final PublicGroups groups;
  private final Counties counties;
  private final Programmes programmes;
  private final Register register;
  private final Ledger ledger;
  private final Access access;
  private final Audit audit;
  private final Jobs jobs;
  private final FileStore files;
  private final Transactions transactions;
  private final Clock clock;

  SqlGiving(
      Projects projects,
      Merchants merchants,
      Pledges pledges,
      SaleRows saleRows,
      Sales sales,
      GiftRows gifts,
      RefundRows refundRows,
      Refunds refunds,
      Mixed mixed,
      Ranges ranges,
      PublicGroups groups,
      Counties counties,
      Programmes programmes,
      Register register,
      Ledger ledger,
      Access access,
      Audit audit,
      Jobs jobs,
      FileStore files,
      Transactions transactions,
      Clock clock) {
    this.projects = projects;
    this.merchants = merchants;
    this.pledges = pledges;
    this.saleRows = saleRows;
    this.sales = sales;
    this.gifts = gifts;
    this.refundRows = refundRows;
    this.refunds = refunds;
    this.mixed = mixed;
    this.ranges = ranges;
    this.groups = groups;
    this.counties = counties;
    this.programmes = programmes;
    this.register = register;
    this.ledger = ledger;
    this.access = access;
    this.audit = audit;
    this.jobs = jobs;
    this.files = files;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Project openProject(Actor actor, Project.New project) {
    register.getPlace(project.place());
    access.require(actor, Permission.RUN_GIVING, project.place());
    Told.requireSound(project);
    Programme programme = programmes.get(project.programme());
    if (!programme.currency().equals(Sale.CURRENCY))
      throw new Refusal(GivingRefusal.FOREIGN_FUND, Map.of("programme", programme.title().zh()));
    programmes.openFund(programme);
    transactions.run(
        () -> {
          if (!projects.insert(project, actor.account(), clock.instant())) return;
          audit.record(
              actor,
              "giving.open-project",
              project.place(),
              project.id().toString(),
              Map.of(
                  "title",
                  project.title().zh(),
                  "goal",
                  project.goal().map(Money::toString).orElse("-")));
        });
    Project there = projects.get(project.id());
    boolean same =
        new Project(
                project.id(),
                project.title(),
                project.summary(),
                project.programme(),
                project.place(),
                project.from(),
                project.to(),
                project.goal(),
                project.budget(),
                there.openedAt())
            .equals(there);
    if (!same) throw reused(project.id());
    return there;
  }

  @Override
  public Project.Entry getProject(UUID project) {
    Project found = projects.get(project);
    return new Project.Entry(found, projects.figures(found));
  }

  @Override
  public Page<Project.Entry> projects(Project.Query query) {
    return projects.list(query);
  }

  @Override
  public PublicFigures publicFigures(UUID project) {
    return groups.of(projects.get(project));
  }

  @Override
  public Merchant addMerchant(Actor actor, UUID id, Text name, PlaceCode place) {
    register.getPlace(place);
    access.require(actor, Permission.RUN_GIVING, place);
    Told.requireName(name);
    PlaceCode county = counties.ofMerchant(place);
    ledger.open(
        List.of(
            new NewAccount(
                Merchant.ledgerAccount(id),
                Words.in(Words.Language.ZH).t("giving.account", Map.of("merchant", name.zh())),
                Unit.CNY,
                true)));
    transactions.run(
        () -> {
          if (merchants.insert(id, name, place, county, clock.instant()))
            audit.record(
                actor, "giving.add-merchant", place, id.toString(), Map.of("name", name.zh()));
        });
    Merchant there = merchant(id);
    if (!there.name().equals(name) || !there.place().equals(place)) throw reused(id);
    return there;
  }

  @Override
  public Merchant setAccount(Actor actor, UUID merchant, UUID account, boolean acts) {
    Merchant found = merchant(merchant);
    access.require(actor, Permission.RUN_GIVING, found.place());
    if (acts) access.actor(account);
    transactions.run(
        () -> {
          merchants.setAccount(merchant, account, acts);
          audit.record(
              actor,
              "giving.set-account",
              found.place(),
              merchant.toString(),
              Map.of("account", account.toString(), "acts", acts));
        });
    return merchant(merchant);
  }

  @Override
  public Text merchantName(UUID merchant) {
    return merchants
        .find(merchant)
        .orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_MERCHANT))
        .name();
  }

  @Override
  public Merchant getMerchant(Actor actor, UUID merchant) {
    Merchant found = merchant(merchant);
    if (!sees(actor, found)) throw new Refusal(GivingRefusal.UNKNOWN_MERCHANT);
    return found;
  }

  @Override
  public Page<Merchant> merchants(Actor actor, Merchant.Query query) {
    return merchants.list(
        query,
        each ->
            sees(actor, each)
                && (query.within().isEmpty()
                    || register.contains(query.within().get(), each.place())));
  }

  @Override
  public Pledge pledge(
      Actor actor, UUID id, UUID merchant, UUID project, Rate rate, LocalDate from) {
    Merchant giver = merchant(merchant);
    access.require(actor, Permission.RUN_GIVING, giver.place());
    Project receiver = projects.get(project);
    if (!rate.gives()) throw new Refusal(GivingRefusal.BAD_RATE, Map.of("rate", "0"));
    if (from.isBefore(receiver.from()) || from.isAfter(receiver.to()))
      throw new Refusal(GivingRefusal.OUTSIDE_PROJECT, Map.of("day", from.toString()));
    transactions.run(
        () -> {
          merchants.lock(merchant);
          if (pledges.find(id).isPresent()) return;
          for (Pledge other : pledges.ofMerchant(merchant)) requireEnded(other, from);
          Instant now = clock.instant();
          pledges.insert(id, merchant, project, now);
          pledges.insertRate(id, from, rate, actor.account(), now);
          audit.record(
              actor,
              "giving.pledge",
              giver.place(),
              id.toString(),
              Map.of("project", project.toString(), "rate", told(rate), "from", from.toString()));
        });
    Pledge there = pledges.get(id);
    Pledge.Version first = there.versions().getFirst();
    if (!there.merchant().equals(merchant)
        || !there.project().equals(project)
        || !first.from().equals(from)
        || !first.rate().equals(rate)) throw reused(id);
    return there;
  }

  @Override
  public Pledge changeRate(Actor actor, UUID pledge, Rate rate, LocalDate from) {
    Merchant giver = merchant(pledges.get(pledge).merchant());
    access.require(actor, Permission.RUN_GIVING, giver.place());
    transactions.run(
        () -> {
          pledges.lock(pledge);
          Pledge.Version last = pledges.get(pledge).versions().getLast();
          if (last.rate().equals(rate) && last.from().equals(from)) return;
          if (last.rate() instanceof Rate.Ended) throw new Refusal(GivingRefusal.PLEDGE_ENDED);
          LocalDate fixed =
              saleRows
                  .lastSale(giver.id(), pledge)
                  .filter(day -> day.isAfter(last.from()))
                  .orElse(last.from());
          if (!from.isAfter(fixed))
            throw new Refusal(GivingRefusal.RATE_TOO_EARLY, Map.of("day", fixed.toString()));
          pledges.insertRate(pledge, from, rate, actor.account(), clock.instant());
          audit.record(
              actor,
              "giving.change-rate",
              giver.place(),
              pledge.toString(),
              Map.of("rate", told(rate), "from", from.toString()));
        });
    return pledges.get(pledge);
  }

  @Override
  public Pledge getPledge(UUID pledge) {
    return pledges.get(pledge);
  }

  @Override
  public Page<Pledge> pledges(Pledge.Query query) {
    return pledges.list(query);
  }

  @Override
  public Map<UUID, List<Pledge.OnDay>> pledgedOn(Collection<UUID> merchants, LocalDate day) {
    return pledges.onDay(merchants, day);
  }

  @Override
  public List<Sale.Result> sell(Actor actor, UUID merchant, List<SaleNotice> notices) {
    return sales.book(actor, acting(actor, merchant), notices, false);
  }

  @Override
  public List<Sale.Result.Booked> sellAll(Actor actor, UUID merchant, List<SaleNotice> notices) {
    return sales.book(actor, acting(actor, merchant), notices, true).stream()
        .map(Sale.Result.Booked.class::cast)
        .toList();
  }

  @Override
  public UUID importSales(Actor actor, UUID job, UUID merchant, String file) {
    Merchant giver = acting(actor, merchant);
    transactions.run(
        () -> {
          if (jobs.find(job).isPresent()) return;
          files.get(file);
          jobs.submit(job, SalesImport.KIND, new SalesImport.Args(merchant, file), actor.account());
          audit.record(
              actor,
              "giving.import",
              giver.place(),
              merchant.toString(),
              Map.of("job", job.toString(), "file", file));
        });
    return job;
  }

  @Override
  public Optional<Path> importErrors(Actor actor, UUID job) {
    Jobs.Job found =
        jobs.find(job)
            .filter(
                each ->
                    each.kind().equals(SalesImport.KIND) && each.account().equals(actor.account()))
            .orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_IMPORT));
    if (found.resultJson() == null) return Optional.empty();
    return Optional.ofNullable(
            Json.read(Objects.requireNonNull(found.resultJson()), SalesImported.class).errorFile())
        .map(files::get);
  }

  @Override
  public Page<Sale> sales(Actor actor, Sale.Query query) {
    requireSeen(actor, query.merchant(), query.project());
    return saleRows.list(
        query, query.project().map(project -> projects.get(project).programme().text()));
  }

  @Override
  public Sale.Totals totals(Actor actor, Sale.Query query) {
    requireSeen(actor, query.merchant(), query.project());
    return saleRows.totals(
        query, query.project().map(project -> projects.get(project).programme().text()));
  }

  @Override
  public Sale getSale(Actor actor, UUID sale) {
    return seen(actor, sale).sale();
  }

  @Override
  public Optional<Sale> findSale(Actor actor, UUID merchant, String orderNumber) {
    getMerchant(actor, merchant);
    return Optional.ofNullable(saleRows.byOrder(merchant, List.of(orderNumber)).get(orderNumber))
        .map(SaleRows.Kept::sale);
  }

  @Override
  public Sale.Receipt receipt(Actor actor, UUID sale) {
    SaleRows.Kept kept = seen(actor, sale);
    if (!kept.settled()) throw new Refusal(GivingRefusal.UNKNOWN_SALE);
    return new Sale.Receipt(
        sale,
        new String(Sales.leaf(kept), StandardCharsets.UTF_8),
        HexFormat.of().formatHex(kept.salt()),
        kept.sale().orderNumber());
  }

  @Override
  public List<Refund.Result> refund(Actor actor, UUID merchant, List<RefundNotice> notices) {
    return refunds.book(actor, acting(actor, merchant), notices, false);
  }

  @Override
  public List<Refund.Result.Booked> refundAll(
      Actor actor, UUID merchant, List<RefundNotice> notices) {
    return refunds.book(actor, acting(actor, merchant), notices, true).stream()
        .map(Refund.Result.Booked.class::cast)
        .toList();
  }

  @Override
  public void requireActing(Actor actor, UUID merchant) {
    acting(actor, merchant);
  }

  @Override
  public CompletableFuture<List<Notice.Result>> tell(
      Actor actor, UUID merchant, List<Notice> notices) {
    return mixed.tell(actor, acting(actor, merchant), notices);
  }

  @Override
  public Page<Refund> refunds(Actor actor, Refund.Query query) {
    requireSeen(actor, query.merchant(), query.project());
    return refundRows.list(query);
  }

  @Override
  public Refund getRefund(Actor actor, UUID refund) {
    return seenRefund(actor, refund).refund();
  }

  @Override
  public Sale.Receipt refundReceipt(Actor actor, UUID refund) {
    RefundRows.Kept kept = seenRefund(actor, refund);
    if (kept.refund().state() != Refund.State.DONE) throw new Refusal(GivingRefusal.UNKNOWN_REFUND);
    return new Sale.Receipt(
        refund,
        new String(Refunds.leaf(kept), StandardCharsets.UTF_8),
        HexFormat.of().formatHex(kept.salt()),
        kept.refund().orderNumber());
  }

  @Override
  public Trace trace(UUID sale) {
    return ranges.trace(donation(sale));
  }

  @Override
  public Trace.Payers payers(ProgrammeId programme, long from, long to) {
    programmes.get(programme);
    return ranges.payers(programme, from, to);
  }

  @Override
  public Optional<Trace.Payers> payersOf(ProgrammeId programme, UUID enrolment) {
    programmes.get(programme);
    return ranges.payersOf(enrolment, programme);
  }

  private Merchant merchant(UUID id) {
    return merchants.find(id).orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_MERCHANT));
  }

  /// The merchant that the actor may act for.
  private Merchant acting(Actor actor, UUID id) {
    Merchant merchant = merchant(id);
    access.require(actor, Permission.SEND_SALES, merchant.place());
    if (!merchant.accounts().contains(actor.account())
        && !access.may(actor, Permission.RUN_GIVING, merchant.place()))
      throw new Refusal(GivingRefusal.UNKNOWN_MERCHANT);
    return merchant;
  }

  private boolean sees(Actor actor, Merchant merchant) {
    return access.may(actor, Permission.SEE_GIVING, merchant.place())
        || (merchant.accounts().contains(actor.account())
            && access.may(actor, Permission.SEND_SALES, merchant.place()));
  }

  private void requireSeen(Actor actor, Optional<UUID> merchant, Optional<UUID> project) {
    if (merchant.isEmpty() && project.isEmpty()) throw new Refusal(GivingRefusal.NOTHING_NAMED);
    if (merchant.isPresent()) getMerchant(actor, merchant.get());
    else access.require(actor, Permission.SEE_GIVING, projects.get(project.orElseThrow()).place());
  }

  private SaleRows.Kept found(UUID sale) {
    return Optional.of(sale)
        .filter(id -> Shards.ofId(id) < Shards.COUNT)
        .flatMap(saleRows::find)
        .orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_SALE));
  }

  /// An order's donation, or a gift by its public id.
  private Ranges.Donation donation(UUID id) {
    if (Shards.ofId(id) >= Shards.COUNT) throw new Refusal(GivingRefusal.UNKNOWN_SALE);
    return saleRows
        .find(id)
        .map(Ranges.Donation::of)
        .or(
            () ->
                gifts
                    .findPublic(id)
                    .flatMap(
                        kept -> kept.gift().paid().map(paid -> Ranges.Donation.of(kept, paid))))
        .orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_SALE));
  }

  private SaleRows.Kept seen(Actor actor, UUID sale) {
    SaleRows.Kept kept = found(sale);
    if (!maySee(actor, kept.sale().merchant(), kept.sale().project()))
      throw new Refusal(GivingRefusal.UNKNOWN_SALE);
    return kept;
  }

  private RefundRows.Kept seenRefund(Actor actor, UUID refund) {
    return refundRows
        .find(refund)
        .filter(kept -> maySee(actor, kept.refund().merchant(), kept.refund().project()))
        .orElseThrow(() -> new Refusal(GivingRefusal.UNKNOWN_REFUND));
  }

  private boolean maySee(Actor actor, UUID merchant, UUID project) {
    return sees(actor, merchant(merchant))
        || access.may(actor, Permission.SEE_GIVING, projects.get(project).place());
  }

  private static void requireEnded(Pledge other, LocalDate from) {
    Pledge.Version last = other.versions().getLast();
    if (!(last.rate() instanceof Rate.Ended) || last.from().isAfter(from))
      throw new Refusal(GivingRefusal.PLEDGE_OVERLAPS, Map.of("day", from.toString()));
  }

  private static Refusal reused(UUID id) {
    return new Refusal(GivingRefusal.ID_REUSED, Map.of("id", id.toString()));
  }

  private static String told(Rate rate) {
    return switch (rate) {
      case Rate.PerOrder each -> each.each().toString();
      case Rate.PerMille each -> each.thousandths() + " ‰";
      case Rate.Paused _ -> "paused";
      case Rate.Ended _ -> "ended";
    };
  }
}
