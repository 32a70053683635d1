package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Actor;
import org.yutang.access.Role;
import org.yutang.kernel.Page.Wanted;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.HouseholdQuery;
import org.yutang.register.HouseholdRow;
import org.yutang.register.Register;
import org.yutang.supply.SupplyHouse;

/// A cadre puts rings on a household's chickens, visits them with the phone, and a buyer finds the
/// photos behind the code of the box.
class BrowserAnimalsTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450327");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Register register;
  @TempDir Path folder;

  private Browsing browsing;
  private SupplyHouse house;
  private HouseholdRow household;
  private String officer = "";

  @BeforeEach
  void start() throws Exception {
    browsing = Browsing.at(port);
    InsuredCounty county = new InsuredCounty(beans, COUNTY);
    county.insure("100");
    house = new SupplyHouse(beans, COUNTY, 1);
    Actor actor = county.holder(Role.COUNTY_OFFICER, COUNTY);
    household =
        register.households(actor, HouseholdQuery.in(COUNTY, new Wanted(1, 1))).items().getFirst();
    officer =
        county.account(
            "bird-" + UUID.randomUUID().toString().substring(0, 8),
            "测试干部",
            Role.COUNTY_OFFICER,
            COUNTY);
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  private Path photo() throws IOException {
    BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
    Graphics2D drawn = image.createGraphics();
    drawn.setColor(new Color(Math.floorMod(System.nanoTime(), 255), 120, 60));
    drawn.fillOval(60, 40, 200, 160);
    drawn.dispose();
    Path file = folder.resolve(UUID.randomUUID() + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @Test
  void fromTheRingToTheBox() throws IOException {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        Page page = visit.page;
        String ring = "T" + Long.toString(System.nanoTime(), 36).toUpperCase(java.util.Locale.ROOT);
        visit.login(officer, InsuredCounty.PASSWORD);
        visit.open("/animals?household=" + household.id(), "animals");
        page.selectOption("#grown", "black-bone-chicken/silkie");
        page.fill("#hatched", house.today().minusDays(200).toString());
        page.fill("#rings", ring + "-1 " + ring + "-2\n?");
        page.click("form[action='/animals'] button");
        page.waitForSelector(".errors");
        visit.forgetComplaints();
        page.fill("#rings", ring + "-1 " + ring + "-2");
        page.click("form[action='/animals'] button");
        page.waitForSelector("#upload");
        page.setInputFiles("#upload", photo());
        page.fill("#note", "长势良好");
        page.click("button.go");
        page.waitForSelector(".timeline img");
        visit.inspect("animal");
        page.navigate("/animals?q=" + ring);
        page.fill("#birds", ring + "-1 1.6\n" + ring + "-2 0.9");
        page.click("form[action='/animals:slaughter'] button");
        page.waitForURL("**/trace/00/**");
        assertThat(page.textContent("main")).containsAnyOf("特级", "Special");
        assertThat(page.textContent("main")).containsAnyOf("等外", "Below all");
        assertThat(page.textContent("main")).doesNotContain("测试干部");
        visit.inspect("trace-animals");
        page.click("a:has-text('" + ring + "-1')");
        page.waitForSelector(".timeline img");
        visit.inspect("trace-animal");
        page.navigate("/animals/" + ring + "-1");
        assertThat(page.querySelectorAll("#upload")).isEmpty();
      }
    browsing.expectNoProblems();
  }
}
