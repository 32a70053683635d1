package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.text.PDFTextStripper;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.insight.Breakdown;
import org.yutang.insight.Insight;
import org.yutang.insight.KeyFigure;
import org.yutang.insight.Report;
import org.yutang.insight.ReportDays;
import org.yutang.insight.ReportDocument;
import org.yutang.insight.UnitKind;
import org.yutang.kernel.Money;
import org.yutang.kernel.PlaceCode;
import org.yutang.ledger.Account;
import org.yutang.ledger.Ledger;
import org.yutang.payment.Payouts;
import org.yutang.programme.ProgrammeBooks;
import org.yutang.programme.Programmes;

/// The printed report, read back.
class ReportPdfTest extends ServerTest {

  private static final Path PRINTED = Path.of("target/printed");

  @LocalServerPort int port;
  @Autowired BeanFactory beans;
  @Autowired Insight insight;
  @Autowired Programmes programmes;
  @Autowired ProgrammeBooks books;
  @Autowired Ledger ledger;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aYearIsPrintedInBothLanguagesWithItsFiguresAndFonts() throws Exception {
    ReportedYear year = new ReportedYear(beans, new PlaceCode("CN-500238"));
    ProgrammeBooks.CaseBook before = claims(year.year());
    long outside = outside();
    year.fill();
    expectClaims(before, claims(year.year()));
    expectPaid(insight.report(InsuredCounty.INSURANCE, year.year(), Optional.empty()));
    assertThat(outside() - outside).isEqualTo(13_125_00);
    for (String language : List.of("zh", "en")) {
      Report report = insight.report(InsuredCounty.INSURANCE, year.year(), Optional.empty());
      HttpResponse<byte[]> answer =
          get("/reports/breadwinners-insurance/" + year.year() + ".pdf?lang=" + language);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/pdf");
      Files.write(
          Files.createDirectories(PRINTED).resolve("report-" + language + ".pdf"), answer.body());
      try (PDDocument pdf = Loader.loadPDF(answer.body())) {
        assertThat(pdf.getNumberOfPages()).isGreaterThan(3);
        for (PDPage page : pdf.getPages()) {
          assertThat(page.getMediaBox().getWidth())
              .isCloseTo(PDRectangle.A4.getWidth(), Assertions.within(1f));
          assertThat(page.getMediaBox().getHeight())
              .isCloseTo(PDRectangle.A4.getHeight(), Assertions.within(1f));
        }
        assertThat(fonts(pdf)).isNotEmpty().allMatch(PDFont::isEmbedded);
        assertThat(fonts(pdf)).allMatch(font -> font.getName().contains("Yutang"));
        String text = new PDFTextStripper().getText(pdf).replace('\u00a0', ' ');
        int pages = pdf.getNumberOfPages();
        assertThat(text)
            .contains(language.equals("zh") ? "第 2 页，共 " + pages + " 页" : "Page 2 of " + pages)
            .contains(language.equals("zh") ? "健康保险" : "Health insurance for breadwinners")
            .contains(language.equals("zh") ? "审核用时（一半不超过）" : "To the decision, half within")
            .contains(report.cutOff().toString(), "4,560,000", "136,000,000.00");
        for (KeyFigure key :
            List.of(
                KeyFigure.DONATED,
                KeyFigure.SPENT,
                KeyFigure.BALANCE,
                KeyFigure.INSURED,
                KeyFigure.PAID_OUT,
                KeyFigure.DONATED_BY_YEAR_END))
          if (report.find(key).isPresent())
            assertThat(text).as("%s", key).contains(key.unit().grouped(report.value(key)));
        assertThat(text.replaceAll("\\s", "")).contains(ReportDocument.checksum(report));
      }
    }
  }

  /// Of 14 claims one is rejected, one reduced to 3,500 and one open: 11 × 1,125 and 750 are paid.
  private static void expectClaims(ProgrammeBooks.CaseBook before, ProgrammeBooks.CaseBook after) {
    assertThat(after.filed() - before.filed()).isEqualTo(14);
    assertThat(after.accepted() - before.accepted()).isEqualTo(12);
    assertThat(after.reduced() - before.reduced()).isEqualTo(1);
    assertThat(after.rejected() - before.rejected()).isEqualTo(1);
    assertThat(after.open() - before.open()).isEqualTo(1);
    assertThat(after.withdrawn() - before.withdrawn()).isZero();
  }

  private ProgrammeBooks.CaseBook claims(int year) {
    ReportDays days = insight.days(InsuredCounty.INSURANCE, year);
    return books.cases(InsuredCounty.INSURANCE, days.from(), days.newest());
  }

  private static void expectPaid(Report after) {
    assertThat(after.paidByCounty().of(new PlaceCode("CN-500238")))
        .contains(new Breakdown.Sum(12, Money.parse("13125.00", "CNY")));
    assertThat(after.value(KeyFigure.PAID_OUT))
        .isEqualTo(after.paidByCounty().total().amount().minor());
  }

  /// What the insurer's payouts brought out of the house, by the ledger.
  private long outside() {
    UUID promised = programmes.get(InsuredCounty.INSURANCE).promisedByPayee();
    return ledger.find(Payouts.outside(promised)).map(Account::balance).orElse(0L);
  }

  @Test
  void anEmptyYearIsPrintedToo() throws Exception {
    HttpResponse<byte[]> answer = get("/reports/breadwinners-insurance/2019.pdf?lang=zh");
    assertThat(answer.statusCode()).isEqualTo(200);
    try (PDDocument pdf = Loader.loadPDF(answer.body())) {
      assertThat(new PDFTextStripper().getText(pdf)).contains("这一年还没有记录", UnitKind.CNY.grouped(0));
    }
  }

  @Test
  void whatIsUnchangedIsNotMadeTwice() throws Exception {
    byte[] first = get("/reports/breadwinners-insurance/2018.pdf?lang=en").body();
    assertThat(get("/reports/breadwinners-insurance/2018.pdf?lang=en").body()).isEqualTo(first);
    assertThat(get("/reports/breadwinners-insurance/2016.pdf").statusCode()).isEqualTo(404);
    assertThat(get("/reports/nothing/2018.pdf").statusCode()).isEqualTo(404);
    assertThat(get("/reports/breadwinners-insurance/2018.pdf?cut-off=soon").statusCode())
        .isEqualTo(404);
    for (String place : List.of("2018", "2018.pdf", "2018/donations", "2018/refunds")) {
      String path = "/reports/breadwinners-insurance/" + place;
      assertThat(get(path + "?cut-off=2018-06-29").statusCode()).as(path).isEqualTo(422);
      assertThat(get(path + "?cut-off=2018-06-30").statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void signsThatTheFontLacksDoNotBreakThePage() throws Exception {
    String signs = "前 𠀋 \uD83D\uDE00 ༄ 㙍 \u202E 后";
    byte[] made = ReportPdf.draw(page("<p>" + signs + "</p>"));
    try (PDDocument pdf = Loader.loadPDF(made)) {
      assertThat(new PDFTextStripper().getText(pdf)).contains("前").contains("后");
    }
  }

  @Test
  void charactersThatXmlForbidsAreLeftOut() throws Exception {
    String forbidden = "\u0001\u000b\u001f\ufffe\uffff\ud800";
    byte[] made = ReportPdf.draw(page("<p>here" + forbidden + "after</p>"));
    try (PDDocument pdf = Loader.loadPDF(made)) {
      assertThat(new PDFTextStripper().getText(pdf)).contains("hereafter");
    }
    assertThat(ReportPdf.drawable("a\t\r\n\ud7ff\ue000\ufffd\ud840\udc0b" + forbidden))
        .isEqualTo("a\t\r\n\ud7ff\ue000\ufffd\ud840\udc0b");
  }

  @Test
  void nothingIsFetched() throws Exception {
    try (ServerSocket trap = new ServerSocket(0)) {
      trap.setSoTimeout(300);
      String away = "http://127.0.0.1:" + trap.getLocalPort() + "/x";
      byte[] made =
          ReportPdf.draw(
              page(
                  "<link rel=\"stylesheet\" href=\"%1$s\"/><img src=\"%1$s\" alt=\"\"/><img src=\"file:///etc/hostname\" alt=\"\"/><p>here</p>"
                      .formatted(away)));
      try (PDDocument pdf = Loader.loadPDF(made)) {
        assertThat(new PDFTextStripper().getText(pdf)).contains("here");
      }
      Assertions.assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(trap::accept);
    }
  }

  private static String page(String body) {
    return "<html><head><title>x</title><style>body{font-family:Yutang}</style></head><body>"
        + body
        + "</body></html>";
  }

  private static List<PDFont> fonts(PDDocument pdf) throws IOException {
    List<PDFont> fonts = new ArrayList<>();
    for (PDPage page : pdf.getPages())
      for (COSName name : page.getResources().getFontNames())
        fonts.add(page.getResources().getFont(name));
    return fonts;
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }
}
