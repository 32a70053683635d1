package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.yutang.ServerTest;
import org.yutang.access.Accounts;
import org.yutang.access.Actor;
import org.yutang.access.Audit;
import org.yutang.access.Grant;
import org.yutang.access.Role;
import org.yutang.kernel.BusinessDay;
import org.yutang.kernel.Page;
import org.yutang.kernel.PlaceCode;

class SheetPagesTest extends ServerTest {

  @LocalServerPort int port;
  @Autowired Accounts accounts;
  @Autowired Audit audit;

  private final UUID reader = UUID.randomUUID();
  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  @BeforeEach
  void enter() throws Exception {
    accounts.create(
        Actor.SYSTEM, reader, "sheet-" + reader, "导出的人", PlaceCode.WORLD, Optional.empty());
    accounts.grant(
        Actor.SYSTEM,
        reader,
        new Grant(Role.COUNTY_OFFICER, new PlaceCode("CN-500236")),
        Optional.empty());
    get("/verify/trial-enter?account=" + reader, "zh");
  }

  @Test
  void aFilterThatWasNotUnderstoodMakesNoFile() throws Exception {
    for (String asked :
        List.of(
            "/cases.xlsx?place=" + encoded("不存在"),
            "/people.xlsx?place=" + encoded("不存在"),
            "/cases.xlsx?state=FILED",
            "/cases.xlsx?state=in-review&state=completed",
            "/cases.xlsx?overdue=no",
            "/cases.xlsx?todo=somebody",
            "/cases.xlsx?status=registered",
            "/cases.xlsx?kind=nothing",
            "/cases.xlsx?kind=test-open-award/nomination&stage=nowhere",
            "/cases.xlsx?wait=him",
            "/people.xlsx?from=old",
            "/places/CN-500236/households.xlsx?status=poor",
            "/programmes/breadwinners-insurance/enrolments.xlsx?place=CN-500236&year=last"))
      assertThat(get(asked, "zh").statusCode()).as(asked).isEqualTo(422);
    assertThat(text(get("/cases.xlsx?state=FILED", "zh"))).contains("筛选条件“状态”无法识别");
    assertThat(text(get("/cases.xlsx?state=FILED", "en")))
        .contains("The filter “State” was not understood");
    assertThat(text(get("/cases.xlsx?place=" + encoded("不存在"), "zh"))).contains("没有找到“不存在”");
    assertThat(exported()).isZero();
  }

  @Test
  void theFileSaysInWordsWhatItHolds() throws Exception {
    assertThat(about("/cases.xlsx?state=papers-missing&place=CN-500236&sort=-filed", "zh"))
        .contains("状态=待补件", "所在地=奉节县 CN-500236", "排序=提交日，降序", "行数=0");
    assertThat(about("/cases.xlsx?todo=agreed-by-me&overdue=yes&sort=none", "en"))
        .contains("To do=Second look wanted, first by me", "Clock=Overdue only")
        .contains("Order=Due, ascending");
    assertThat(about("/cases.xlsx?page=3", "zh")).contains("筛选条件=无，全部");
    int year = BusinessDay.of(Instant.now()).getYear();
    assertThat(
            about(
                "/programmes/breadwinners-insurance/enrolments.xlsx?place=CN-500236&state=covered",
                "zh"))
        .contains("保单年度=" + year, "参保状态=已参保", "所在地=奉节县 CN-500236");
    assertThat(
            about(
                "/cases.xlsx?kind=test-open-award/nomination&stage=check&wait=me&state=in-review",
                "zh"))
        .contains("申报事项=提名教师", "环节=县级核验", "等谁办理=县级干部", "状态=办理中")
        .contains("排序=办理时限，升序");
    assertThat(exported()).isEqualTo(5);
  }

  private List<String> about(String asked, String language) throws Exception {
    HttpResponse<byte[]> answer = get(asked, language);
    assertThat(answer.statusCode()).as(asked).isEqualTo(200);
    try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(answer.body()))) {
      return book.getSheet(1).orElseThrow().read().stream()
          .map(row -> row.getCellText(0) + "=" + row.getCellText(1))
          .toList();
    }
  }

  private long exported() {
    return audit
        .list(
            new Actor(
                UUID.randomUUID(), "t", java.util.Set.of(new Grant(Role.AUDITOR, PlaceCode.WORLD))),
            new Audit.Filter(
                Optional.of(reader), Optional.of("access.list-exported"), Optional.empty()),
            new Page.Wanted(1, 50))
        .total();
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> get(String path, String language)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Accept-Language", language)
            .header("Accept", "text/html")
            .build();
    return browser.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }
}
