package org.yutang.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.yutang.ledger.Outcome.Reason;

/// The accounts of one shard in memory, as they will be when all that was decided is written. Every
/// change either happens wholly or says what stands in its way and changes nothing. One thread.
///
/// Millions of accounts have to fit, so an account is a number into columns of primitives (about 60
/// bytes with its slot in the hash table) and not an object. What is changed is kept apart as
/// differences too: they are what the database is told, and what [#undo] takes back. Since they
/// only add up, several batches can be under way at once.
final class Accounts {

  static final int NONE = -1;

  private static final int PART_BITS = 13;
  private static final int PART = 1 << PART_BITS;
  private static final int FIRST_SLOTS = 1 << 10;

  private static final byte NEGATIVE = 1;
  private static final byte LIMITED = 2;
  private static final byte COUNTED = 4;
  private static final byte FROZEN = 8;
  private static final byte CLOSED = 16;
  private static final byte SHUT = FROZEN | CLOSED;

  /// Columns of [#PART] accounts; parts are added, never copied.
  private static final class Part {
    final long[] high = new long[PART];
    final long[] low = new long[PART];
    final long[] balance = new long[PART];
    final long[] reserved = new long[PART];
    final long[] expected = new long[PART];
    final short[] unit = new short[PART];
    final byte[] rules = new byte[PART];

    /// One more than the place among the changes; 0 for untouched.
    final int[] touched = new int[PART];
  }

  /// What was read of an account.
  record Loaded(
      UUID id,
      String unit,
      AccountRules rules,
      AccountState state,
      long balance,
      long reserved,
      long expected) {}

  /// What a batch changed of an account.
  record Change(int account, UUID id, long balance, long reserved, long expected, long movements) {}

  private final List<Part> parts = new ArrayList<>();
  private final List<String> units = new ArrayList<>();
  private final Map<Integer, Long> most = new HashMap<>();
  private final Map<Integer, Long> perHolder = new HashMap<>();

  /// Open addressing: one more than the account's number; 0 for empty.
  private int[] slots = new int[FIRST_SLOTS];

  private int size;

  private int[] changed = new int[1024];
  private long[][] differences = new long[4][1024];
  private int changes;

  int size() {
    return size;
  }

  /// Its number, or [#NONE] if it is not in memory.
  int find(UUID id) {
    long high = id.getMostSignificantBits();
    long low = id.getLeastSignificantBits();
    for (int slot = slot(high, low); slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      int account = slots[slot] - 1;
      Part part = part(account);
      int at = at(account);
      if (part.low[at] == low && part.high[at] == high) return account;
    }
    return NONE;
  }

  /// Takes one in that is not here yet.
  void add(Loaded loaded) {
    if (size * 10L >= slots.length * 7L) rehash();
    int account = size++;
    if (at(account) == 0) parts.add(new Part());
    Part part = part(account);
    int at = at(account);
    part.high[at] = loaded.id().getMostSignificantBits();
    part.low[at] = loaded.id().getLeastSignificantBits();
    part.balance[at] = loaded.balance();
    part.reserved[at] = loaded.reserved();
    part.expected[at] = loaded.expected();
    part.unit[at] = unitNumber(loaded.unit());
    AccountRules rules = loaded.rules();
    if (rules.mayGoNegative()) part.rules[at] |= NEGATIVE;
    rules
        .most()
        .ifPresent(
            amount -> {
              part.rules[at] |= LIMITED;
              most.put(account, amount);
            });
    rules
        .perHolder()
        .ifPresent(
            amount -> {
              part.rules[at] |= COUNTED;
              perHolder.put(account, amount);
            });
    setState(account, loaded.state());
    place(account);
  }

  /// Quietly nothing where the account is not in memory.
  void set(UUID id, AccountState state) {
    int account = find(id);
    if (account != NONE) setState(account, state);
  }

  private void setState(int account, AccountState state) {
    byte rules = (byte) (part(account).rules[at(account)] & ~SHUT);
    part(account).rules[at(account)] =
        switch (state) {
          case OPEN -> rules;
          case FROZEN -> (byte) (rules | FROZEN);
          case CLOSED -> (byte) (rules | CLOSED);
        };
  }

  /// Balance, reserved and expected.
  long[] amounts(int account) {
    Part part = part(account);
    int at = at(account);
    return new long[] {part.balance[at], part.reserved[at], part.expected[at]};
  }

  UUID id(int account) {
    return new UUID(part(account).high[at(account)], part(account).low[at(account)]);
  }

  String unit(int account) {
    return units.get(part(account).unit[at(account)]);
  }

  /// How much one holder may take; 0 where they are not counted.
  long perHolder(int account) {
    return is(account, COUNTED) ? perHolder.getOrDefault(account, 0L) : 0;
  }

  /// Moves from one to the other, or says what stands in the way.
  @Nullable Obstacle give(int from, int to, long amount) {
    Obstacle obstacle = obstacle(from, to, amount);
    if (obstacle != null) return obstacle;
    move(from, to, amount, 1);
    return null;
  }

  /// Takes back what [#give] did, in the reverse order of a group.
  void takeBack(int from, int to, long amount) {
    move(to, from, amount, -1);
  }

  /// Holds the amount: it can be posted then, whatever else happens.
  @Nullable Obstacle reserve(int from, int to, long amount) {
    Obstacle obstacle = obstacle(from, to, amount);
    if (obstacle != null) return obstacle;
    hold(from, to, amount);
    return null;
  }

  void release(int from, int to, long amount) {
    hold(from, to, -amount);
  }

  /// Gives `amount` of the `held` that was reserved and releases the rest. Cannot fail, because it
  /// was reserved.
  void post(int from, int to, long held, long amount) {
    hold(from, to, -held);
    move(from, to, amount, 1);
  }

  /// What was changed since the last call, for the database.
  List<Change> takeChanges() {
    List<Change> list = new ArrayList<>(changes);
    for (int i = 0; i < changes; i++) {
      int account = changed[i];
      part(account).touched[at(account)] = 0;
      long balance = differences[0][i];
      long reserved = differences[1][i];
      long expected = differences[2][i];
      long movements = differences[3][i];
      if ((balance | reserved | expected | movements) != 0)
        list.add(new Change(account, id(account), balance, reserved, expected, movements));
    }
    changes = 0;
    return list;
  }

  /// Takes changes back.
  void undo(List<Change> taken) {
    for (Change change : taken) {
      Part part = part(change.account);
      int at = at(change.account);
      part.balance[at] -= change.balance;
      part.reserved[at] -= change.reserved;
      part.expected[at] -= change.expected;
    }
  }

  void forget() {
    parts.clear();
    most.clear();
    perHolder.clear();
    slots = new int[FIRST_SLOTS];
    size = 0;
    changes = 0;
  }

  private @Nullable Obstacle obstacle(int from, int to, long amount) {
    if (is(from, SHUT)) return shut(from);
    if (is(to, SHUT)) return shut(to);
    long balance = part(from).balance[at(from)];
    long reserved = part(from).reserved[at(from)];
    if (!is(from, NEGATIVE) && balance - reserved < amount)
      return new Obstacle(Reason.INSUFFICIENT, id(from));
    if (balance < Long.MIN_VALUE + amount || balance - amount < Long.MIN_VALUE + reserved)
      return new Obstacle(Reason.OVERFLOW, id(from));
    // cannot overflow itself: what is expected was let in under the same rule
    long coming = part(to).balance[at(to)] + part(to).expected[at(to)];
    if (is(to, LIMITED) && coming > most.getOrDefault(to, 0L) - amount)
      return new Obstacle(Reason.OVER_MOST, id(to));
    return coming > Long.MAX_VALUE - amount ? new Obstacle(Reason.OVERFLOW, id(to)) : null;
  }

  private Obstacle shut(int account) {
    return new Obstacle(is(account, FROZEN) ? Reason.FROZEN : Reason.CLOSED, id(account));
  }

  private void move(int from, int to, long amount, int movements) {
    change(from, -amount, 0, 0, movements);
    change(to, amount, 0, 0, movements);
  }

  private void hold(int from, int to, long amount) {
    change(from, 0, amount, 0, 0);
    change(to, 0, 0, amount, 0);
  }

  private void change(int account, long balance, long reserved, long expected, int movements) {
    Part part = part(account);
    int at = at(account);
    part.balance[at] += balance;
    part.reserved[at] += reserved;
    part.expected[at] += expected;
    int place = part.touched[at] - 1;
    if (place < 0) {
      place = changes++;
      if (place == changed.length) grow();
      changed[place] = account;
      part.touched[at] = changes;
      for (long[] column : differences) column[place] = 0;
    }
    differences[0][place] += balance;
    differences[1][place] += reserved;
    differences[2][place] += expected;
    differences[3][place] += movements;
  }

  private void grow() {
    changed = Arrays.copyOf(changed, changed.length * 2);
    for (int i = 0; i < differences.length; i++)
      differences[i] = Arrays.copyOf(differences[i], changed.length);
  }

  private boolean is(int account, byte rule) {
    return (part(account).rules[at(account)] & rule) != 0;
  }

  private short unitNumber(String unit) {
    int number = units.indexOf(unit);
    if (number < 0) {
      number = units.size();
      if (number > Short.MAX_VALUE) throw new IllegalStateException("too many units");
      units.add(unit);
    }
    return (short) number;
  }

  private void rehash() {
    slots = new int[slots.length * 2];
    for (int account = 0; account < size; account++) place(account);
  }

  private void place(int account) {
    int slot = slot(part(account).high[at(account)], part(account).low[at(account)]);
    while (slots[slot] != 0) slot = slot + 1 & slots.length - 1;
    slots[slot] = account + 1;
  }

  private int slot(long high, long low) {
    long mixed = (high ^ low * 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
    return (int) (mixed >>> 32) & slots.length - 1;
  }

  private Part part(int account) {
    return parts.get(account >>> PART_BITS);
  }

  private static int at(int account) {
    return account & PART - 1;
  }
}
