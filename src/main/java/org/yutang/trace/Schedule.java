package org.yutang.trace;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Refusal;

/// When a question is asked again, as EPCIS 2.0 has it (section 8.2.5.3): each field holds numbers
/// and ranges `[from-to]` between commas; `from/step` is taken as well, because the standard's
/// description has it in an example. Times are those of China.
///
/// What is finer than the finest field that is given stands at its beginning, so that hour 1 and
/// minute 5 are once a day; what is coarser may be anything.
public final class Schedule {

  /// The standard's fields, from the finest to the coarsest.
  private enum Field {
    second(0, 59),
    minute(0, 59),
    hour(0, 23),
    dayOfMonth(1, 31),
    month(1, 12),
    dayOfWeek(1, 7);

    private final int least;
    private final int most;

    Field(int least, int most) {
      this.least = least;
      this.most = most;
    }
  }

  /// Long enough for the 29th of February that is a given day of the week.
  private static final int MAX_DAYS = 366 * 41;

  private static final int MAX_LENGTH = 200;
  private static final Pattern PART =
      Pattern.compile("(\\d{1,2})|\\[(\\d{1,2})-(\\d{1,2})]|(\\d{1,2})/(\\d{1,2})");

  private final Map<String, String> fields;
  private final BitSet[] allowed = new BitSet[Field.values().length];

  private Schedule(Map<String, String> fields) {
    this.fields = fields;
    boolean finer = true;
    for (Field field : Field.values()) {
      String text = fields.get(field.name());
      allowed[field.ordinal()] = text == null ? free(field, finer) : parse(field, text);
      if (text != null) finer = false;
    }
  }

  /// @throws Refusal [TraceRefusal#BAD_SCHEDULE] for what is not understood, or never comes
  public static Schedule of(Map<String, String> fields) {
    if (fields.isEmpty()) throw bad("schedule", "");
    Map<String, String> known = new LinkedHashMap<>();
    for (Field field : Field.values())
      if (fields.containsKey(field.name())) known.put(field.name(), fields.get(field.name()));
    for (String name : fields.keySet())
      if (!known.containsKey(name)) throw bad(name, fields.get(name));
    Schedule schedule = new Schedule(known);
    if (schedule.find(Instant.EPOCH).isEmpty()) throw bad("schedule", known.toString());
    return schedule;
  }

  /// As given, by the standard's names.
  public Map<String, String> fields() {
    return java.util.Collections.unmodifiableMap(fields);
  }

  /// The first time after that one.
  public Instant next(Instant after) {
    return find(after).orElseThrow(() -> new IllegalStateException("never again: " + fields));
  }

  private Optional<Instant> find(Instant after) {
    ZonedDateTime from = after.atZone(BusinessDay.ZONE).withNano(0).plusSeconds(1);
    LocalDate day = from.toLocalDate();
    LocalTime time = from.toLocalTime();
    for (int days = 0; days < MAX_DAYS; days++) {
      if (onDay(day)) {
        Optional<LocalTime> found = inDay(time);
        if (found.isPresent())
          return Optional.of(day.atTime(found.get()).atZone(BusinessDay.ZONE).toInstant());
      }
      day = day.plusDays(1);
      time = LocalTime.MIDNIGHT;
    }
    return Optional.empty();
  }

  private boolean onDay(LocalDate day) {
    return allowed(Field.month).get(day.getMonthValue())
        && allowed(Field.dayOfMonth).get(day.getDayOfMonth())
        && allowed(Field.dayOfWeek).get(day.getDayOfWeek().getValue());
  }

  private Optional<LocalTime> inDay(LocalTime from) {
    for (int hour = next(Field.hour, from.getHour());
        hour >= 0;
        hour = next(Field.hour, hour + 1)) {
      boolean sameHour = hour == from.getHour();
      int minute = next(Field.minute, sameHour ? from.getMinute() : 0);
      for (; minute >= 0; minute = next(Field.minute, minute + 1)) {
        boolean sameMinute = sameHour && minute == from.getMinute();
        int second = next(Field.second, sameMinute ? from.getSecond() : 0);
        if (second >= 0) return Optional.of(LocalTime.of(hour, minute, second));
      }
    }
    return Optional.empty();
  }

  private int next(Field field, int from) {
    return allowed(field).nextSetBit(from);
  }

  private BitSet allowed(Field field) {
    return allowed[field.ordinal()];
  }

  /// @param finer whether only coarser fields are given
  private static BitSet free(Field field, boolean finer) {
    BitSet all = new BitSet();
    boolean begins = finer && field.ordinal() <= Field.dayOfMonth.ordinal();
    // a day of the week is as fine as one of the month
    if (begins && field != Field.dayOfMonth) all.set(field.least);
    else all.set(field.least, field.most + 1);
    return all;
  }

  private static BitSet parse(Field field, String text) {
    BitSet set = new BitSet();
    if (text.length() > MAX_LENGTH) throw bad(field.name(), text.substring(0, MAX_LENGTH));
    for (String each : text.split(",", -1)) {
      Matcher part = PART.matcher(each.strip());
      if (!part.matches()) throw bad(field.name(), text);
      int from = number(part, 1, 2, 4);
      int to = part.group(1) != null ? from : part.group(2) != null ? number(part, 3) : field.most;
      int step = part.group(5) == null ? 1 : number(part, 5);
      if (from < field.least || to > field.most || from > to || step == 0)
        throw bad(field.name(), text);
      for (int at = from; at <= to; at += step) set.set(at);
    }
    return set;
  }

  private static int number(Matcher part, int... groups) {
    for (int group : groups)
      if (part.group(group) != null) return Integer.parseInt(part.group(group));
    throw new IllegalStateException(part.group());
  }

  private static Refusal bad(String field, String value) {
    return new Refusal(TraceRefusal.BAD_SCHEDULE, Map.of("field", field, "value", value));
  }
}
