package org.yutang.web;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Refusal;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;
import org.yutang.supply.SupplyRefusal;

/// Reads what forms of goods say, and what they say when they are opened.
@Component
class TypedGoods {

  private final Lots lots;
  private final Access access;
  private final Clock clock;

  TypedGoods(Lots lots, Access access, Clock clock) {
    this.lots = lots;
    this.access = access;
    this.clock = clock;
  }

  static String said(Map<String, String> typed, String name) {
    return typed.getOrDefault(name, "").strip();
  }

  /// What a new form says: the present minute.
  Map<String, String> fresh() {
    Map<String, String> typed = new HashMap<>();
    typed.put("at", SupplyView.now(clock));
    return typed;
  }

  /// A site where the actor may do things with goods.
  Site mine(Actor actor, String id) {
    Site site = lots.site(actor, Asked.id(id));
    access.require(actor, Permission.RECORD_SUPPLY, site.what().place());
    return site;
  }

  /// What was refused did not happen, so the corrected form is a step of its own; unless the first
  /// one may be under way still.
  static String again(Screen s, String key, Refusal refusal) {
    return refusal.code() == SupplyRefusal.ID_REUSED ? key : s.freshKey();
  }

  /// When it happened, as the form has it.
  static Instant when(Map<String, String> typed) {
    try {
      return LocalDateTime.parse(said(typed, "at")).atZone(BusinessDay.ZONE).toInstant();
    } catch (DateTimeParseException e) {
      throw bad("at");
    }
  }

  /// Kilograms.
  static Mass mass(Map<String, String> typed, String field) {
    try {
      return Mass.parseKilograms(said(typed, field));
    } catch (NumberFormatException e) {
      throw bad(field);
    }
  }

  static Refusal bad(String field) {
    return new Refusal(SupplyRefusal.BAD_FIELD, Map.of("field", field));
  }

  /// Fields called `lot-` and the lot's id, in kilograms; blank ones are left out.
  static Map<UUID, Mass> loose(Map<String, String> typed) {
    Map<UUID, Mass> loose = new HashMap<>();
    for (String field : typed.keySet())
      if (field.startsWith("lot-") && !said(typed, field).isEmpty())
        loose.put(Asked.id(field.substring(4)), mass(typed, field));
    loose.values().removeIf(mass -> mass.grams() == 0);
    return loose;
  }
}
