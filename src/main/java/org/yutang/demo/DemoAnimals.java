package org.yutang.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.springframework.stereotype.Component;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Mass;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;
import org.yutang.kernel.Uuids;
import org.yutang.register.HouseholdQuery;
import org.yutang.register.HouseholdRow;
import org.yutang.register.Register;
import org.yutang.store.HouseSettings;
import org.yutang.store.Photos;
import org.yutang.supply.Animal;
import org.yutang.supply.Animals;
import org.yutang.supply.Lots;
import org.yutang.supply.Site;

/// Made-up black-bone chickens: rings, three visits each with drawn photos, and half of them in
/// boxes. Ids are derived; a visit that was told before a kill keeps its first photo.
@Component
class DemoAnimals {

  private static final String FILLED = "demo-animals";
  private static final int HOUSEHOLDS = 12;
  private static final int EACH = 4;
  private static final int IN_A_BOX = 6;
  private static final int[] VISITS = {180, 90, 14};

  private final Animals animals;
  private final Register register;
  private final Lots lots;
  private final Photos photos;
  private final DemoAccounts people;
  private final HouseSettings settings;
  private final Clock clock;

  DemoAnimals(
      Animals animals,
      Register register,
      Lots lots,
      Photos photos,
      DemoAccounts people,
      HouseSettings settings,
      Clock clock) {
    this.animals = animals;
    this.register = register;
    this.lots = lots;
    this.photos = photos;
    this.people = people;
    this.settings = settings;
    this.clock = clock;
  }

  void fill(PlaceCode county) {
    if (settings.find(FILLED).isPresent()) return;
    Actor officer = people.actor(Role.COUNTY_OFFICER);
    LocalDate today = BusinessDay.of(clock.instant());
    List<Animal.New> all = new ArrayList<>();
    for (HouseholdRow household :
        register
            .households(officer, HouseholdQuery.in(county, new Page.Wanted(1, HOUSEHOLDS)))
            .items())
      for (int i = 0; i < EACH; i++)
        all.add(
            new Animal.New(
                Uuids.named("demo.animal", household.id().toString(), String.valueOf(i)),
                "SYN-%04d".formatted(all.size() + 1),
                "black-bone-chicken",
                "silkie",
                household.id(),
                today.minusDays(210)));
    if (all.isEmpty()) return;
    animals.ring(officer, all);
    for (Animal.New each : all)
      for (int days : VISITS)
        animals.visit(
            officer,
            new Animal.Visit(
                Uuids.named("demo.visit", each.id().toString(), String.valueOf(days)),
                each.ring(),
                at(today.minusDays(days), 9),
                List.of(photo(each.ring(), days)),
                "合成照片",
                officer.name()));
    slaughter(officer, county, today, all.subList(0, all.size() / 2));
    settings.put(FILLED, "yes");
  }

  private static Instant at(LocalDate day, int hour) {
    return day.atTime(LocalTime.of(hour, 0)).atZone(BusinessDay.ZONE).toInstant();
  }

  private void slaughter(Actor officer, PlaceCode county, LocalDate today, List<Animal.New> birds) {
    String name = "示例禽类加工点（合成数据）";
    Site site =
        lots.addSite(
            officer, new Site.New(Uuids.named("demo.site", name), Site.Kind.HUB, name, county));
    Random random = new Random(IN_A_BOX);
    for (int from = 0; from + IN_A_BOX <= birds.size(); from += IN_A_BOX) {
      Map<String, Mass> box = new LinkedHashMap<>();
      for (Animal.New each : birds.subList(from, from + IN_A_BOX))
        box.put(each.ring(), new Mass(1_100 + random.nextInt(900)));
      animals.slaughter(
          officer,
          Uuids.named("demo.slaughter", String.valueOf(from)),
          at(today.minusDays(3), 8),
          site.id(),
          box);
    }
  }

  /// A drawn bird that grows with its age; nobody takes it for a photo.
  private String photo(String ring, int daysAgo) {
    Random random = new Random(ring.hashCode() + daysAgo);
    BufferedImage image = new BufferedImage(480, 360, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(new Color(214, 226, 205));
    pen.fillRect(0, 0, 480, 360);
    pen.setColor(new Color(120, 148, 96));
    pen.fillRect(0, 280, 480, 80);
    int size = 60 + (210 - daysAgo) / 2;
    int left = 120 + random.nextInt(120);
    pen.setColor(new Color(38 + random.nextInt(30), 36, 44));
    pen.fillOval(left, 280 - size, size * 3 / 2, size);
    pen.fillOval(left + size, 280 - size - size / 3, size * 2 / 3, size * 2 / 3);
    pen.setColor(new Color(150, 40, 60));
    pen.fillOval(left + size + size / 4, 280 - size - size / 2, size / 4, size / 4);
    pen.setStroke(new BasicStroke(4));
    pen.drawLine(left + size / 2, 275, left + size / 2, 300);
    pen.drawLine(left + size, 275, left + size, 300);
    pen.dispose();
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image, "png", png);
      return photos.put(new ByteArrayInputStream(png.toByteArray()), Photos.Purpose.GOODS).id();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
