package org.yutang.market;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;
import org.yutang.kernel.Uuids;
import org.yutang.ledger.Account;
import org.yutang.ledger.Command;
import org.yutang.ledger.Ledger;
import org.yutang.ledger.NewAccount;
import org.yutang.ledger.Outcome;
import org.yutang.ledger.Unit;

/// The market's accounts and what moves between them. Pieces of an article are left, held for a
/// payment, or sold; money of a purchase comes into the till, waits for the receipt, and is earned
/// then. Each group of movements has ids of its own, so that it may be asked for again.
@Component
class Stocks {

  static final Unit PIECE = new Unit("PIECE");

  /// From where pieces come and to where they go that are not sold here.
  static final UUID ELSEWHERE = Uuids.named("market", "elsewhere");

  /// Where payments arrive and from where they go back.
  static final UUID TILL = Uuids.named("market", "till");

  private final Ledger ledger;
  private volatile boolean opened;

  Stocks(Ledger ledger) {
    this.ledger = ledger;
  }

  /// One movement of a group.
  record Move(UUID from, UUID to, long amount) {}

  /// A group of movements that happens wholly or not at all.
  ///
  /// @param what names it, together with `about`
  /// @param cause from whose millisecond its ids are derived
  record Group(String what, UUID about, Instant cause, List<Move> moves) {
    Group {
      moves = moves.stream().filter(move -> move.amount() != 0).toList();
    }
  }

  /// Refuses with [MarketRefusal#OTHER_SHARD] a ledger of several shards: what a purchase moves has
  /// several payers.
  void openTill() {
    if (opened) return;
    if (ledger.shards() > 1) throw new Refusal(MarketRefusal.OTHER_SHARD, Map.of());
    ledger.open(
        List.of(
            new NewAccount(TILL, "市场收款 Market till", Unit.CNY, false),
            new NewAccount(ELSEWHERE, "市场外 Outside of the market", PIECE, true)));
    opened = true;
  }

  void openShop(Shop shop) {
    ledger.open(
        List.of(
            new NewAccount(
                Shop.earned(shop.id()), "店铺收入 Earned: " + shop.name().zh(), Unit.CNY, false),
            new NewAccount(
                Shop.waiting(shop.id()),
                "店铺待收货 Waits for receipt: " + shop.name().zh(),
                Unit.CNY,
                false)));
  }

  void openArticles(Product.New product) {
    openTill();
    List<NewAccount> accounts = new ArrayList<>();
    for (Product.NewArticle each : product.articles()) {
      String name = product.title().zh() + " " + each.name().zh();
      accounts.add(new NewAccount(Product.left(each.id()), "在售 " + name, PIECE, false));
      accounts.add(new NewAccount(Product.held(each.id()), "待付款 " + name, PIECE, false));
      accounts.add(new NewAccount(Product.soldAccount(each.id()), "已售 " + name, PIECE, false));
    }
    ledger.open(accounts);
  }

  void openWeeks(Craft craft, LocalDate from, LocalDate to) {
    List<NewAccount> accounts = new ArrayList<>();
    accounts.add(
        new NewAccount(Craft.promised(craft.article()), "定做已排 " + craft.article(), PIECE, false));
    for (LocalDate week = from; !week.isAfter(to); week = week.plusWeeks(1))
      accounts.add(
          new NewAccount(
              Craft.week(craft.article(), week),
              "定做 " + week + " " + craft.article(),
              PIECE,
              false));
    ledger.open(accounts);
  }

  void openCoupon(Coupon coupon) {
    openTill();
    ledger.open(
        List.of(
            new NewAccount(Coupon.left(coupon.id()), "券 " + coupon.code(), PIECE, false),
            new NewAccount(Coupon.held(coupon.id()), "券待付款 " + coupon.code(), PIECE, false),
            new NewAccount(Coupon.used(coupon.id()), "券已用 " + coupon.code(), PIECE, false)));
  }

  /// Whether it happened; otherwise the account that had not enough. A group without movements
  /// happens.
  Optional<UUID> missing(Group group) {
    return missing(List.of(group)).getFirst();
  }

  /// The same for many at once, an answer each.
  List<Optional<UUID>> missing(List<Group> groups) {
    List<Optional<UUID>> answers = new ArrayList<>(groups.size());
    List<Command> commands = new ArrayList<>(groups.size());
    for (Group group : groups) if (!group.moves().isEmpty()) commands.add(command(group));
    List<Outcome> outcomes = new ArrayList<>(commands.size());
    for (List<Command> some : parts(commands)) outcomes.addAll(ledger.execute(some));
    int at = 0;
    for (Group group : groups)
      answers.add(group.moves().isEmpty() ? Optional.empty() : answer(outcomes.get(at++)));
    return answers;
  }

  /// Moves what must be there by what was moved before.
  void move(List<Group> groups) {
    List<Optional<UUID>> missing = missing(groups);
    for (int i = 0; i < groups.size(); i++)
      if (missing.get(i).isPresent())
        throw new IllegalStateException(
            "not moved: " + groups.get(i).what() + " of " + groups.get(i).about());
  }

  /// As many as the ledger takes at once.
  private static List<List<Command>> parts(List<Command> commands) {
    List<List<Command>> parts = new ArrayList<>();
    List<Command> part = new ArrayList<>();
    int weight = 0;
    for (Command each : commands) {
      int more = each instanceof Command.Linked linked ? linked.transfers().size() + 1 : 1;
      if (weight + more > Ledger.MAX_COMMANDS) {
        parts.add(part);
        part = new ArrayList<>();
        weight = 0;
      }
      part.add(each);
      weight += more;
    }
    if (!part.isEmpty()) parts.add(part);
    return parts;
  }

  private static Command command(Group group) {
    List<Command.Transfer> transfers = new ArrayList<>(group.moves().size());
    for (Move move : group.moves())
      transfers.add(
          new Command.Transfer(
              Uuids.derivedFrom(
                  group.cause(), "market." + group.what() + "." + transfers.size(), group.about()),
              move.from(),
              move.to(),
              move.amount(),
              group.what(),
              BusinessDay.of(group.cause())));
    return transfers.size() == 1
        ? transfers.getFirst()
        : new Command.Linked(
            Uuids.derivedFrom(group.cause(), "market." + group.what(), group.about()), transfers);
  }

  private static Optional<UUID> answer(Outcome outcome) {
    if (!(outcome instanceof Outcome.Refused refused)) return Optional.empty();
    if (refused.reason() == Outcome.Reason.OTHER_SHARD)
      throw new Refusal(MarketRefusal.OTHER_SHARD, Map.of());
    if (refused.reason() != Outcome.Reason.INSUFFICIENT || refused.account() == null)
      throw new IllegalStateException("the ledger says " + refused);
    return Optional.of(refused.account());
  }

  long balance(UUID account) {
    return ledger.find(account).map(Account::available).orElse(0L);
  }

  /// Of many at once; nothing of those that are not open.
  Map<UUID, Long> balances(Collection<UUID> accounts) {
    Map<UUID, Long> balances = new HashMap<>();
    ledger.find(accounts).forEach((id, account) -> balances.put(id, account.available()));
    return balances;
  }

  Product.Pieces pieces(UUID article) {
    Map<UUID, Long> now =
        balances(
            List.of(Product.left(article), Product.held(article), Product.soldAccount(article)));
    return new Product.Pieces(
        now.getOrDefault(Product.left(article), 0L),
        now.getOrDefault(Product.held(article), 0L),
        now.getOrDefault(Product.soldAccount(article), 0L));
  }
}
