package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Role;
import org.yutang.farm.Standards;
import org.yutang.kernel.PlaceCode;
import org.yutang.supply.Handled;
import org.yutang.supply.Lot;
import org.yutang.supply.Sorting;
import org.yutang.supply.Step;
import org.yutang.supply.SupplyHouse;

/// A buyer scans the code of a box; an officer calls its batch back.
class BrowserTraceTest extends ServerTest {

  private static final PlaceCode COUNTY = new PlaceCode("CN-450328");

  /// What a page may weigh without its photos.
  private static final int MOST_BYTES = 100_000;

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Standards standards;

  private Browsing browsing;
  private SupplyHouse house;
  private Lot field;
  private Lot best;
  private String box = "";
  private String officer = "";

  @BeforeEach
  void start() {
    browsing = Browsing.at(port);
    house = new SupplyHouse(beans, COUNTY, 3);
    officer =
        new InsuredCounty(beans, COUNTY)
            .account(
                "rec-" + UUID.randomUUID().toString().substring(0, 8),
                "测试召回员",
                Role.COUNTY_OFFICER,
                COUNTY);
    field = house.weighIn(0, "10");
    Lot other = house.weighIn(1, "10");
    Lot merged =
        house
            .handle(
                new Step.Merge(
                    UUID.randomUUID(),
                    house.now(),
                    house.point.id(),
                    Map.of(field.id(), SupplyHouse.kg("10"), other.id(), SupplyHouse.kg("10"))))
            .made()
            .getFirst();
    Handled graded =
        house.handle(
            new Step.Grade(
                UUID.randomUUID(),
                house.now(),
                house.point.id(),
                merged.id(),
                SupplyHouse.kg("20"),
                Sorting.ofLine(
                    standards.get("navel-orange").newest(), SupplyHouse.line(60, 20, 5))));
    best =
        graded.made().stream()
            .filter(lot -> lot.product().grade().equals("special"))
            .findFirst()
            .orElseThrow();
    house.handle(
        new Step.Test(
            UUID.randomUUID(),
            house.now(),
            house.point.id(),
            best.id(),
            "测试检测站<script>",
            "T-7",
            true,
            Map.of("糖度", "12.1 °Bx")));
    box =
        house
            .handle(
                new Step.Pack(
                    UUID.randomUUID(),
                    house.now(),
                    house.point.id(),
                    best.id(),
                    SupplyHouse.kg("5"),
                    2))
            .boxes()
            .getFirst();
    house.handle(house.toBuyer(house.point, Map.of(), List.of(box)));
    house.settle();
  }

  @AfterEach
  void stop() {
    if (browsing != null) browsing.close();
  }

  private String address(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  private String code(Lot lot) {
    return "/01/" + lot.product().gtin() + "/10/" + lot.code();
  }

  @Test
  void whoScansSeesFieldAndWayAndARecallTurnsThePageRed() {
    for (Browsing.Look look : Browsing.Look.ALL)
      try (Browsing.Visit visit = browsing.visit(look, true)) {
        Page page = visit.page;
        APIResponse answer = page.request().get(address(code(best)));
        assertThat(answer.url()).endsWith("/trace" + code(best));
        assertThat(answer.body().length).isLessThan(MOST_BYTES);
        page.navigate(address("/00/" + box));
        page.waitForSelector("[data-proof-state=verified]");
        assertThat(page.textContent("main"))
            .contains(box, best.code(), "测试合作社", "12.1 °Bx", "测试收购点")
            .doesNotContain("测试食堂");
        visit.inspect("trace-box");
        assertThat(page.locator("svg.plot-map path.plot").count()).isEqualTo(2);
        visit.open("/trace" + code(field), "trace-field");
        page.navigate(address("/01/" + best.product().gtin() + "/10/UNKNOWN"));
        assertThat(page.textContent("main")).containsAnyOf("没有这个码", "no such code");
        visit.forgetComplaints();
        recall(visit, page);
      }
    browsing.expectNoProblems();
  }

  private void recall(Browsing.Visit visit, Page page) {
    visit.login(officer, InsuredCounty.PASSWORD);
    visit.open("/recalls?code=" + field.code(), "recall-desk");
    assertThat(page.textContent("main")).contains("测试食堂", box, best.code());
    page.fill("#reason", "抽检农残超标（测试）");
    page.click("button.danger");
    page.waitForSelector(".note.bad");
    visit.inspect("recall-blocked");
    page.navigate(address("/00/" + box));
    page.waitForSelector("[role=alert]:has-text('抽检农残超标')");
    visit.inspect("trace-blocked");
    APIResponse list = page.request().get(address("/recalls/list.csv?code=" + field.code()));
    assertThat(list.text()).contains("测试食堂");
    visit.open("/recalls?code=" + field.code(), "recall-open");
    page.fill("#note", "复检合格");
    page.click("form[action$='/lift'] button");
    page.waitForSelector("button.danger");
    page.navigate(address("/00/" + box));
    assertThat(page.locator("[role=alert]").count()).isZero();
  }

  @Test
  void theResolverSpeaksTheStandard() {
    try (Browsing.Visit visit = browsing.visit(Browsing.Look.ALL.getFirst(), true)) {
      Page page = visit.page;
      APIResponse links =
          page.request()
              .get(
                  address(code(best)),
                  RequestOptions.create().setHeader("Accept", "application/linkset+json"));
      assertThat(links.headers().get("content-type")).startsWith("application/linkset+json");
      assertThat(links.text())
          .contains("\"linkset\"", "https://ref.gs1.org/voc/pip", "/trace" + code(best));
      APIResponse moved =
          page.request().get(address(code(best)), RequestOptions.create().setMaxRedirects(0));
      assertThat(moved.status()).isEqualTo(307);
      assertThat(moved.headers().get("link")).contains("rel=\"linkset\"");
      for (Map.Entry<String, Integer> each :
          Map.of(
                  code(best) + "?linkType=gs1:unknown",
                  404,
                  "/01/09521234000018/10/X",
                  422,
                  "/01/09521234000018%2F10/X",
                  400,
                  "/01/12/10/X",
                  422)
              .entrySet())
        assertThat(
                page.request()
                    .get(address(each.getKey()), RequestOptions.create().setMaxRedirects(0))
                    .status())
            .as(each.getKey())
            .isEqualTo(each.getValue());
      assertThat(page.request().get(address("/.well-known/gs1resolver")).text())
          .contains("resolverRoot");
    }
  }

  @Test
  void labelsAreReadByAScanner() throws Exception {
    try (Browsing.Visit visit = browsing.visit(Browsing.Look.ALL.getFirst(), true)) {
      visit.login(officer, InsuredCounty.PASSWORD);
      String labels = "/supply/lots/" + best.id() + "/labels.pdf";
      byte[] sheet = visit.page.request().get(address(labels + "?count=24")).body();
      assertThat(read(sheet, 3, 8)).hasSize(24).containsOnly(address(code(best)));
      byte[] roll =
          visit.page.request().get(address(labels + "?form=roll&site=" + house.point.id())).body();
      assertThat(read(roll, 1, 1)).singleElement().asString().contains("/00/0");
    }
  }

  /// What a scanner reads on the first page, held over one label after the other.
  private static List<String> read(byte[] file, int columns, int rows) throws Exception {
    List<String> read = new ArrayList<>();
    try (PDDocument document = Loader.loadPDF(file)) {
      BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 300);
      int width = page.getWidth() / columns;
      int height = page.getHeight() / rows;
      for (int i = 0; i < columns * rows; i++) {
        BufferedImage label =
            page.getSubimage(i % columns * width, i / columns * height, width, height);
        read.add(
            new QRCodeReader()
                .decode(
                    new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(label))),
                    Map.of(DecodeHintType.TRY_HARDER, true))
                .getText());
      }
    }
    return read;
  }
}
