package org.yutang.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yutang.kernel.BusinessDay;
import org.yutang.store.Json;
import tools.jackson.databind.JsonNode;

/// Clicks through the table at the end of docs/how-to/first-programme.md, from an empty server to
/// the first claim paid. What is pressed and what must appear is read from the table, what is typed
/// from the commands above it, so neither page nor document can change alone.
@Tag("slow")
class BrowserFirstProgrammeTest {

  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final Path GUIDE = PROJECT.resolve("docs/how-to/first-programme.md");
  private static final int PATIENCE_SECONDS = 120;

  enum Reader {
    CHINESE("zh-CN", ColorScheme.LIGHT, "“([^”]+)”"),
    ENGLISH("en", ColorScheme.DARK, "\\*([^*]+)\\*");

    final Browsing.Look look;
    final Pattern quoted;

    Reader(String language, ColorScheme colours, String quoted) {
      this.look = new Browsing.Look(1280, colours, language);
      this.quoted = Pattern.compile(quoted);
    }
  }

  /// Somebody as the commands make them.
  private record Holder(String name, String displayName, String password, String place) {}

  private Reader reader = Reader.CHINESE;
  private String guide = "";
  private Path folder = Path.of("");
  private Deque<Deque<String>> rows = new ArrayDeque<>();
  private Deque<String> words = new ArrayDeque<>();

  @ParameterizedTest
  @EnumSource
  void theClicksLeadFromAnEmptyServerToAPaidClaim(Reader language) throws Exception {
    reader = language;
    guide = Files.readString(GUIDE);
    rows = table();
    folder =
        Files.createTempDirectory(Files.createDirectories(Path.of("target")), "clicks")
            .toAbsolutePath();
    Process server = start();
    try (Browsing browsing = Browsing.at(port())) {
      try (Browsing.Visit visit = browsing.visit(reader.look, true)) {
        administrate(visit);
      }
      fund(browsing);
      String bill = file(browsing);
      decide(browsing);
      pay(browsing);
      check(browsing, bill);
      assertThat(rows).as("rows of the table that nobody followed").isEmpty();
      browsing.expectNoProblems();
    } finally {
      server.destroy();
      if (!server.waitFor(20, TimeUnit.SECONDS)) server.destroyForcibly();
    }
  }

  private void administrate(Browsing.Visit visit) throws IOException {
    Page page = visit.page;
    row();
    page.navigate(printed("http://\\S*ys_\\S+"));
    page.fill("#name", first("\\\\\"name\\\\\": \\\\\"([^\\\\]+)"));
    page.fill("#displayName", first("\\\\\"displayName\\\\\": \\\\\"([^\\\\]+)"));
    String password = first("\\\\\"password\\\\\": \\\\\"([^\\\\]+)");
    page.fill("#password", password);
    page.fill("#again", password);
    press(page);

    row();
    press(page);
    page.setInputFiles("#upload", written("people.csv"));
    page.setInputFiles("#mappingFile", written("people.yaml"));
    press(page);
    visit.inspect("first-import");
    press(page);

    row();
    List<String> roles = new ArrayList<>(words).subList(4, 7);
    List<String> buttons = new ArrayList<>(words).subList(0, 4);
    words.clear();
    List<Holder> holders = holders();
    assertThat(holders).hasSameSizeAs(roles);
    for (int i = 0; i < roles.size(); i++) {
      Holder holder = holders.get(i);
      page.click("details.menu summary");
      press(page, buttons.get(0));
      press(page, buttons.get(1));
      page.fill("#name", holder.name);
      page.fill("#displayName", holder.displayName);
      page.fill("#home", holder.place);
      page.fill("#password", holder.password);
      press(page, buttons.get(2));
      page.selectOption("#role", new SelectOption().setLabel(roles.get(i)));
      page.fill("#place", holder.place);
      press(page, buttons.get(3));
      assertThat(page.locator("#roles tbody th").textContent()).isEqualTo(roles.get(i));
    }
    visit.inspect("first-account");
  }

  private void fund(Browsing browsing) {
    try (Browsing.Visit visit = enter(browsing, 0)) {
      Page page = visit.page;
      row();
      press(page);
      press(page);
      see(page);
      page.fill("#amount", first("\"amount\": \"([0-9.]+)\""));
      page.fill("#label", first("\"label\": \"([^\"]+)\""));
      press(page);

      row();
      page.fill("#county", first("填([^、，]+县)"));
      press(page);
      visit.inspect("first-enrol");
      press(page);
      see(page);
      assertThat(page.locator("section.lead b").textContent()).startsWith("3 ");
    }
  }

  /// The address of the case.
  private String file(Browsing browsing) throws IOException {
    try (Browsing.Visit visit = enter(browsing, 1)) {
      Page page = visit.page;
      row();
      press(page);
      String name = first("\"payeeName\": \"([^\"]+)\"");
      page.fill("#q", name);
      page.click("form[action='/people'] button");
      page.click(".table tbody th a");
      until(page, () -> named(page, words.peek()).count() > 0);
      press(page);
      page.setInputFiles("#upload-bill", photo());
      press(page);
      page.waitForSelector(".photos img");
      page.fill("#a-hospital", first("\"hospital\": \"([^\"]+)\""));
      String today = BusinessDay.of(Instant.now()).toString();
      page.fill("#a-admitted", today);
      page.fill("#a-discharged", today);
      page.fill("#a-bill_number", first("\"bill_number\": \"([^\"]+)\""));
      page.fill("#a-total", first("\"total\": \"([^\"]+)\""));
      page.fill("#a-own_share", first("\"own_share\": \"([^\"]+)\""));
      page.check("input[name=how][value=" + first("\"how\": \"([^\"]+)\"") + "]");
      page.setInputFiles("#confirmation", photo());
      page.fill("#payeeName", name);
      page.fill("#payeeAccount", first("\"payeeAccount\": \"([^\"]+)\""));
      press(page);
      page.waitForURL("**note=case-file**");
      return page.url().replaceFirst(".*(/cases/[^?]+).*", "$1");
    }
  }

  private void decide(Browsing browsing) {
    try (Browsing.Visit visit = enter(browsing, 2)) {
      row();
      press(visit.page);
      visit.page.click(".table tbody th a");
      press(visit.page);
      visit.page.waitForURL("**note=case-pass**");
    }
  }

  private void pay(Browsing browsing) throws IOException {
    try (Browsing.Visit insurer = enter(browsing, 2)) {
      row();
      press(insurer.page);
      Locator ready = insurer.page.locator("a[href='/payments/payouts?state=ready'] b");
      until(insurer.page, () -> ready.textContent().equals("1"));
      press(insurer.page);
      insurer.page.waitForURL("**note=batch-made**");
    }
    try (Browsing.Visit fund = enter(browsing, 0)) {
      row();
      press(fund.page);
      fund.page.click(".table tbody th a");
      press(fund.page);
      fund.page.waitForURL("**note=batch-released**");
    }
    try (Browsing.Visit insurer = enter(browsing, 2)) {
      Page page = insurer.page;
      row();
      press(page);
      page.click(".table tbody th a");
      Download file = page.waitForDownload(() -> press(page));
      String result = answer(page, Files.readString(file.path()));
      page.setInputFiles("#upload", Files.writeString(folder.resolve("back.csv"), result));
      press(page);
      page.waitForURL("**note=batch-answered**");
    }
  }

  private void check(Browsing browsing, String bill) throws Exception {
    String number;
    try (Browsing.Visit visit = enter(browsing, 1)) {
      Page page = visit.page;
      row();
      press(page);
      page.click(".table tbody th a");
      assertThat(page.url()).endsWith(bill);
      until(page, () -> page.locator("[data-proof-url]").count() > 0);
      assertThat(page.locator(".title .tag").textContent()).isEqualTo(words.pop());
      assertThat(page.textContent("main")).contains("75.00");
      see(page);
      visit.inspect("first-claim");
      number = page.locator(".proof dd a").textContent();
      Download receipt = page.waitForDownload(() -> press(page));
      verify(receipt.path());
    }
    try (Browsing.Visit visit = browsing.visit(reader.look, true)) {
      Page page = visit.page;
      page.navigate("/");
      row();
      press(page);
      page.fill("#q", number);
      page.click("form[role=search] button");
      page.waitForSelector("[data-proof-state=verified]");
      assertThat(page.textContent("pre.entry"))
          .contains("yutang/case-payment/1", "CN-500236")
          .doesNotContain("张", "75.00");
      visit.inspect("first-log");
    }
    assertThat(words).isEmpty();
  }

  // The document

  /// The quoted words of each row.
  private Deque<Deque<String>> table() {
    Deque<Deque<String>> found = new ArrayDeque<>();
    String clicks = guide.substring(guide.indexOf("By clicks"));
    for (String line : clicks.lines().filter(each -> each.startsWith("| ")).skip(2).toList())
      found.add(
          new ArrayDeque<>(
              reader.quoted.matcher(line).results().map(word -> word.group(1)).toList()));
    assertThat(found).hasSizeGreaterThan(10);
    return found;
  }

  private void row() {
    assertThat(words).as("words of the row before that nobody pressed or saw").isEmpty();
    words = rows.pop();
  }

  private String first(String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(guide);
    assertThat(found.find()).as(pattern).isTrue();
    return found.group(1);
  }

  private List<Holder> holders() {
    return Pattern.compile("-d '(\\{\"name\".*\\})'")
        .matcher(guide)
        .results()
        .map(body -> Json.read(body.group(1), JsonNode.class))
        .map(
            body ->
                new Holder(
                    body.get("name").asString(),
                    body.get("displayName").asString(),
                    body.get("password").asString(),
                    body.get("grants").get(0).get("place").asString()))
        .toList();
  }

  private Path written(String name) throws IOException {
    return Files.writeString(folder.resolve(name), heredoc("cat > " + name) + "\n");
  }

  private Path photo() throws IOException {
    byte[] image = Base64.getDecoder().decode(heredoc("base64 -d > bill.png"));
    return Files.write(folder.resolve("bill.png"), image);
  }

  private String heredoc(String command) {
    return first("(?s)" + Pattern.quote(command) + " <<'END'\n(.*?)\nEND\n");
  }

  // The pages

  private Browsing.Visit enter(Browsing browsing, int holder) {
    Browsing.Visit visit = browsing.visit(reader.look, true);
    Holder who = holders().get(holder);
    visit.login(who.name, who.password);
    return visit;
  }

  /// Presses the link or button that bears the document's next word.
  private void press(Page page) {
    press(page, words.pop());
  }

  private static void press(Page page, String word) {
    named(page, word).first().click();
  }

  private static Locator named(Page page, String word) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(word).setExact(true))
        .or(
            page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(word).setExact(true)));
  }

  /// Waits until the document's next word can be read.
  private void see(Page page) {
    page.locator("main").getByText(words.pop()).first().waitFor();
  }

  /// Loads the page again until it shows what others are still doing.
  private static void until(Page page, BooleanSupplier shown) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!shown.getAsBoolean()) {
      assertThat(System.nanoTime()).as(page.url()).isLessThan(end);
      page.waitForTimeout(300);
      page.reload();
    }
  }

  /// What a bank would answer to the file that it got.
  private static String answer(Page page, String file) {
    List<String> lines = file.lines().toList();
    String[] head = lines.getFirst().split(",");
    StringBuilder text =
        new StringBuilder(
            "batch,%s,count,%s,sum,%s,digest,%s\nline,payout,amount,result,reason,date\n"
                .formatted(head[1], head[3], head[5], page.textContent("dd.mono").strip()));
    for (String line : lines.subList(2, lines.size())) {
      String[] cells = line.split(",");
      text.append(
          "%s,%s,%s,paid,,%s\n"
              .formatted(cells[0], cells[1], cells[4], BusinessDay.of(Instant.now())));
    }
    return text.toString();
  }

  // The server

  private Process start() throws Exception {
    Process server = launcher("run", "--port", "0", "--dir", folder.resolve("pond").toString());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!said().contains("ready http")) {
      assertThat(server.isAlive() && System.nanoTime() < end).as(said()).isTrue();
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return server;
  }

  private int port() throws IOException {
    return Integer.parseInt(printed("(?<=ready http://127.0.0.1:)[0-9]+"));
  }

  private String printed(String pattern) throws IOException {
    return Pattern.compile(pattern)
        .matcher(said())
        .results()
        .map(MatchResult::group)
        .findFirst()
        .orElseThrow();
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"), StandardCharsets.UTF_8);
  }

  private void verify(Path receipt) throws Exception {
    Process verb =
        launcher("verify", receipt.toString(), "--dir", folder.resolve("pond").toString());
    assertThat(verb.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(verb.exitValue()).as(said()).isZero();
  }

  /// With the classes of this test run.
  private Process launcher(String... verb) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROJECT.resolve("yutang").toString()));
    command.addAll(List.of(verb));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("YUTANG_") || name.startsWith("LC_"));
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("YUTANG_CLASSPATH", System.getProperty("java.class.path"));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()))
        .start();
  }
}
