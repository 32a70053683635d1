package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.PlaceCode;
import org.yutang.register.PersonId;
import org.yutang.specimen.SpecimenBill;
import org.yutang.specimen.Specimens;

/// A bill is photographed in the village, its fields come as proposals, and the insurer sees them
/// beside what was filed. The pictures are specimens.
@Tag("slow")
class BrowserPapersTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-500237");
  private static final Browsing.Look DESK = new Browsing.Look(1280, ColorScheme.LIGHT, "zh-CN");
  private static final Browsing.Look PHONE = new Browsing.Look(390, ColorScheme.LIGHT, "zh-CN");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @TempDir Path folder;

  private Browsing browsing;
  private String cadre = "";
  private String insurer = "";
  private List<PersonId> people = List.of();

  @BeforeEach
  void start() throws Exception {
    browsing = Browsing.at(port);
    InsuredCounty county = new InsuredCounty(beans, COUNTY);
    county.insure("6000");
    people = county.covered();
    String run = UUID.randomUUID().toString().substring(0, 8);
    cadre = county.account("reader-" + run, "测试村干部", Role.VILLAGE_CADRE, COUNTY);
    insurer = county.account("checker-" + run, "初审员", Role.INSURER, new PlaceCode("CN"));
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  @Test
  void aBillFillsTheFormAndTheInsurerComparesIt() throws Exception {
    SpecimenBill bill = Specimens.scanned(SpecimenBill.Layout.SETTLEMENT, 77).paper();
    Path photo = folder.resolve("bill.jpg");
    Files.write(photo, Specimens.scanned(SpecimenBill.Layout.SETTLEMENT, 77).jpeg());
    String first = propose(people.get(0), photo, bill);
    String second = propose(people.get(1), photo, bill);
    compare(second, first, bill);
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(insurer, InsuredCounty.PASSWORD);
        visit.open(second, "bill-with-boxes");
      }
    browsing.expectNoProblems();
  }

  /// @return the address of the case that was filed
  private String propose(PersonId person, Path photo, SpecimenBill bill) {
    try (Browsing.Visit visit = browsing.visit(PHONE, true)) {
      Page page = visit.page;
      visit.login(cadre, InsuredCounty.PASSWORD);
      page.navigate("/cases/form?kind=breadwinners-insurance/hospital-bill&person=" + person);
      page.fill("#a-bill_number", "T-" + person.toString().substring(0, 8));
      page.setInputFiles("#upload-bill", photo);
      page.click("button[value=save]");
      page.waitForURL("**note=case-saved**");
      page.fill("#payeeName", "张三"); // typing goes on while the photo is read
      page.waitForFunction("() => document.querySelector('#a-hospital').value !== ''");
      assertThat(page.inputValue("#a-hospital")).isEqualTo(bill.hospital());
      assertThat(page.inputValue("#a-total")).isEqualTo(bill.total().decimal());
      assertThat(page.inputValue("#a-own_share")).isEqualTo(bill.ownShare().decimal());
      assertThat(page.inputValue("#a-admitted")).isEqualTo(bill.admitted().toString());
      assertThat(page.inputValue("#a-bill_number"))
          .as("what a person wrote stays")
          .startsWith("T-");
      assertThat(page.inputValue("#payeeName")).isEqualTo("张三");
      assertThat(page.textContent("#a-hospital-read")).contains("请核对");
      visit.inspect("bill-proposals");
      everyLook(page.url());
      page.fill("#a-admitted", InsuredCounty.admitted().toString());
      assertThat(page.querySelector("#a-admitted-read")).as("now it is the person's").isNull();
      page.fill("#a-discharged", BusinessDay.of(Instant.now()).toString());
      page.check("input[name=how][value=spoken]");
      page.fill("#witness", "李某");
      page.fill("#payeeAccount", "6222020200000001234");
      page.click("button[value=file]");
      page.waitForURL("**note=case-file**");
      return page.url().replaceFirst(".*(/cases/[^?]+).*", "$1");
    }
  }

  /// The form as it is loaded anew, also without script.
  private void everyLook(String address) {
    try (Browsing.Visit visit = browsing.visit(PHONE, false)) {
      visit.login(cadre, InsuredCounty.PASSWORD);
      visit.page.navigate(address);
      assertThat(visit.page.inputValue("#a-hospital")).isNotEmpty();
      assertThat(visit.page.textContent("#a-hospital-read")).contains("请核对");
    }
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        visit.login(cadre, InsuredCounty.PASSWORD);
        visit.open(address, "bill-form-proposed");
      }
  }

  private void compare(String file, String twin, SpecimenBill bill) {
    try (Browsing.Visit visit = browsing.visit(DESK, true)) {
      Page page = visit.page;
      visit.login(insurer, InsuredCounty.PASSWORD);
      page.navigate(file);
      assertThat(page.textContent("#check"))
          .contains("可能重复报案", "票据号相同", "金额和日期相同", "同一张照片", bill.number(), "不一致");
      assertThat(page.getAttribute("#check .note.bad a", "href")).isEqualTo(twin);
      int boxes = page.querySelectorAll(".paper svg rect").size();
      assertThat(boxes).isEqualTo(page.querySelectorAll("#check tbody tr").size());
      assertThat(boxes).isGreaterThanOrEqualTo(8);
      page.hover("#check tbody tr:nth-child(1)");
      assertThat(page.querySelectorAll(".paper .pointed")).hasSize(1);
      Object inside =
          page.evaluate(
              """
              () => { const image = document.querySelector('.paper img').getBoundingClientRect();
                return [...document.querySelectorAll('.paper rect')].map(each => each.getBoundingClientRect()).every(box =>
                  box.left >= image.left - 3 && box.right <= image.right + 3 && box.top >= image.top - 3 && box.bottom <= image.bottom + 3); }
              """);
      assertThat(inside).isEqualTo(true);
    }
  }
}
