package org.yutang.web;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.yutang.access.Access;
import org.yutang.access.Actor;
import org.yutang.access.Permission;
import org.yutang.farm.Standards;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Refusal;
import org.yutang.register.HouseholdId;
import org.yutang.register.Register;
import org.yutang.store.Photos;
import org.yutang.supply.Animal;
import org.yutang.supply.Animals;
import org.yutang.supply.Lots;
import org.yutang.supply.SupplyRefusal;

/// Animals with rings: putting rings on, a visit by phone, and the box in which they go to market.
@Controller
class AnimalPages {

  private final Animals animals;
  private final Lots lots;
  private final Register register;
  private final Access access;
  private final Photos photos;
  private final Standards standards;
  private final Clock clock;
  private final SupplyView.Named named;

  AnimalPages(
      Animals animals,
      Lots lots,
      Register register,
      Access access,
      Photos photos,
      Standards standards,
      Clock clock) {
    this.animals = animals;
    this.lots = lots;
    this.register = register;
    this.access = access;
    this.photos = photos;
    this.standards = standards;
    this.clock = clock;
    this.named = new SupplyView.Named(standards);
  }

  @GetMapping("/animals")
  View list(Screen s, Actor actor) {
    Map<String, String> typed = new HashMap<>();
    typed.put("household", s.query("household"));
    return list(s, actor, HttpStatus.OK, s.freshKey(), typed, "");
  }

  private View list(
      Screen s,
      Actor actor,
      HttpStatus status,
      String key,
      Map<String, String> typed,
      String problem) {
    access.requireSomewhere(actor, Permission.SEE_SUPPLY);
    return s.page(
        status,
        "animals",
        new AnimalView.Listed(
            animals.list(actor, s.query("q").strip()),
            lots.sites(actor).stream()
                .filter(each -> access.may(actor, Permission.RECORD_SUPPLY, each.what().place()))
                .toList(),
            standards.list(),
            named,
            key,
            SupplyView.now(clock),
            typed,
            problem));
  }

  /// Rings one a line, or with spaces between them.
  @PostMapping("/animals")
  View ring(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    String key = TypedGoods.said(typed, "key");
    try {
      String[] grown = TypedGoods.said(typed, "grown").split("/", 2);
      if (grown.length < 2) throw TypedGoods.bad("grown");
      List<Animal.New> all = new ArrayList<>();
      for (String ring : TypedGoods.said(typed, "rings").split("[\\s,，]+"))
        all.add(
            new Animal.New(
                org.yutang.kernel.Uuids.named("animal", key, ring),
                ring,
                grown[0],
                grown[1],
                new HouseholdId(Asked.id(TypedGoods.said(typed, "household"))),
                Asked.day(TypedGoods.said(typed, "hatched"))
                    .orElseThrow(() -> TypedGoods.bad("hatched"))));
      animals.ring(actor, all);
      return Screen.go("/animals/" + all.getFirst().ring() + "?note=ringed");
    } catch (Refusal refusal) {
      return list(s, actor, Mishaps.status(refusal.code().kind()), key, typed, s.refusal(refusal));
    }
  }

  @GetMapping("/animals/{ring}")
  View one(Screen s, Actor actor, @PathVariable String ring) {
    return one(s, actor, HttpStatus.OK, ring, s.freshKey(), new HashMap<>(), "");
  }

  private View one(
      Screen s,
      Actor actor,
      HttpStatus status,
      String ring,
      String key,
      Map<String, String> typed,
      String problem) {
    Animal animal = animals.get(actor, ring);
    typed.putIfAbsent("at", SupplyView.now(clock));
    return s.page(
        status,
        "animal",
        new AnimalView.One(
            animal,
            animals.visits(actor, ring),
            s.placeName(register.getPlace(animal.village())),
            access.may(actor, Permission.RECORD_SUPPLY, animal.village()),
            named,
            key,
            typed,
            problem));
  }

  @PostMapping("/animals/{ring}/visits")
  View visit(
      Screen s,
      Actor actor,
      @PathVariable String ring,
      @RequestParam MultiValueMap<String, String> fields,
      @RequestParam(name = "upload", required = false) List<MultipartFile> uploads)
      throws IOException {
    Map<String, String> typed = new HashMap<>(fields.toSingleValueMap());
    String key = TypedGoods.said(typed, "key");
    try {
      Animal animal = animals.get(actor, ring);
      access.require(actor, Permission.RECORD_SUPPLY, animal.village());
      List<String> kept = new ArrayList<>();
      for (MultipartFile file : uploads == null ? List.<MultipartFile>of() : uploads)
        if (!file.isEmpty() && kept.size() < Animals.MAX_PHOTOS)
          kept.add(photos.put(file.getInputStream(), Photos.Purpose.GOODS).id());
      animals.visit(
          actor,
          new Animal.Visit(
              Asked.id(key),
              ring,
              TypedGoods.when(typed),
              kept,
              TypedGoods.said(typed, "note"),
              actor.name()));
      return Screen.go("/animals/" + ring + "?note=visited");
    } catch (Refusal refusal) {
      if (refusal.code() == SupplyRefusal.UNKNOWN_RING) throw refusal;
      return one(
          s, actor, Mishaps.status(refusal.code().kind()), ring, key, typed, s.refusal(refusal));
    }
  }

  /// A line for each: ring and kilograms.
  @PostMapping("/animals:slaughter")
  View slaughter(Screen s, Actor actor, @RequestParam Map<String, String> typed) {
    String key = TypedGoods.said(typed, "key");
    try {
      Map<String, Mass> masses = new HashMap<>();
      for (String line : TypedGoods.said(typed, "birds").lines().map(String::strip).toList()) {
        if (line.isEmpty()) continue;
        String[] both = line.split("[\\s,，]+");
        if (both.length != 2) throw TypedGoods.bad("birds");
        try {
          masses.put(both[0], Mass.parseKilograms(both[1]));
        } catch (NumberFormatException e) {
          throw TypedGoods.bad("birds");
        }
      }
      UUID site = Asked.id(TypedGoods.said(typed, "site"));
      String box = animals.slaughter(actor, Asked.id(key), TypedGoods.when(typed), site, masses);
      return Screen.go("/trace/00/" + box);
    } catch (Refusal refusal) {
      return list(s, actor, Mishaps.status(refusal.code().kind()), key, typed, s.refusal(refusal));
    }
  }
}
